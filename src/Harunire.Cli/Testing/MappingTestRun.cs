using Harunire.Cli.Composition;
using Harunire.Engine;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Testing;

/// <summary>Runs the cases of one test file through the mapping's own plan and engine, in memory.</summary>
internal sealed class MappingTestRun
{
    private readonly MappingTest _test;
    private readonly MappingPlan _plan;

    private MappingTestRun(MappingTest test, MappingPlan plan) => (_test, _plan) = (test, plan);

    public static IReadOnlyList<CaseOutcome> Run(string path)
    {
        var test = MappingTestReader.Read(path);
        var run = new MappingTestRun(test, PlanBuilder.Build(MappingReader.Read(test.Mapping), new SchemaCatalog(test.Tables)));
        return [.. test.Cases.Select(run.Run)];
    }

    private CaseOutcome Run(TestCase each)
    {
        var engine = new StreamEngine(_plan);
        var rows = new Dictionary<string, Datum[]>(StringComparer.Ordinal);
        var results = new SortedDictionary<string, ResultRow>(StringComparer.Ordinal);
        for (var i = 0; ; i++)
        {
            var step = each.Steps[i];
            foreach (var row in engine.Step(Changes(step, rows)))
            {
                if (row.Values is null)
                {
                    results.Remove(KeyEncoding.Name(row.Key));
                }
                else
                {
                    results[KeyEncoding.Name(row.Key)] = row;
                }
            }

            var differences = Compare(step, results);
            if (differences.Count > 0 || i == each.Steps.Length - 1)
            {
                return new CaseOutcome(_test.Path, _plan.Mapping, each.Name, i + 1, results.Count, differences);
            }
        }
    }

    private Dictionary<TableName, DeltaBatch> Changes(TestStep step, Dictionary<string, Datum[]> rows)
    {
        var changes = _plan.Tables.DistinctBy(table => table.Name).ToDictionary(table => table.Name, table => new DeltaBatch(table.Columns));
        foreach (var row in step.Deleted)
        {
            if (!rows.Remove(Name(row), out var before))
            {
                throw Wrong(row.Location, $"there is no row of {row.Table.Name} with this key to delete");
            }

            Add(changes, row.Table, before, -1);
        }

        foreach (var row in step.Rows)
        {
            if (rows.TryGetValue(Name(row), out var before))
            {
                Add(changes, row.Table, before, -1);
            }

            rows[Name(row)] = row.Values;
            Add(changes, row.Table, row.Values, 1);
        }

        return changes;
    }

    private List<RowDifference> Compare(TestStep step, SortedDictionary<string, ResultRow> results)
    {
        var differences = new List<RowDifference>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expected in step.Expected)
        {
            var cells = Cells(expected);
            var key = Enumerable.Range(0, _plan.Target.KeyCount)
                .Select(k => cells.TryGetValue(k, out var value) ? value : throw Wrong(expected.Location, $"the expected row has no {_plan.Target.Columns[k].Name}, which is in the result's key")).ToArray();
            if (!seen.Add(KeyEncoding.Name(key)))
            {
                throw Wrong(expected.Location, $"the row {Text(key)} is expected twice");
            }

            if (!results.TryGetValue(KeyEncoding.Name(key), out var row))
            {
                differences.Add(new RowDifference(Verdict.Missing, Text(key), null, "a row", null));
                continue;
            }

            foreach (var (column, value) in cells.Where(cell => cell.Key >= _plan.Target.KeyCount))
            {
                var actual = row[column];
                if (!actual.Equals(value))
                {
                    differences.Add(new RowDifference(Verdict.Different, Text(key), _plan.Target.Columns[column].Name, value.ToString(), actual.ToString()));
                }
            }
        }

        differences.AddRange(results.Where(result => !seen.Contains(result.Key)).Select(result => new RowDifference(Verdict.Extra, Text(result.Value.Key), null, null, "a row")));
        return differences;
    }

    private SortedDictionary<int, Datum> Cells(ExpectedRow row)
    {
        var cells = new SortedDictionary<int, Datum>();
        foreach (var cell in row.Cells)
        {
            var column = _plan.Target.IndexOf(cell.Column);
            if (column < 0)
            {
                throw Wrong(cell.Location, $"the result has no column {cell.Column}", NearestName.Find(cell.Column, _plan.Target.Columns.Select(c => c.Name)) is { } nearest ? $"did you mean {nearest}?" : null);
            }

            cells[column] = CellText.TryRead(cell.Value, _plan.Target.Columns[column].Type) ?? throw Wrong(cell.Location, $"'{cell.Value}' is no {_plan.Target.Columns[column].Type}");
        }

        return cells;
    }

    private static void Add(Dictionary<TableName, DeltaBatch> changes, TableSchema table, Datum[] row, long weight)
    {
        if (changes.TryGetValue(table.Name, out var batch))
        {
            batch.Add(row, weight);
        }
    }

    private string Text(Datum[] key) => string.Join(", ", key.Select((value, i) => $"{_plan.Target.Columns[i].Name}={value}"));

    private static string Name(TestRow row) => $"{row.Table.Name}:{KeyEncoding.Name([.. row.Table.Key.Select(k => row.Values[k])])}";

    private static HarunireException Wrong(SourceLocation location, string message, string? hint = null) =>
        new(new Diagnostic { Code = PlanErrors.WrongValue, Message = message, Location = location, Hint = hint });
}
