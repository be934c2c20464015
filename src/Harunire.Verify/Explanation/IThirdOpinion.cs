using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>Runs the mapping's query at the source as of the cut, for single keys.</summary>
public interface IThirdOpinion
{
    /// <summary>One opinion for each key that could be asked; a key without an opinion stays undecided.</summary>
    IAsyncEnumerable<Opinion> ConsultAsync(IReadOnlyList<Datum[]> keys, CancellationToken cancellationToken);
}
