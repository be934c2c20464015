using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Model.Rows;

/// <summary>A column of a table or result.</summary>
/// <param name="Name">As the dictionary has it.</param>
/// <param name="Type">Oracle's type, also for sources that are not Oracle.</param>
/// <param name="Nullable">False for NOT NULL and key columns.</param>
public sealed record ColumnDefinition(string Name, OracleType Type, bool Nullable)
{
    /// <summary>The column's DEFAULT; null where it has none, or it is not known. A changing default (SYSDATE) is 1970-01-01, as Debezium has it.</summary>
    public Datum? Default { get; init; }

    /// <summary>True: rows that were there before the column hold something in it that no change told. False where the source does not do that, or does not tell.</summary>
    public bool IsFilled { get; init; }

    /// <summary>The ordinal of a column, compared without case; -1 where there is none.</summary>
    public static int IndexOf(ImmutableArray<ColumnDefinition> columns, string name)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
