using System.Collections.Immutable;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>Asks for a third opinion on each failing key, and tests every hypothesis on each of them.</summary>
public static class Explainer
{
    /// <param name="outcome">What the comparison found.</param>
    /// <param name="columns">The compared columns, as in the rules.</param>
    /// <param name="opinion">Null: no source to ask; all keys stay undecided.</param>
    /// <param name="evidence">Null: no trail.</param>
    /// <param name="cancellationToken">Ends the explanation.</param>
    public static async Task<ExplainedDifferences> ExplainAsync(
        ComparisonOutcome outcome, ImmutableArray<ComparedColumn> columns, IThirdOpinion? opinion, IEvidence? evidence, CancellationToken cancellationToken)
    {
        var opinions = new Dictionary<string, Opinion>(StringComparer.Ordinal);
        if (opinion is not null && !outcome.FailingKeys.IsEmpty)
        {
            await foreach (var answer in opinion.ConsultAsync([.. outcome.FailingKeys.Select(f => f.Key)], cancellationToken))
            {
                opinions[SuspectList.Name(answer.Key)] = answer;
            }
        }

        var suspects = new List<Suspect>();
        foreach (var failing in outcome.FailingKeys)
        {
            var answer = opinions.GetValueOrDefault(SuspectList.Name(failing.Key));
            ImmutableArray<TrailEvent> trail = evidence is null ? [] : [.. await evidence.TrailAsync(failing.Key, cancellationToken)];
            Datum[]? row = answer?.Row is { } whole ? [.. columns.Select(c => whole[c.TargetOrdinal])] : null;
            suspects.Add(new Suspect(failing, columns, answer, row, trail));
        }

        return Test(suspects);
    }

    private static ExplainedDifferences Test(List<Suspect> suspects)
    {
        var list = new SuspectList(suspects);
        var counts = new long[Hypotheses.All.Count];
        var keys = ImmutableArray.CreateBuilder<ExplainedKey>();
        foreach (var suspect in suspects)
        {
            var holding = new List<Hypothesis>();
            for (var h = 0; h < counts.Length; h++)
            {
                if (suspect.Key.Verdict != Verdict.Unverifiable && Hypotheses.All[h].Explains(suspect, list))
                {
                    counts[h]++;
                    holding.Add(Hypotheses.All[h]);
                }
            }

            keys.Add(new ExplainedKey
            {
                Failing = suspect.Key,
                Wrong = Judge(suspect),
                Class = holding.Count > 0 ? holding[0].Class : Fallback(suspect.Key.Verdict),
                Causes = [.. holding.Select(h => h.Title)],
                Opinion = suspect.Opinion,
                OpinionRow = suspect.OpinionRow,
                Trail = suspect.Trail,
            });
        }

        return new ExplainedDifferences(keys.ToImmutable(), [.. Hypotheses.All
            .Select((h, i) => new HypothesisOutcome(h.Title, h.Class, counts[i], suspects.Count, h.Advice))
            .OrderByDescending(h => h.Explained)]);
    }

    private static WrongSide Judge(Suspect suspect)
    {
        if (suspect.Opinion is null || suspect.Key.Verdict == Verdict.Unverifiable)
        {
            return WrongSide.Undecided;
        }

        return (suspect.Agree(suspect.Key.Legacy, suspect.OpinionRow), suspect.Agree(suspect.Key.Target, suspect.OpinionRow)) switch
        {
            (true, false) => WrongSide.Target,
            (false, true) => WrongSide.Legacy,
            (false, false) => WrongSide.Both,
            _ => WrongSide.Undecided,
        };
    }

    private static DifferenceClass Fallback(Verdict verdict) => verdict switch
    {
        Verdict.Missing => DifferenceClass.Missing,
        Verdict.Extra => DifferenceClass.Unexpected,
        Verdict.Unverifiable => DifferenceClass.DuplicateKey,
        _ => DifferenceClass.Value,
    };
}
