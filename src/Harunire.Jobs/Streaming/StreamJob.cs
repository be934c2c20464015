using System.Data.Common;
using Harunire.Engine.Checkpoints;
using Harunire.Jobs.Epochs;
using Harunire.Jobs.Epochs.Connectors;
using Harunire.Jobs.Quarantines;
using Harunire.Jobs.Retention;
using Harunire.Plans.Nodes;
using Harunire.Results;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Streaming;

/// <summary>Keeps the result tables of a migration up to date from its topics. Mappings at one place share a reader and step side by side.</summary>
public sealed class StreamJob : IAsyncDisposable
{
    private readonly List<MappingRunner> _runners;
    private readonly ITopicLog _log;
    private readonly ISchemaRegistry _registry;
    private readonly StreamSettings _settings;
    private readonly Quarantine? _quarantine;
    private readonly Dictionary<EpochPlace, IEpochReader> _readers = [];

    private StreamJob(List<MappingRunner> runners, ITopicLog log, ISchemaRegistry registry, StreamSettings settings, Quarantine? quarantine) =>
        (_runners, _log, _registry, _settings, _quarantine) = (runners, log, registry, settings, quarantine);

    /// <summary>Cuts and result rows so far, over all mappings.</summary>
    public StreamTotals Totals { get; private set; } = new(0, 0, 0, -1);

    /// <param name="stateFolder">One file a mapping.</param>
    /// <param name="rebuild">Mappings whose state is thrown away.</param>
    /// <param name="quarantine">Takes records that can't be decoded or applied; null: the first of them stops the job.</param>
    public static async Task<StreamJob> OpenAsync(
        IReadOnlyList<MappingPlan> plans,
        string stateFolder,
        DbProviderFactory stateFactory,
        ITopicLog log,
        ISchemaRegistry registry,
        IResultTarget target,
        StreamSettings settings,
        IReadOnlyCollection<string> rebuild,
        CancellationToken cancellationToken,
        Quarantine? quarantine = null)
    {
        var runners = new List<MappingRunner>();
        try
        {
            foreach (var plan in plans)
            {
                runners.Add(await MappingRunner.OpenAsync(plan, stateFolder, stateFactory, target, rebuild.Contains(plan.Mapping), cancellationToken));
            }

            return new StreamJob(runners, log, registry, settings, quarantine);
        }
        catch
        {
            runners.ForEach(runner => runner.Dispose());
            throw;
        }
    }

    /// <summary>What a mapping's next start needs of the topics, by its checkpoint; another process may be running it.</summary>
    public static TopicNeed NeedOf(MappingPlan plan, string stateFolder, DbProviderFactory stateFactory) => new(
        [.. plan.Tables.Select(table => table.Name)],
        SqliteCheckpointStore.Peek(stateFactory, MappingRunner.PathOf(stateFolder, plan.Mapping)) is { } metadata && metadata.Fingerprint == plan.Fingerprint
            ? EpochPosition.FromBytes(metadata.Offsets, plan.Mapping)
            : null);

    /// <summary>The SCN that all mappings have reached; -1 before the first cut.</summary>
    public long Scn => _runners.Count == 0 ? -1 : _runners.Min(r => r.LastScn);

    /// <summary>The next offset of the transaction topic, of the mapping that is furthest behind: what is below is applied.</summary>
    public long TransactionOffset => _runners.Count == 0 ? 0 : _runners.Min(r => r.Position.TransactionOffset);

    /// <summary>Where the transaction topic ends now.</summary>
    public ValueTask<long> EndOfTransactionsAsync(CancellationToken cancellationToken) =>
        _log.EndOffsetAsync(TopicNames.TransactionsOf(_settings.Prefix), 0, cancellationToken);

    /// <summary>Records in quarantine that results lack, over the tables of all mappings.</summary>
    public long Quarantined => EpochPosition.Join([.. _runners.Select(r => r.Position)]).Quarantined.Values.Sum();

    /// <summary>Takes in what the topics hold now.</summary>
    /// <returns>False where there was nothing new.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var progressed = false;
        foreach (var group in _runners.GroupBy(r => r.Position.Place).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await _settings.Outage.WaitOutAsync(token => ReadAsync(group.Key, [.. group], token), cancellationToken) is not { } epoch)
            {
                continue;
            }

            var reader = _readers[group.Key];

            var changed = new int[group.Count()];
            await Parallel.ForEachAsync(group.Select((runner, i) => (runner, i)), cancellationToken, async (each, token) => changed[each.i] = await each.runner.ProcessAsync(epoch, token));
            _readers.Remove(group.Key);
            _readers[epoch.After.Place] = reader;
            Totals = new StreamTotals(Totals.Cuts + (epoch.IsWhole ? 1 : 0), Totals.Events + epoch.Events, Totals.Rows + changed.Sum(), epoch.Cut.Scn);
            progressed = true;
            if (_log is IProgressMonitor monitor)
            {
                await monitor.TellProgressAsync(epoch.After.Places(_settings.Prefix));
            }
        }

        return progressed;
    }

    public ValueTask DisposeAsync()
    {
        _runners.ForEach(runner => runner.Dispose());
        return ValueTask.CompletedTask;
    }

    // A reader that failed is between two places: the next attempt begins with a new one at the last applied cut.
    private async Task<Epoch?> ReadAsync(EpochPlace place, IReadOnlyList<MappingRunner> runners, CancellationToken cancellationToken)
    {
        try
        {
            return await ReaderFor(place, runners).TryReadAsync(cancellationToken);
        }
        catch
        {
            _readers.Remove(place);
            throw;
        }
    }

    // A group reads its own tables only; one that another group has caught up with may need more than its reader has.
    private IEpochReader ReaderFor(EpochPlace place, IReadOnlyList<MappingRunner> runners)
    {
        var tables = runners.SelectMany(r => r.Plan.Tables).DistinctBy(t => t.Name).ToList();
        var columns = WantedColumns.Of(runners.Select(r => r.Plan));
        if (!_readers.TryGetValue(place, out var reader) || !reader.Covers(tables, columns))
        {
            var start = EpochPosition.Join([.. runners.Select(r => r.Position)]);
            reader = _settings.Connector is { } options
                ? new ConnectorEpochReader(_log, _registry, _settings.Prefix, tables, start, _settings.MaxEvents, options, _quarantine, columns)
                : new EpochReader(_log, _registry, _settings.Prefix, tables, start, _settings.MaxEvents, _quarantine, columns);
            _readers[place] = reader;
        }

        return reader;
    }
}
