using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Verify.Explanation;

/// <summary>All failing keys that are examined, found by key.</summary>
internal sealed class SuspectList
{
    private readonly Dictionary<string, Suspect> _byKey;

    public SuspectList(IReadOnlyList<Suspect> all)
    {
        All = all;
        _byKey = all.ToDictionary(s => KeyEncoding.Name(s.Key.Key), StringComparer.Ordinal);
    }

    public IReadOnlyList<Suspect> All { get; }

    public Suspect? Find(Datum[] key) => _byKey.GetValueOrDefault(KeyEncoding.Name(key));
}
