using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra.Writing;

/// <summary>The timestamp of a batch's writes: the writer's fence in the high bits, the batch's version in the low ones. Never a clock.</summary>
/// <remarks>
/// Law: one write time is given to one batch's content only, and grows strictly from batch to batch of a table. A writer's fence is
/// greater than those of all writers before it, so what an old process still sends loses against its successor.
/// </remarks>
/// <param name="Fence">1 to 2^26 - 1.</param>
/// <param name="Version">1 to 2^36 - 1: 100 years at twenty batches a second.</param>
internal readonly record struct WriteTime(long Fence, long Version) : IComparable<WriteTime>
{
    private const int VersionBits = 36;
    private const long MaxVersion = (1L << VersionBits) - 1;
    private const long MaxFence = (1L << 26) - 1;

    /// <summary>Nothing was written; before all others.</summary>
    public static WriteTime None => default;

    /// <summary>The number for USING TIMESTAMP; 0 for none.</summary>
    public long Timestamp => (Fence << VersionBits) | Version;

    public static WriteTime FromTimestamp(long timestamp) => new(timestamp >> VersionBits, timestamp & MaxVersion);

    public static WriteTime Of(long fence, long version, string table) => fence is > 0 and <= MaxFence && version is > 0 and <= MaxVersion
        ? new WriteTime(fence, version)
        : throw new HarunireException(ResultErrors.Unavailable, $"fence {fence} with version {version} is beyond what a write time can hold ({MaxFence}, {MaxVersion})", table, "let the job fill a new table");

    public static bool operator <(WriteTime left, WriteTime right) => left.CompareTo(right) < 0;

    public static bool operator >(WriteTime left, WriteTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(WriteTime left, WriteTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WriteTime left, WriteTime right) => left.CompareTo(right) >= 0;

    public int CompareTo(WriteTime other) => Timestamp.CompareTo(other.Timestamp);
}
