using System.Collections.Immutable;

namespace Harunire.Verify.Comparison;

/// <summary>Keys by verdict.</summary>
/// <param name="Counts">By the verdict's number; as many as there are verdicts.</param>
public sealed record VerdictCounts(ImmutableArray<long> Counts)
{
    public long this[Verdict verdict] => Counts[(int)verdict];

    /// <summary>The keys in scope.</summary>
    public long Total => Counts.Sum();

    public long Failing => Verdicts.All.Where(v => v.IsFailing()).Sum(v => this[v]);

    /// <summary>Keys that were compared: all but the unverifiable.</summary>
    public long Compared => Total - this[Verdict.Unverifiable];

    public static VerdictCounts Add(VerdictCounts left, VerdictCounts right) => new([.. left.Counts.Zip(right.Counts, (a, b) => a + b)]);

    public static VerdictCounts Zero { get; } = new([.. Verdicts.All.Select(_ => 0L)]);

    public bool Equals(VerdictCounts? other) => other is not null && Counts.SequenceEqual(other.Counts);

    public override int GetHashCode() => HashCode.Combine(Total, Failing);
}
