namespace Harunire.Verify.Comparison;

/// <summary>Decides about keys that differ while the two sides may be as of different moments.</summary>
public interface ISettlement
{
    /// <param name="waiting">The differing keys in key order, not yet judged.</param>
    /// <param name="cancellationToken">Ends the comparison without an outcome.</param>
    /// <returns>One decision for each key, in the same order, and what was done, for the report.</returns>
    Task<(IReadOnlyList<Settled> Keys, string Note)> SettleAsync(IReadOnlyList<FailingKey> waiting, CancellationToken cancellationToken);
}
