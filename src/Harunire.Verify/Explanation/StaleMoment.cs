using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>The moment before the cut as of which the legacy table fits most failing keys: found in their histories, or told by the batch.</summary>
internal sealed class StaleMoment
{
    private readonly Dictionary<Suspect, List<(long From, long Until)>> _fits = new(ReferenceEqualityComparer.Instance);

    private StaleMoment(SuspectList suspects, long? batchScn)
    {
        foreach (var suspect in suspects.All)
        {
            _fits[suspect] = [.. Fits(suspect)];
        }

        var all = _fits.Values.SelectMany(f => f).ToList();
        if (all.Count == 0)
        {
            return;
        }

        // The latest of the moments at which most keys fit; the stretch in which no key leaves or joins.
        From = batchScn ?? all.Select(f => f.From).Distinct().OrderByDescending(scn => scn).MaxBy(scn => all.Count(f => Holds(f, scn)));
        Until = all.Where(f => Holds(f, From!.Value)).Select(f => f.Until - 1).DefaultIfEmpty(From!.Value).Min();
    }

    /// <summary>Null: no key fits any earlier moment.</summary>
    public long? From { get; }

    public long Until { get; }

    public static StaleMoment Find(SuspectList suspects, long? batchScn) => new(suspects, batchScn);

    /// <summary>True where the legacy row is the one of the moment, and the target's the one of now.</summary>
    public bool Explains(Suspect suspect) =>
        From is { } moment && suspect.Agree(suspect.Key.Target, suspect.OpinionRow) && _fits[suspect].Exists(f => Holds(f, moment));

    private static bool Holds((long From, long Until) stretch, long scn) => stretch.From <= scn && scn < stretch.Until;

    // The stretches of the history, but for the last one, in which the key had the legacy row's values.
    private static IEnumerable<(long From, long Until)> Fits(Suspect suspect)
    {
        var history = suspect.Trail.History;
        if (suspect.Opinion is null || suspect.Key.Verdict == Verdict.Unverifiable || history.IsEmpty || suspect.Agree(suspect.Key.Legacy, suspect.OpinionRow))
        {
            yield break;
        }

        if (suspect.Key.Legacy is null)
        {
            yield return (0, history[0].Scn);
        }

        for (var i = 0; i + 1 < history.Length; i++)
        {
            if (history[i].Scn < history[i + 1].Scn && suspect.Agree(suspect.Key.Legacy, suspect.Order(history[i].Row)))
            {
                yield return (history[i].Scn, history[i + 1].Scn);
            }
        }
    }
}
