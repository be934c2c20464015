using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>Finds the change events of the source rows behind a key.</summary>
public interface IEvidence
{
    /// <summary>In the order of the topic; empty where there is no trail.</summary>
    Task<IReadOnlyList<TrailEvent>> TrailAsync(Datum[] key, CancellationToken cancellationToken);
}
