using System.Buffers;
using Harunire.Engine.State;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Aggregates;

/// <summary>One aggregate of one group, under rows that come and go.</summary>
internal abstract class Accumulator
{
    /// <summary>True where more of some value has gone than came.</summary>
    public virtual bool HasNegative => false;

    public abstract Datum Result { get; }

    /// <summary>Makes one accumulator per group; refuses what has no exact incremental form.</summary>
    public static Func<Accumulator> For(BoundAggregate aggregate)
    {
        var exact = aggregate.Argument?.Type is null or NumberType;
        return aggregate.Function switch
        {
            AggregateFunction.CountRows => () => new CountAccumulator(countNulls: true),
            AggregateFunction.Count when aggregate.Distinct => () => new DistinctAccumulator(AggregateFunction.Count),
            AggregateFunction.Count => () => new CountAccumulator(countNulls: false),
            AggregateFunction.Min => () => new ExtremeAccumulator(greatest: false),
            AggregateFunction.Max => () => new ExtremeAccumulator(greatest: true),
            AggregateFunction.Sum or AggregateFunction.Avg when exact && aggregate.Distinct => () => new DistinctAccumulator(aggregate.Function),
            AggregateFunction.Sum or AggregateFunction.Avg when exact => () => new SumAccumulator(aggregate.Function == AggregateFunction.Avg),
            _ => throw new HarunireException(
                EngineErrors.NotSupported,
                $"{aggregate.Function} of {aggregate.Argument!.Type}: binary floating point can't be taken away from a sum without error",
                aggregate.Output.Name,
                "cast the argument to NUMBER"),
        };
    }

    public abstract void Add(in Datum value, long weight);

    public abstract void Write(IBufferWriter<byte> output);

    public abstract void Read(ref ReadOnlySpan<byte> input);
}
