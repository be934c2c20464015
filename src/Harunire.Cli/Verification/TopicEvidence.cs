using Harunire.Cli.Composition;
using Harunire.Jobs.Capturing;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Plans.Nodes;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>Trails of keys from the topics. Where they hold more than the bound, or not all, only the last events of the known rows are looked for, and each trail says so.</summary>
/// <param name="connections">Of the migration.</param>
/// <param name="prefix">In front of each topic's name.</param>
/// <param name="plan">The mapping's.</param>
/// <param name="cutId">The cut as of which the result table is.</param>
/// <param name="mostEvents">How many records may be read back; at least 1.</param>
internal sealed class TopicEvidence(MigrationConnections connections, string prefix, MappingPlan plan, string cutId, long mostEvents) : IEvidence
{
    public async Task<IReadOnlyList<KeyTrail>> CollectAsync(IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken)
    {
        var (watches, note) = await WatchAsync(keys, cancellationToken);
        return [.. watches.Select(w => w.ToTrail(note))];
    }

    /// <returns>One watch for each key, and why their values are not known; null where they are.</returns>
    public async Task<(IReadOnlyList<KeyWatch> Watches, string? Note)> WatchAsync(IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken)
    {
        try
        {
            await using var log = connections.Topics.OpenReader();
            await using var registry = connections.Topics.OpenRegistry();
            return await WatchAsync(log, registry, keys, cancellationToken);
        }
        catch (HarunireException failure)
        {
            // What was compared stands; only the way to the value stays in the dark.
            return ([.. keys.Select(k => new KeyWatch(k))], $"the topics could not be read back: {failure.Diagnostics[0]}");
        }
    }

    private async Task<(IReadOnlyList<KeyWatch> Watches, string? Note)> WatchAsync(ITopicLog log, ISchemaRegistry registry, IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken)
    {
        if (BlockId.TryParse(cutId) is not { } last)
        {
            return ([.. keys.Select(k => new KeyWatch(k))], $"the cut '{cutId}' is not one of a capture, so its events can't be found");
        }

        var events = await TopicEvents.OpenAsync(log, registry, prefix, plan.Tables, cancellationToken);
        if (events.Records == 0)
        {
            return ([.. keys.Select(k => new KeyWatch(k))], "there are no topics of its tables");
        }

        if (!events.IsTrimmed && events.Records <= mostEvents)
        {
            var replay = new TopicReplay(plan, keys);
            await replay.RunAsync(events, last, cancellationToken);
            return (replay.Watches, null);
        }

        return (await TailAsync(events, last, keys, cancellationToken), events.IsTrimmed
            ? "the topics no longer hold their beginning: no running values"
            : FormattableString.Invariant($"only the last {mostEvents:#,0} of {events.Records:#,0} records were read back (setting verify.events): earlier events and running values are not shown"));
    }

    private async Task<IReadOnlyList<KeyWatch>> TailAsync(TopicEvents events, BlockId last, IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken)
    {
        var watches = keys.Select(k => new KeyWatch(k)).ToList();
        var byRow = watches.SelectMany(w => w.Request.Rows.SelectMany(r => r.Rows).DistinctBy(r => r.Name).Select(r => (r.Name, Watch: w))).ToLookup(x => x.Name, x => x.Watch, StringComparer.Ordinal);
        await foreach (var item in events.ReadAsync(last, Math.Max(1, mostEvents / events.Partitions), cancellationToken))
        {
            var table = item.Change.Table;
            var row = new SourceRow(table.Name, [.. table.Key.Select(k => (item.Change.After ?? item.Change.Before)![k])]);
            foreach (var watch in byRow[row.Name])
            {
                watch.AddEvent(item, RowsBehindKeys.Describe(table, row.Key));
            }
        }

        return watches;
    }
}
