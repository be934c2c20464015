namespace Harunire.Model.Changes;

/// <summary>Where an event stands in the source's history; with table and key it is the event's identity.</summary>
/// <param name="Scn">Oracle: the commit SCN. SQLite: the change log's sequence number. Snapshot rows: the SCN of their chunk.</param>
/// <param name="CutId">The id of the cut's transaction block: events of one cut share it.</param>
/// <param name="TotalOrder">From 1, over all events of the cut.</param>
/// <param name="CollectionOrder">From 1, over the events of this table in the cut.</param>
public readonly record struct ChangePosition(long Scn, string CutId, long TotalOrder, long CollectionOrder);
