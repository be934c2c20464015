using System.Runtime.CompilerServices;
using Harunire.Capture;
using Harunire.Model.Changes;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Capturing;

/// <summary>The changes between a position and a view, in batches of limited size: a cut of any size takes the memory of one batch.</summary>
internal static class ChangeBatches
{
    /// <summary>At least one batch, the last one perhaps empty.</summary>
    public static async IAsyncEnumerable<Batch> ReadAsync(
        ISourceView view, IReadOnlyList<TableSchema> tables, CapturePosition position, int maxEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var published = position.Unfinished;
        var readAfter = published is { } point ? point.Scn - 1 : tables.Min(table => position.Of(table.Name.ToString()).ReadAfter);
        var events = new List<ChangeEvent>();
        var reached = default(ChangePoint);
        await foreach (var change in view.ReadChangesAsync(tables, readAfter, cancellationToken))
        {
            if (events.Count == maxEvents)
            {
                yield return new Batch(events, reached, IsLast: false);
                events = [];
            }

            reached = new ChangePoint(change.Scn, change.Scn == reached.Scn ? reached.Count + 1 : 1);
            if (!(published is { } done && reached.Scn == done.Scn && reached.Count <= done.Count) && IsNew(position, change))
            {
                events.Add(Event(change));
            }
        }

        yield return new Batch(events, reached, IsLast: true);
    }

    // A row of a snapshot chunk holds what was done before it was read.
    private static bool IsNew(CapturePosition position, RowChange change) => !position.Of(change.Table.Name.ToString()).Holds(change);

    private static ChangeEvent Event(RowChange change) => new()
    {
        Table = change.Table,
        Operation = change.Operation,
        Before = change.Before,
        After = change.After,
        MovedKey = change.MovedKey,
        Position = new ChangePosition(change.Scn, "", 0, 0),
        CommitMicroseconds = change.CommitMicroseconds,
    };

    /// <param name="Events">In the source's order.</param>
    /// <param name="Reached">The last change in it.</param>
    /// <param name="IsLast">True: with it the cut is complete.</param>
    internal readonly record struct Batch(List<ChangeEvent> Events, ChangePoint Reached, bool IsLast);
}
