using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads a mapping's tests; all that is wrong with the file is told at once.</summary>
public static class MappingTestReader
{
    /// <summary>Globs under a migration's <c>mappings</c> pass over such files.</summary>
    public const string Extension = ".test.yaml";

    public static MappingTest Read(string path)
    {
        var problems = new List<Diagnostic>();
        var map = new MapReader(YamlText.ReadFile(path), "the test", problems);
        var mapping = map.Required("mapping");
        var tables = map.Submap("tables", required: true) is { } named ? ReadTables(named) : [];
        if (!map.Has("cases"))
        {
            map.Problem(PlanErrors.MissingKey, map.Map.Location, "the test has no 'cases'");
        }

        var cases = map.Maps("cases", "a case").Select(each => ReadCase(each, tables)).ToImmutableArray();
        if (cases.IsEmpty && map.Has("cases"))
        {
            map.Problem(PlanErrors.WrongValue, map.LocationOf("cases"), "'cases' holds no case, so nothing would be tested");
        }

        map.RefuseOthers();
        return problems.Count == 0
            ? new MappingTest(path, Path.Combine(Path.GetDirectoryName(path) ?? "", mapping), tables, cases)
            : throw new HarunireException(problems);
    }

    private static ImmutableArray<TableSchema> ReadTables(MapReader tables)
    {
        tables.RefuseSameNames("table");
        return [.. tables.NamedMaps().Select(ReadTable)];
    }

    private static TableSchema ReadTable((YamlScalar Name, MapReader Value) entry)
    {
        var (name, table) = entry;
        var columns = table.Submap("columns", required: true) is { } map ? ColumnTypeReader.Read(map) : [];
        var read = new TableSchema { Name = new TableName(null, name.Value), Columns = [.. columns.Select(column => new ColumnDefinition(column.Name, column.Type, true))], Key = [] };
        var key = ImmutableArray.CreateBuilder<int>();
        foreach (var column in table.Texts("key"))
        {
            key.Add(read.IndexOf(column.Value));
            if (key[^1] < 0)
            {
                table.Problem(PlanErrors.WrongValue, column.Location, $"{name.Value} has no column {column.Value}", Nearest(column.Value, read));
            }
        }

        if (key.Count == 0)
        {
            table.Problem(PlanErrors.MissingKey, table.Map.Location, $"{name.Value} has no 'key'", "name the primary key's columns: key: [ORDER_ID]");
        }

        table.RefuseOthers();
        return read with { Key = key.ToImmutable(), Columns = [.. read.Columns.Select((column, i) => column with { Nullable = !key.Contains(i) })] };
    }

    private static TestCase ReadCase(MapReader map, ImmutableArray<TableSchema> tables)
    {
        var name = map.Required("case");
        var steps = ImmutableArray.CreateBuilder<TestStep>();
        steps.Add(ReadStep(map, tables));
        foreach (var step in map.Maps("then", "a step"))
        {
            steps.Add(ReadStep(step, tables));
            step.RefuseOthers();
        }

        map.RefuseOthers();
        return new TestCase(name, map.Map.Location, steps.ToImmutable());
    }

    private static TestStep ReadStep(MapReader map, ImmutableArray<TableSchema> tables)
    {
        var rows = ReadRows(map.Submap("rows"), tables);
        var deleted = ReadRows(map.Submap("delete"), tables);
        if (!map.Has("expect"))
        {
            map.Problem(PlanErrors.MissingKey, map.Map.Location, $"{map.What} has no 'expect'", "list the whole result after it; 'expect: []' where there is none");
        }

        var expected = map.Maps("expect", "an expected row")
            .Select(row => new ExpectedRow(row.Map.Location, [.. Cells(row).Select(cell => new ExpectedCell(cell.Name.Value, cell.Value.Value, cell.Value.Location))]))
            .ToImmutableArray();
        return new TestStep(map.Map.Location, rows, deleted, expected);
    }

    private static ImmutableArray<TestRow> ReadRows(MapReader? map, ImmutableArray<TableSchema> tables)
    {
        var rows = ImmutableArray.CreateBuilder<TestRow>();
        foreach (var (name, _) in map?.Map.Entries ?? [])
        {
            var table = tables.FirstOrDefault(t => string.Equals(t.Name.Table, name.Value, StringComparison.OrdinalIgnoreCase));
            if (table is null)
            {
                map!.Problem(PlanErrors.WrongValue, name.Location, $"'tables' has no table {name.Value}", NearestName.Find(name.Value, tables.Select(t => t.Name.Table)) is { } nearest ? $"did you mean {nearest}?" : null);
            }

            foreach (var row in map!.Maps(name.Value, "a row"))
            {
                if (table is not null)
                {
                    rows.Add(ReadRow(row, table));
                }
            }
        }

        map?.RefuseOthers();
        return rows.ToImmutable();
    }

    // A column that is not named is NULL; the key must be there.
    private static TestRow ReadRow(MapReader row, TableSchema table)
    {
        var values = new Datum[table.Columns.Length];
        foreach (var (name, text) in Cells(row))
        {
            var column = table.IndexOf(name.Value);
            if (column < 0)
            {
                row.Problem(PlanErrors.WrongValue, name.Location, $"{table.Name} has no column {name.Value}", Nearest(name.Value, table));
            }
            else if (CellText.TryRead(text.Value, table.Columns[column].Type) is { } value)
            {
                values[column] = value;
            }
            else
            {
                row.Problem(PlanErrors.WrongValue, text.Location, $"'{text.Value}' is no {table.Columns[column].Type}");
            }
        }

        foreach (var key in table.Key.Where(key => key >= 0 && values[key].IsNull))
        {
            row.Problem(PlanErrors.MissingKey, row.Map.Location, $"the row of {table.Name} has no {table.Columns[key].Name}, which is its key");
        }

        return new TestRow(row.Map.Location, table, values);
    }

    private static IEnumerable<(YamlScalar Name, YamlScalar Value)> Cells(MapReader row)
    {
        row.RefuseSameNames("column");
        return row.NamedTexts();
    }

    private static string? Nearest(string name, TableSchema table) =>
        NearestName.Find(name, table.Columns.Select(c => c.Name)) is { } nearest ? $"did you mean {nearest}?" : null;
}
