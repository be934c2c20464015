using System.Buffers;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Aggregates;

/// <summary>COUNT, SUM and AVG of distinct values: a value counts while its weight is not zero.</summary>
internal sealed class DistinctAccumulator(AggregateFunction function) : Accumulator
{
    private readonly ValueBag _values = new();
    private ExactSum _sum;

    public override bool HasNegative => _values.HasNegative;

    public override Datum Result => function switch
    {
        AggregateFunction.Count => Datum.FromNumber(OracleNumber.FromInt64(_values.Count)),
        _ when _values.Count == 0 => Datum.Null,
        AggregateFunction.Sum => Datum.FromNumber(_sum.Value),
        _ => Datum.FromNumber(_sum.Value / OracleNumber.FromInt64(_values.Count)),
    };

    public override void Add(in Datum value, long weight)
    {
        if (value.IsNull)
        {
            return;
        }

        var change = _values.Add(value, weight);
        if (change != 0 && function != AggregateFunction.Count)
        {
            _sum.Add(value.AsNumber, change);
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
