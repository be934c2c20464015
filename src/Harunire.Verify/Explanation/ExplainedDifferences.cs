using System.Collections.Immutable;

namespace Harunire.Verify.Explanation;

/// <summary>The failing keys with their causes, and each hypothesis with the share that it explains.</summary>
/// <param name="Keys">In key order.</param>
/// <param name="Hypotheses">All that were tested: first those that add explained keys, the strongest first; then those within a stronger one; then those that explain nothing.</param>
public sealed record ExplainedDifferences(ImmutableArray<ExplainedKey> Keys, ImmutableArray<HypothesisOutcome> Hypotheses);
