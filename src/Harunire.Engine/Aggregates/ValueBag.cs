using System.Buffers;
using System.Runtime.InteropServices;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>A multiset of values.</summary>
internal sealed class ValueBag
{
    private readonly Dictionary<Datum, long> _weights = [];
    private int _negative;

    public int Count => _weights.Count;

    public bool HasNegative => _negative > 0;

    /// <summary>1 where the value is new, -1 where it has gone, else 0.</summary>
    public int Add(in Datum value, long weight)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_weights, value, out _);
        var before = slot;
        slot += weight;
        var after = slot;
        _negative += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
        if (after == 0)
        {
            _weights.Remove(value);
        }

        return (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
    }

    public void Write(IBufferWriter<byte> output)
    {
        StateCodec.Write(output, _weights.Count);
        foreach (var (value, weight) in _weights)
        {
            DatumCodec.Write(output, value);
            StateCodec.Write(output, weight);
        }
    }

    public static IEnumerable<(Datum Value, long Weight)> Read(ref ReadOnlySpan<byte> input)
    {
        var all = new List<(Datum, long)>();
        for (var count = StateCodec.Read(ref input); count > 0; count--)
        {
            all.Add((DatumCodec.Read(ref input), StateCodec.Read(ref input)));
        }

        return all;
    }
}
