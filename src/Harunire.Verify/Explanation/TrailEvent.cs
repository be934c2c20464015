using Harunire.Model.Changes;

namespace Harunire.Verify.Explanation;

/// <summary>One change of a source row on its way to the key.</summary>
/// <param name="Operation">What happened to the row.</param>
/// <param name="SourceRow">Table and primary key, for people.</param>
/// <param name="Scn">Where it stands in the source's history.</param>
/// <param name="Topic">Where it was published.</param>
/// <param name="Partition">Of the topic.</param>
/// <param name="Offset">In the partition.</param>
/// <param name="Running">What the mapping gives for the key after the event; null where it is not known.</param>
public sealed record TrailEvent(ChangeOperation Operation, string SourceRow, long Scn, string Topic, int Partition, long Offset, EarlierRow? Running = null);
