using System.Collections.Immutable;
using Harunire.Model.Rows;
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
    /// <param name="batchScn">As of which SCN the batch read its rows; null: not known.</param>
    /// <param name="cancellationToken">Ends the explanation.</param>
    public static async Task<ExplainedDifferences> ExplainAsync(
        ComparisonOutcome outcome, ImmutableArray<ComparedColumn> columns, IThirdOpinion? opinion, IEvidence? evidence, long? batchScn, CancellationToken cancellationToken)
    {
        var opinions = new Dictionary<string, Opinion>(StringComparer.Ordinal);
        if (opinion is not null && !outcome.FailingKeys.IsEmpty)
        {
            await foreach (var answer in opinion.ConsultAsync([.. outcome.FailingKeys.Select(f => f.Key)], cancellationToken))
            {
                opinions[KeyEncoding.Name(answer.Key)] = answer;
            }
        }

        var answers = outcome.FailingKeys.Select(f => opinions.GetValueOrDefault(KeyEncoding.Name(f.Key))).ToList();
        var trails = evidence is null || outcome.FailingKeys.IsEmpty
            ? []
            : await evidence.CollectAsync([.. outcome.FailingKeys.Select((f, i) => new TrailRequest(f.Key, answers[i]?.BaseRows ?? []))], cancellationToken);
        var suspects = outcome.FailingKeys.Select((failing, i) => new Suspect(
            failing,
            columns,
            answers[i],
            answers[i]?.Row is { } whole ? [.. columns.Select(c => whole[c.TargetOrdinal])] : null,
            i < trails.Count ? trails[i] : KeyTrail.None)).ToList();
        return Test(suspects, batchScn);
    }

    private static ExplainedDifferences Test(List<Suspect> suspects, long? batchScn)
    {
        var list = new SuspectList(suspects);
        var ranking = new Ranking(Hypotheses.For(list, batchScn), list);
        return new ExplainedDifferences([.. suspects.Select(suspect => Explained(suspect, ranking.Of(suspect)))], ranking.Outcomes);
    }

    private static ExplainedKey Explained(Suspect suspect, ImmutableArray<HypothesisOutcome> holding) => new()
    {
        Failing = suspect.Key,
        Wrong = Judge(suspect),
        Class = holding.IsEmpty ? Fallback(suspect.Key.Verdict) : holding[0].Class,
        Causes = [.. holding.Select(h => h.Title)],
        Opinion = suspect.Opinion,
        OpinionRow = suspect.OpinionRow,
        Trail = suspect.Trail,
    };

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
