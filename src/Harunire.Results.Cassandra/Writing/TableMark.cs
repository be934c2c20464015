namespace Harunire.Results.Cassandra.Writing;

/// <summary>What the marks say of a table: the batch begun last, and the one applied last.</summary>
/// <param name="TableId">Of this life of the table.</param>
internal sealed record TableMark(Guid TableId, WriteTime Begun, WriteTime Applied, string? CutId, long Scn, long ReadMicroseconds, long Quarantined)
{
    /// <summary>False while a batch is half written.</summary>
    public bool IsWhole => Begun == Applied;

    public AppliedState ToState() => new(Applied.Version, CutId, Scn, ReadMicroseconds) { BegunVersion = Math.Max(Begun.Version, Applied.Version), Quarantined = Quarantined };
}
