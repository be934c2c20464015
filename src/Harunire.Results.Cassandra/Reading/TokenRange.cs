namespace Harunire.Results.Cassandra.Reading;

/// <summary>A part of the ring of Murmur3 tokens, both ends included.</summary>
internal readonly record struct TokenRange(long First, long Last)
{
    /// <summary>The whole ring in so many equal parts, without gap or overlap.</summary>
    public static IReadOnlyList<TokenRange> Split(int parts)
    {
        var ranges = new TokenRange[parts];
        var all = (UInt128)ulong.MaxValue + 1;
        for (var i = 0; i < parts; i++)
        {
            var first = (Int128)(all * (uint)i / (uint)parts) + long.MinValue;
            var next = (Int128)(all * (uint)(i + 1) / (uint)parts) + long.MinValue;
            ranges[i] = new TokenRange((long)first, (long)(next - 1));
        }

        return ranges;
    }
}
