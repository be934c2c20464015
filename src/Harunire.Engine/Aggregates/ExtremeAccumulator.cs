using System.Buffers;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>MIN and MAX: an ordered set of the values that are there, and how often each is.</summary>
internal sealed class ExtremeAccumulator(bool greatest) : Accumulator
{
    private static readonly Comparer<Datum> Order = Comparer<Datum>.Create(Datum.Compare);
    private readonly ValueBag _values = new();
    private readonly SortedSet<Datum> _ordered = new(Order);

    public override bool HasNegative => _values.HasNegative;

    public override Datum Result => _ordered.Count == 0 ? Datum.Null : greatest ? _ordered.Max : _ordered.Min;

    public override void Add(in Datum value, long weight)
    {
        if (value.IsNull)
        {
            return;
        }

        switch (_values.Add(value, weight))
        {
            case > 0:
                _ordered.Add(value);
                break;
            case < 0:
                _ordered.Remove(value);
                break;
        }
    }

    public override void Write(IBufferWriter<byte> output) => _values.Write(output);

    public override void Read(ref ReadOnlySpan<byte> input)
    {
        foreach (var (value, weight) in ValueBag.Read(ref input))
        {
            Add(value, weight);
        }
    }
}
