using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads a mapping file; all that is wrong with it is told at once.</summary>
public static class MappingReader
{
    public static MappingFile Read(string path)
    {
        var problems = new List<Diagnostic>();
        var map = new MapReader(YamlText.ReadFile(path), "the mapping", problems);
        var name = map.RequiredScalar("mapping");
        var query = map.RequiredScalar("query");
        if (query is { KeepsLines: false })
        {
            // Joined lines would also turn all that follows a -- comment into comment.
            map.Problem(PlanErrors.WrongValue, query.Location, "a query of several lines must stand as a block under '|'", "write query: | and the text below it, indented");
        }

        var target = map.Submap("target", required: true);
        var replaces = map.Text("replaces");
        var types = target is null ? [] : ReadTypes(target);
        var (table, partition, clustering) = target is null ? ("", [], []) : ReadTarget(target);
        var verify = map.Submap("verify") is { } rules ? ReadVerify(rules) : null;
        map.RefuseOthers();
        if (problems.Count > 0)
        {
            throw new HarunireException(problems);
        }

        return new MappingFile
        {
            Path = path,
            Name = name!.Value,
            NameLocation = name.Location,
            Replaces = replaces,
            Query = query!.Value,
            QueryLocation = query.ContentLocation,
            Table = table,
            PartitionKey = partition,
            ClusteringKey = clustering,
            TargetLocation = map.LocationOf("target"),
            Types = types,
            Verify = verify,
        };
    }

    private static (string Table, ImmutableArray<TargetKey> Partition, ImmutableArray<TargetKey> Clustering) ReadTarget(MapReader target)
    {
        var table = target.Required("table");
        if (!target.Has("partition key"))
        {
            target.Problem(PlanErrors.MissingKey, target.Map.Location, "'target' has no 'partition key'", "name the columns that make a row unique: partition key: [store_id], clustering key: [sales_date desc]");
        }

        var partition = target.Texts("partition key").Select(k => new TargetKey(k.Value, false, k.Location)).ToImmutableArray();
        var clustering = target.Texts("clustering key").Select(k => ReadClustering(k, target)).ToImmutableArray();
        target.RefuseOthers();
        return (table, partition, clustering);
    }

    private static ImmutableArray<TargetColumnType> ReadTypes(MapReader target)
    {
        if (target.Submap("types") is not { } types)
        {
            return [];
        }

        var read = types.Map.Entries.Select(entry => (entry.Key, Type: types.Text(entry.Key.Value))).Where(e => e.Type is not null)
            .Select(e => new TargetColumnType(e.Key.Value, e.Type!, e.Key.Location)).ToImmutableArray();
        types.RefuseOthers();
        return read;
    }

    private static TargetKey ReadClustering(YamlScalar key, MapReader target)
    {
        var parts = key.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var order = parts.Length == 2 ? parts[1].ToUpperInvariant() : "ASC";
        if (parts.Length > 2 || order is not ("ASC" or "DESC"))
        {
            target.Problem(PlanErrors.WrongValue, key.Location, $"'{key.Value}' is no clustering column", "write 'column', 'column asc' or 'column desc'");
        }

        return new TargetKey(parts[0], order == "DESC", key.Location);
    }

    private static VerifyRules ReadVerify(MapReader verify)
    {
        var rules = new VerifyRules
        {
            Legacy = verify.Required("legacy"),
            Location = verify.Map.Location,
            Columns = verify.Submap("columns") is { } columns ? [.. columns.NamedMaps().Select(c => ReadColumn(c.Name, c.Value))] : [],
            Ignore = ReadIgnored(verify),
            AsOf = verify.Text("as of"),
            AllowEmpty = verify.Flag("allow empty"),
        };
        verify.RefuseOthers();
        return rules;
    }

    private static ImmutableArray<IgnoredColumn> ReadIgnored(MapReader verify) => verify.Node("ignore") is YamlMap
        ? [.. verify.Submap("ignore")!.NamedTexts().Select(i => new IgnoredColumn(i.Name.Value, i.Value.Value))]
        : [.. verify.Texts("ignore").Select(i => new IgnoredColumn(i.Value, "the mapping ignores it"))];

    private static VerifyColumn ReadColumn(YamlScalar name, MapReader column)
    {
        var tolerance = column.Scalar("tolerance");
        if (tolerance is not null && (!OracleNumber.TryParse(tolerance.Value, out _) || tolerance.Value.StartsWith('-')))
        {
            column.Problem(PlanErrors.WrongValue, tolerance.Location, $"'tolerance' takes a number from 0 on, not '{tolerance.Value}'");
        }

        var grain = column.Scalar("grain");
        if (grain is not null && grain.Value is not ("second" or "minute" or "hour" or "day"))
        {
            column.Problem(PlanErrors.WrongValue, grain.Location, $"'grain' takes second, minute, hour or day, not '{grain.Value}'");
        }

        var rule = new VerifyColumn(name.Value, name.Location, column.Text("as"), column.Number("scale", 0), tolerance?.Value, column.Flag("padding"), grain?.Value);
        column.RefuseOthers();
        return rule;
    }
}
