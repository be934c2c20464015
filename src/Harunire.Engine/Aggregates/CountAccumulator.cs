using System.Buffers;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>COUNT(*) and COUNT(x).</summary>
internal sealed class CountAccumulator(bool countNulls) : Accumulator
{
    private long _count;

    public override bool HasNegative => _count < 0;

    public override Datum Result => Datum.FromNumber(OracleNumber.FromInt64(_count));

    public override void Add(in Datum value, long weight) => _count += countNulls || !value.IsNull ? weight : 0;

    public override void Write(IBufferWriter<byte> output) => StateCodec.Write(output, _count);

    public override void Read(ref ReadOnlySpan<byte> input) => _count = StateCodec.Read(ref input);
}
