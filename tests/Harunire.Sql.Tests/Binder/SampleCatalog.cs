using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Sql.Binding;
using Harunire.Testing;

namespace Harunire.Sql.Tests.Binder;

/// <summary>The tables of a CREATE TABLE script, such as the samples'.</summary>
internal sealed partial class SampleCatalog : ITableCatalog
{
    private readonly Dictionary<string, TableSchema> _tables = new(StringComparer.OrdinalIgnoreCase);

    private SampleCatalog(string script)
    {
        foreach (Match table in Table().Matches(script))
        {
            var columns = Column().Matches(table.Groups["body"].Value)
                .Select(c => new ColumnDefinition(c.Groups["name"].Value, TypeOf(c), !c.Groups["required"].Success))
                .ToImmutableArray();
            var key = Key().Match(table.Groups["body"].Value).Groups["columns"].Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(k => columns.ToList().FindIndex(c => c.Name == k));
            var name = table.Groups["name"].Value;
            _tables[name] = new TableSchema { Name = new TableName(null, name), Columns = columns, Key = [.. key] };
        }
    }

    public static SampleCatalog Of(string script) => new(script);

    public static SampleCatalog Sample(string name) => new(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "samples", name, "schema.sqlite.sql")));

    public IEnumerable<string> Names => _tables.Keys;

    public TableSchema? TryFind(string? schema, string table) => _tables.GetValueOrDefault(table);

    private static OracleType TypeOf(Match column)
    {
        var sizes = column.Groups["sizes"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToList();
        return column.Groups["type"].Value switch
        {
            "NUMBER" when sizes.Count == 0 => OracleType.Number,
            "NUMBER" => new NumberType(sizes[0], sizes.ElementAtOrDefault(1)),
            "VARCHAR2" => new TextType(sizes[0]),
            "CHAR" => new CharType(sizes[0]),
            "DATE" => OracleType.Date,
            "TIMESTAMP" => new TimestampType(sizes[0]),
            var type => throw new NotSupportedException(type),
        };
    }

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+) \((?<body>.*?)\n\);", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s+(?<name>[a-z_0-9]+) (?<type>[A-Z0-9]+)(\((?<sizes>[0-9,]+)\))?(?<required> NOT NULL)?,?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Column();

    [GeneratedRegex(@"PRIMARY KEY \((?<columns>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
