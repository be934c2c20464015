using Harunire.Model.Changes;

namespace Harunire.Model.Results;

/// <summary>Whole rows by key, as of a cut; at most one per key. Applying it twice, or after a later one, changes nothing.</summary>
public sealed record ResultBatch
{
    public required ResultTable Table { get; init; }

    public required Cut Cut { get; init; }

    /// <summary>Grows strictly from batch to batch, the same on replay: the number of the job's epoch. A target keeps the row with the greater one.</summary>
    public required long Version { get; init; }

    /// <summary>Source records that were put into quarantine instead of being applied, up to this batch; kept by the target with the version.</summary>
    public long Quarantined { get; init; }

    public required IReadOnlyList<ResultRow> Rows { get; init; }
}
