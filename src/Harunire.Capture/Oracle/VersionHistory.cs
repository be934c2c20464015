using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>Turns row versions into changes with their rows before and after.</summary>
/// <remarks>
/// The versions of one row are taken in order; those of one transaction count as one step from the version before it to its last.
/// An update of an index key may come as D and I (SQL Language Reference, "Version Query Pseudocolumns"): where the row was there before,
/// D comes first and the pair is an update; where it was not, I comes first and nothing has happened. Neither comes in the order of SCNs alone.
/// </remarks>
internal static class VersionHistory
{
    /// <param name="table">The captured table.</param>
    /// <param name="byRowId">True: a row is known by its ROWID, not by its key, as its chunks are.</param>
    /// <param name="afterScn">Versions that start at or below are base versions.</param>
    /// <param name="gap">The error for an update whose row was not there before: versions are missing.</param>
    /// <returns>By SCN; within one SCN deletes first, then by key: an order of our own, since Oracle tells none.</returns>
    public static List<RowChange> ToChanges(TableSchema table, bool byRowId, long afterScn, IEnumerable<RowVersion> versions, Func<string, Exception> gap)
    {
        var changes = new List<(RowChange Change, string Key)>();
        foreach (var row in versions.GroupBy(v => byRowId ? v.Chunk.ToJson() : KeyOf(table, v.Row), StringComparer.Ordinal))
        {
            Datum[]? current = null;
            foreach (var step in row.GroupBy(v => (Scn: v.StartScn > afterScn ? v.StartScn.Value : long.MinValue, v.StartScn > afterScn ? v.Transaction : null)).OrderBy(s => s.Key.Scn))
            {
                if (current is null && step.Key.Scn != long.MinValue && step.Any(v => v.Operation == 'U') && step.All(v => v.Operation is 'U' or 'D'))
                {
                    throw gap("an update's row before is not in the history");
                }

                var after = Last(current, step);
                if (step.Key.Scn != long.MinValue && Operation(current, after) is { } operation)
                {
                    changes.Add((new RowChange(table, operation, step.First().Chunk, current, after, step.Key.Scn, null), row.Key));
                }

                current = after;
            }
        }

        return [.. changes.OrderBy(c => c.Change.Scn).ThenBy(c => c.Change.Operation == ChangeOperation.Delete ? 0 : 1).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Change)];
    }

    /// <summary>The key as a text that is the same for equal keys.</summary>
    public static string KeyOf(TableSchema table, Datum[] row) => KeyEncoding.Name([.. table.Key.Select(k => row[k])]);

    // Each D takes one image away: the one that it shows, else the row that was there before. What is left is the row now.
    private static Datum[]? Last(Datum[]? current, IEnumerable<RowVersion> step)
    {
        var images = current is null ? [] : new List<Datum[]> { current };
        foreach (var version in step.Where(v => v.Operation != 'D'))
        {
            if (version.Operation == 'U')
            {
                images.Remove(current!);
            }

            images.Add(version.Row);
        }

        foreach (var deleted in step.Where(v => v.Operation == 'D' && images.Count > 0))
        {
            images.RemoveAt(Math.Max(0, images.FindIndex(image => image.AsSpan().SequenceEqual(deleted.Row))));
        }

        return images.Count == 0 ? null : images[^1];
    }

    private static ChangeOperation? Operation(Datum[]? before, Datum[]? after) => (before, after) switch
    {
        (null, null) => null,
        (null, _) => ChangeOperation.Create,
        (_, null) => ChangeOperation.Delete,
        _ => ChangeOperation.Update,
    };
}
