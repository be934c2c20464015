using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads the tables of a migration's source, and what capture may ask of it.</summary>
internal static class SourceTableReader
{
    private static readonly string[] Strategies = ["triggers", "replication", "flashback", "mvlog", "watermark", "rowscn", "snapshot-diff"];

    public static ImmutableArray<SourceTable> Read(MapReader tables, string provider)
    {
        var read = ImmutableArray.CreateBuilder<SourceTable>();
        foreach (var (name, table) in tables.NamedMaps())
        {
            var strategy = ReadStrategy(table, provider);
            read.Add(new SourceTable(name.Value, name.Location, strategy, [.. table.Texts("key").Select(k => k.Value)], table.Number("chunk rows", 1))
            {
                Watermark = Watermark(table, strategy),
                Overlap = table.Duration("overlap"),
                LeaveOut = [.. table.Texts("leave out").Select(c => c.Value)],
                Lobs = table.Flag("lobs"),
                Columns = Columns(table.Submap("columns")),
                AcceptLoss = [.. table.Texts("accept loss").Select(c => c.Value)],
            });
            RefuseOtherProvidersKeys(table, provider);
            table.RefuseOthers();
        }

        tables.RefuseSameNames("table");
        if (read.Count == 0)
        {
            tables.Problem(PlanErrors.MissingKey, tables.Map.Location, "'tables' names no table");
        }

        return read.ToImmutable();
    }

    public static SourceLimits ReadLimits(MapReader? limits)
    {
        var read = new SourceLimits(limits?.Number("rows per second", 1), limits?.Number("parallel", 1), limits?.Text("service"));
        limits?.RefuseOthers();
        return read;
    }

    private static string? ReadStrategy(MapReader table, string provider)
    {
        var strategy = table.Scalar("strategy");
        if (strategy is not null && !Strategies.Contains(strategy.Value))
        {
            table.Problem(PlanErrors.WrongValue, strategy.Location, $"there is no strategy '{strategy.Value}'", $"there are: {string.Join(", ", Strategies)}");
        }

        if (provider == "sqlite" && strategy is { Value: not "triggers" })
        {
            table.Problem(PlanErrors.WrongValue, strategy.Location, $"SQLite's changes can't be read by '{strategy.Value}'", "leave 'strategy' out, or write triggers");
        }

        if (provider == "oracle" && strategy is { Value: "triggers" })
        {
            table.Problem(PlanErrors.WrongValue, strategy.Location, "nothing is installed in an Oracle source, so no triggers", "leave 'strategy' out for flashback; docs/oracle-source.md compares the others");
        }

        if (provider == "postgresql" && strategy is { Value: not ("replication" or "snapshot-diff" or "watermark") } && Strategies.Contains(strategy.Value))
        {
            table.Problem(PlanErrors.WrongValue, strategy.Location, $"PostgreSQL's changes can't be read by '{strategy.Value}'", "leave 'strategy' out for replication, or write snapshot-diff or watermark");
        }

        if (provider == "oracle" && strategy is { Value: "replication" })
        {
            table.Problem(PlanErrors.WrongValue, strategy.Location, "Oracle's changes can't be read by 'replication'", "leave 'strategy' out for flashback; docs/oracle-source.md compares the others");
        }

        return strategy?.Value;
    }

    private static string? Watermark(MapReader table, string? strategy)
    {
        var column = table.Text("watermark");
        if (strategy == "watermark" && column is null)
        {
            table.Problem(PlanErrors.MissingKey, table.Map.Location, "the strategy watermark needs 'watermark: COLUMN', a column that every change sets");
        }

        return column;
    }

    private static ImmutableDictionary<string, OracleType> Columns(MapReader? columns) =>
        (columns is null ? [] : ColumnTypeReader.Read(columns)).ToImmutableDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);

    private static void RefuseOtherProvidersKeys(MapReader table, string provider)
    {
        string[] foreign = provider switch
        {
            "sqlite" => ["watermark", "overlap", "leave out", "lobs", "columns", "accept loss"],
            "postgresql" => ["lobs", "columns", "accept loss"],
            MigrationReader.Connector => ["strategy", "watermark", "overlap", "leave out", "lobs", "chunk rows"],
            _ => ["columns", "accept loss"],
        };
        foreach (var key in foreign.Where(table.Has))
        {
            table.Problem(PlanErrors.WrongValue, table.LocationOf(key), $"'{key}' has no meaning for {(provider == "sqlite" ? "SQLite" : $"the provider '{provider}'")}");
        }
    }
}
