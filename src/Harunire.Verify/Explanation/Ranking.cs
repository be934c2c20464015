using System.Collections.Immutable;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>Ranks hypotheses by the keys that each adds: the strongest first, and what a stronger one explains anyway is marked so.</summary>
/// <remarks>Greedy set cover: small causes that fit some keys by chance don't stand beside the one that explains all.</remarks>
internal sealed class Ranking
{
    private readonly List<(Hypothesis Hypothesis, HashSet<Suspect> Holds)> _tested;
    private readonly long _suspects;

    public Ranking(IReadOnlyList<Hypothesis> hypotheses, SuspectList suspects)
    {
        _suspects = suspects.All.Count;
        _tested = [.. hypotheses.Select(h => (h, suspects.All
            .Where(s => s.Key.Verdict != Verdict.Unverifiable && h.Explains(s, suspects))
            .ToHashSet<Suspect>(ReferenceEqualityComparer.Instance)))];
        Outcomes = Rank();
    }

    public ImmutableArray<HypothesisOutcome> Outcomes { get; }

    /// <summary>The causes that hold for a key, in the ranking's order.</summary>
    public ImmutableArray<HypothesisOutcome> Of(Suspect suspect) =>
        [.. Outcomes.Where(o => _tested.Exists(t => t.Hypothesis.Title == o.Title && t.Holds.Contains(suspect)))];

    private ImmutableArray<HypothesisOutcome> Rank()
    {
        var left = _tested.SelectMany(t => t.Holds).ToHashSet<Suspect>(ReferenceEqualityComparer.Instance);
        var open = _tested.ToList();
        var outcomes = ImmutableArray.CreateBuilder<HypothesisOutcome>();
        var chosen = new List<(Hypothesis Hypothesis, HashSet<Suspect> Holds)>();
        while (left.Count > 0)
        {
            // MaxBy takes the first of equals: the more specific one.
            var best = open.MaxBy(t => (t.Holds.Count(left.Contains), t.Holds.Count));
            outcomes.Add(Outcome(best) with { Added = best.Holds.Count(left.Contains) });
            chosen.Add(best);
            open.Remove(best);
            left.ExceptWith(best.Holds);
        }

        foreach (var weak in open.Where(t => t.Holds.Count > 0).OrderByDescending(t => t.Holds.Count))
        {
            var within = chosen.Find(c => c.Holds.IsSupersetOf(weak.Holds)).Hypothesis?.Title;
            outcomes.Add(Outcome(weak) with { Within = within ?? string.Join("; ", chosen.Select(c => c.Hypothesis.Title)) });
        }

        outcomes.AddRange(open.Where(t => t.Holds.Count == 0).Select(Outcome));
        return outcomes.ToImmutable();
    }

    private HypothesisOutcome Outcome((Hypothesis Hypothesis, HashSet<Suspect> Holds) tested) =>
        new(tested.Hypothesis.Title, tested.Hypothesis.Class, tested.Holds.Count, _suspects, tested.Hypothesis.Advice);
}
