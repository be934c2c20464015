namespace Harunire.Verify.Explanation;

/// <summary>Finds the change events behind keys in the topics.</summary>
public interface IEvidence
{
    /// <returns>One trail for each key, in the same order.</returns>
    Task<IReadOnlyList<KeyTrail>> CollectAsync(IReadOnlyList<TrailRequest> keys, CancellationToken cancellationToken);
}
