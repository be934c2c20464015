using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Model.Changes;

/// <summary>One committed change of one row.</summary>
public sealed record ChangeEvent
{
    public required TableSchema Table { get; init; }

    public required ChangeOperation Operation { get; init; }

    /// <summary>The row before: null for <c>r</c>, <c>c</c>, <c>t</c>, and where the source gives no before image. By the table's columns.</summary>
    public Datum[]? Before { get; init; }

    /// <summary>The row after: null for <c>d</c> and <c>t</c>.</summary>
    public Datum[]? After { get; init; }

    /// <summary>Where a changed key is told as a delete and a create: the key on the other side, in key order. Null elsewhere.</summary>
    public Datum[]? MovedKey { get; init; }

    public required ChangePosition Position { get; init; }

    /// <summary>When the source committed, microseconds since 1970-01-01 UTC; null where the source does not tell.</summary>
    public long? CommitMicroseconds { get; init; }
}
