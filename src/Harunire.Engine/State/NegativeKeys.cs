namespace Harunire.Engine.State;

/// <summary>The entries whose weight is below zero at the moment; at the end of a step there must be none.</summary>
internal sealed class NegativeKeys
{
    private readonly HashSet<ulong[]> _keys = new(WordsComparer.Instance);

    public bool Any => _keys.Count > 0;

    public ulong[] First => _keys.First();

    public void Changed(ReadOnlySpan<ulong> key, long before, long after)
    {
        if (after < 0 && before >= 0)
        {
            _keys.Add(key.ToArray());
        }
        else if (before < 0 && after >= 0)
        {
            _keys.Remove(key.ToArray());
        }
    }
}
