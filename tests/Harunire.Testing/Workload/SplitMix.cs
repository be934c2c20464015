namespace Harunire.Testing.Workload;

/// <summary>The splitmix64 generator of the workload's specification.</summary>
public sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            return Mix(_state);
        }
    }

    public int Below(uint bound) => (int)(Next() % bound);

    public static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The specification's hash of a result row.</summary>
    public static ulong Hash(ReadOnlySpan<long> columns)
    {
        var x = 0UL;
        foreach (var column in columns)
        {
            x = Mix(unchecked((x ^ (ulong)column) + 0x9E3779B97F4A7C15));
        }

        return x;
    }
}
