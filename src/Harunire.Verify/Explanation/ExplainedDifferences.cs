using System.Collections.Immutable;

namespace Harunire.Verify.Explanation;

/// <summary>The failing keys with their causes, and each hypothesis with the share that it explains.</summary>
/// <param name="Keys">In key order.</param>
/// <param name="Hypotheses">All that were tested, those that explain most first; also those that explain nothing.</param>
public sealed record ExplainedDifferences(ImmutableArray<ExplainedKey> Keys, ImmutableArray<HypothesisOutcome> Hypotheses);
