using System.Buffers;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>SUM and AVG of NUMBER; NULL over nothing but NULLs.</summary>
internal sealed class SumAccumulator(bool average) : Accumulator
{
    private long _count;
    private ExactSum _sum;

    public override bool HasNegative => _count < 0;

    public override Datum Result => _count == 0
        ? Datum.Null
        : Datum.FromNumber(average ? _sum.Value / OracleNumber.FromInt64(_count) : _sum.Value);

    public override void Add(in Datum value, long weight)
    {
        if (!value.IsNull)
        {
            _count += weight;
            _sum.Add(value.AsNumber, weight);
        }
    }

    public override void Write(IBufferWriter<byte> output)
    {
        StateCodec.Write(output, _count);
        _sum.Write(output);
    }

    public override void Read(ref ReadOnlySpan<byte> input)
    {
        _count = StateCodec.Read(ref input);
        _sum.Read(ref input);
    }
}
