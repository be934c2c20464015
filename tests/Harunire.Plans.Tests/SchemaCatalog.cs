using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Sql.Binding;
using Harunire.Testing;

namespace Harunire.Plans.Tests;

/// <summary>The tables of samples/ as their scripts declare them, one column a line.</summary>
internal sealed class SchemaCatalog : ITableCatalog
{
    private readonly Dictionary<string, TableSchema> _tables = new(StringComparer.OrdinalIgnoreCase);

    private SchemaCatalog(string sample)
    {
        string? table = null;
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>();
        foreach (var line in File.ReadLines(Path.Combine(RepositoryPaths.Root, "samples", sample, "schema.sqlite.sql")).Select(l => l.Trim().TrimEnd(',')))
        {
            var words = line.Split(' ');
            if (line.StartsWith("CREATE TABLE", StringComparison.Ordinal))
            {
                table = words[2];
            }
            else if (line.StartsWith("CONSTRAINT", StringComparison.Ordinal))
            {
                var key = line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(", ");
                var all = columns.ToImmutable();
                columns.Clear();
                _tables[table!] = new TableSchema { Name = new(null, table!), Columns = all, Key = [.. key.Select(k => all.Select(c => c.Name).ToList().IndexOf(k))] };
                table = null;
            }
            else if (table is not null && words.Length > 1)
            {
                columns.Add(new ColumnDefinition(words[0], Type(words[1]), !line.EndsWith("NOT NULL", StringComparison.Ordinal)));
            }
        }
    }

    public static SchemaCatalog CustomerOrders { get; } = new("co");

    public static SchemaCatalog SalesHistory { get; } = new("sh");

    public IEnumerable<string> Names => _tables.Keys;

    public TableSchema? TryFind(string? schema, string table) => _tables.GetValueOrDefault(table);

    private static OracleType Type(string text)
    {
        var parts = text.Split('(', ',', ')');
        int Number(int i) => int.Parse(parts[i], CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "NUMBER" => new NumberType(Number(1), Number(2)),
            "VARCHAR2" => new TextType(Number(1)),
            "CHAR" => new CharType(Number(1)),
            "TIMESTAMP" => new TimestampType(Number(1)),
            "DATE" => OracleType.Date,
            _ => throw new ArgumentException(text),
        };
    }
}
