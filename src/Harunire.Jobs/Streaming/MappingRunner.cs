using System.Data.Common;
using Harunire.Engine;
using Harunire.Engine.Checkpoints;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Epochs;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Results;

namespace Harunire.Jobs.Streaming;

/// <summary>One mapping's engine with its state and target.</summary>
/// <remarks>Order: state, offsets and pending rows become durable as one; then the rows go to the target; then they are marked as applied. A restart sends unmarked rows again, with the same version.</remarks>
internal sealed class MappingRunner : IDisposable
{
    private readonly SqliteCheckpointStore _store;
    private readonly StreamEngine _engine;
    private readonly IResultTarget _target;
    private long _version;
    private bool _replacesTarget;

    private MappingRunner(MappingPlan plan, SqliteCheckpointStore store, IResultTarget target, AppliedState applied)
    {
        (Plan, _store, _target) = (plan, store, target);
        _engine = new StreamEngine(plan, store);
        _version = Math.Max(applied.BegunVersion, store.Metadata?.Version ?? 0);
        _replacesTarget = store.Metadata is null && applied.BegunVersion > 0;
        Position = store.Metadata is { } metadata ? EpochPosition.FromBytes(metadata.Offsets, plan.Mapping) : EpochPosition.Start;
    }

    public MappingPlan Plan { get; }

    /// <summary>What the engine has taken in. Durable is the last cut in it; a restart takes the parts behind that cut again.</summary>
    public EpochPosition Position { get; private set; }

    public long LastScn => _store.Metadata?.CutScn ?? -1;

    /// <summary>Opens the state, made new where there is none, and finishes what a crash left between checkpoint and target.</summary>
    /// <param name="rebuild">Forget the state and begin at the topics' start.</param>
    public static async Task<MappingRunner> OpenAsync(MappingPlan plan, string folder, DbProviderFactory factory, IResultTarget target, bool rebuild, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, plan.Mapping);
        await target.EnsureTableAsync(plan.Target, cancellationToken);
        var applied = await target.LastAppliedAsync(plan.Target.Name, cancellationToken);
        var store = SqliteCheckpointStore.Open(factory, path, anew: rebuild);
        try
        {
            CheckTargetHoldsWhatWasApplied(plan, store.Metadata, applied, target.Name);
            var runner = new MappingRunner(plan, store, target, applied);
            await runner.ApplyPendingAsync(cancellationToken);
            return runner;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The file of a mapping's state.</summary>
    public static string PathOf(string folder, string mapping) => Path.Combine(folder, mapping + ".state");

    /// <returns>How many result rows changed.</returns>
    public async Task<int> ProcessAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        var rows = _engine.Step(epoch.Deltas, closesCut: epoch.IsWhole);
        if (!epoch.IsWhole)
        {
            Position = epoch.After;
            return 0;
        }

        if (_replacesTarget)
        {
            rows = await WithDeletionsAsync(rows, cancellationToken);
            _replacesTarget = false;
        }

        _engine.Checkpoint(new CheckpointMetadata
        {
            Fingerprint = Plan.Fingerprint,
            CutId = epoch.Cut.Id,
            CutScn = epoch.Cut.Scn,
            Version = ++_version,
            Offsets = epoch.After.ToBytes(),
            PendingResults = PendingResults.Write(rows),
        });

        // From here on the step is finished whatever happens: a signal must not part state and target.
        await ApplyPendingAsync(CancellationToken.None);
        Position = epoch.After;
        return rows.Count;
    }

    public void Dispose() => _store.Dispose();

    // A table dropped and made anew would be filled with later changes only.
    private static void CheckTargetHoldsWhatWasApplied(MappingPlan plan, CheckpointMetadata? metadata, AppliedState applied, string target)
    {
        if (metadata is { Applied: true } && applied.Version < metadata.Version)
        {
            throw new HarunireException(
                JobErrors.TargetLostRows,
                $"the state of {plan.Mapping} has applied version {metadata.Version}, and the table is at {applied.Version}",
                $"{target}, {plan.Target.Name}",
                $"was the table dropped? Fill it anew: harunire run --rebuild {plan.Mapping}");
        }
    }

    private async Task ApplyPendingAsync(CancellationToken cancellationToken)
    {
        if (_store.Metadata is not { Applied: false } metadata)
        {
            return;
        }

        var position = EpochPosition.FromBytes(metadata.Offsets, Plan.Mapping);
        await _target.ApplyAsync(
            new ResultBatch
            {
                Table = Plan.Target,
                Cut = new Cut { Id = metadata.CutId, Scn = metadata.CutScn, ReadMicroseconds = BlockId.TryParse(metadata.CutId)?.Microseconds ?? position.ReadMicroseconds, EventCounts = System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty },
                Version = metadata.Version,
                Rows = PendingResults.Read(metadata.PendingResults, Plan.Target),
                Quarantined = QuarantinedAt(position),
            },
            cancellationToken);
        _store.MarkApplied();
    }

    private long QuarantinedAt(EpochPosition position) => Plan.Tables.Sum(table => position.Quarantined.GetValueOrDefault(table.Name.ToString()));

    // State built anew knows nothing of rows that only the old one had written.
    private async Task<IReadOnlyList<ResultRow>> WithDeletionsAsync(IReadOnlyList<ResultRow> rows, CancellationToken cancellationToken)
    {
        var live = rows.Select(r => r.Key).ToHashSet(KeyComparer.Instance);
        var all = rows.ToList();
        await foreach (var key in _target.ReadKeysAsync(Plan.Target, cancellationToken))
        {
            if (!live.Contains(key))
            {
                all.Add(new ResultRow(key, null));
            }
        }

        return all;
    }

    private sealed class KeyComparer : IEqualityComparer<Datum[]>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals(Datum[]? x, Datum[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(Datum[] obj) => obj.Aggregate(obj.Length, (hash, value) => unchecked((hash * 31) + value.GetHashCode()));
    }
}
