using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads a table's columns with the types that Oracle's DDL gives them.</summary>
internal static class ColumnTypeReader
{
    /// <summary>The columns in the file's order; one that has no type, or stands a second time, is a problem and left out.</summary>
    public static ImmutableArray<(string Name, OracleType Type)> Read(MapReader columns)
    {
        var read = ImmutableArray.CreateBuilder<(string Name, OracleType Type)>();
        foreach (var (name, text) in columns.NamedTexts())
        {
            if (OracleTypeText.TryParse(text.Value) is { } type)
            {
                read.Add((name.Value, type));
            }
            else
            {
                columns.Problem(PlanErrors.WrongValue, text.Location, $"'{text.Value}' is no type of a column", "write it as Oracle's DDL does: NUMBER(10,2), VARCHAR2(10), DATE, TIMESTAMP(6) WITH TIME ZONE; inside { } one with a comma needs quotes: 'NUMBER(10,2)'");
            }
        }

        columns.RefuseSameNames("column");
        return [.. read.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
