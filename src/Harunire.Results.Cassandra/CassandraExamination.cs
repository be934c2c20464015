using System.Globalization;
using Cassandra;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;

namespace Harunire.Results.Cassandra;

/// <summary>Looks at a cluster: nodes, copies of the keyspace, clocks.</summary>
internal sealed class CassandraExamination(CassandraSession session, string keyspace, TimeProvider clock)
{
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<HealthFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var nodes = await session.NodesAsync(cancellationToken);
        var findings = nodes.Select(node => new HealthFinding(node.Address, node.IsUp ? HealthState.Good : HealthState.Problem, Describe(node), node.IsUp ? null : "start it: while a majority of the copies is up, the job goes on")).ToList();
        if (nodes.Select(node => node.Version).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1)
        {
            findings.Add(new HealthFinding("versions", HealthState.Note, "the nodes have different versions", "finish the upgrade before you make tables"));
        }

        findings.AddRange(await CopiesAsync(nodes, cancellationToken));
        foreach (var node in nodes.Where(node => node.IsUp))
        {
            findings.AddRange(await ClockAsync(node, cancellationToken));
        }

        return findings;
    }

    private static string Describe(ClusterNode node) => $"{(node.IsUp ? "up" : "down")}, Cassandra {node.Version ?? "of an unknown version"}, data centre {(node.DataCentre.Length == 0 ? "unknown" : node.DataCentre)}";

    private async Task<IReadOnlyList<HealthFinding>> CopiesAsync(IReadOnlyList<ClusterNode> nodes, CancellationToken cancellationToken)
    {
        var found = (await session.ExecuteAsync(new CqlRequest("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace), cancellationToken)).FirstOrDefault();
        if (found is null)
        {
            return [new HealthFinding(keyspace, HealthState.Problem, "the keyspace does not exist", "harunire plan, and apply: with 'replication' in the migration they make it")];
        }

        var options = found.GetValue<IDictionary<string, string>>("replication");
        return [.. options.Where(option => option.Key != "class" && int.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(option => Copies(option.Key, int.Parse(option.Value, CultureInfo.InvariantCulture), nodes))];
    }

    // Written and read with LOCAL_QUORUM: more than half of the copies must be there.
    private HealthFinding Copies(string where, int copies, IReadOnlyList<ClusterNode> nodes)
    {
        var there = where == "replication_factor" ? nodes.Count : nodes.Count(node => node.DataCentre == where);
        var text = $"{copies} {(copies == 1 ? "copy" : "copies")} of each row on {there} {(there == 1 ? "node" : "nodes")}{(where == "replication_factor" ? "" : $" of {where}")}";
        return copies > there ? new HealthFinding(keyspace, HealthState.Problem, text, $"a majority of {copies} copies can't be reached: add nodes, or ALTER KEYSPACE {CqlName.Quote(keyspace)}, and repair")
            : copies == 1 && there > 1 ? new HealthFinding(keyspace, HealthState.Note, text, "one node that is away stops the job for its rows; three copies let one be away")
            : copies == 2 ? new HealthFinding(keyspace, HealthState.Note, text, "a majority of two is two: either node that is away stops the job")
            : new HealthFinding(keyspace, HealthState.Good, text);
    }

    // The result's own write times come from cuts, never from a clock: skew harms what others write, and expiry.
    private async Task<IReadOnlyList<HealthFinding>> ClockAsync(ClusterNode node, CancellationToken cancellationToken)
    {
        try
        {
            var before = clock.GetUtcNow();
            var row = (await session.ExecuteAsync(new CqlRequest("SELECT toUnixTimestamp(now()) AS at FROM system.local") { Node = node }, cancellationToken)).First();
            var after = clock.GetUtcNow();
            var half = (after - before) / 2;
            var skew = DateTimeOffset.FromUnixTimeMilliseconds(row.GetValue<long>("at")) - (before + half);
            return skew.Duration() - half <= MuchSkew
                ? []
                :
                [
                    new HealthFinding(
                        node.Address,
                        HealthState.Note,
                        string.Create(CultureInfo.InvariantCulture, $"its clock is {skew.Duration().TotalSeconds:0.0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} this machine's (± {half.TotalSeconds:0.0} s)"),
                        "Harunire's rows don't depend on it; rows that others write, and TTLs, do: set the clocks by NTP"),
                ];
        }
        catch (HarunireException failure)
        {
            return [new HealthFinding(node.Address, HealthState.Note, $"its clock could not be asked: {failure.Diagnostics[0].Message}")];
        }
    }
}
