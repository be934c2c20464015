namespace Harunire.Results;

/// <summary>What a result table holds: the last batch that was applied to it.</summary>
/// <param name="Version">The batch's version; 0 where none was applied.</param>
/// <param name="CutId">The cut's id; null where none was applied.</param>
/// <param name="Scn">The cut's SCN; 0 where none was applied.</param>
/// <param name="ReadMicroseconds">When the cut was read, microseconds since 1970-01-01 UTC.</param>
public sealed record AppliedState(long Version, string? CutId, long Scn, long ReadMicroseconds)
{
    /// <summary>No batch was applied yet.</summary>
    public static AppliedState None { get; } = new(0, null, 0, 0);

    /// <summary>The last batch that was begun; greater than <see cref="Version"/> while it is half written. Another batch must have a greater one.</summary>
    public long BegunVersion { get; init; } = Version;

    /// <summary>Source records that are in quarantine instead of in the rows: above 0, the rows can't be verified.</summary>
    public long Quarantined { get; init; }
}
