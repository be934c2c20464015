namespace Harunire.Verify.Comparison;

/// <summary>Keys that differed at first and were looked at again.</summary>
/// <param name="Waited">All of them; the other counts add up to it.</param>
/// <param name="Cleared">Equal at the later cut, by value or rule, or accepted.</param>
/// <param name="AsOf">Right on both sides, each as of its own moment.</param>
/// <param name="Confirmed">Differ still.</param>
/// <param name="InFlight">Could not be judged yet.</param>
/// <param name="Note">What was done, one sentence.</param>
public sealed record SettlementSummary(long Waited, long Cleared, long AsOf, long Confirmed, long InFlight, string Note);
