using System.Buffers;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>One group: how many rows it has, and its aggregates.</summary>
internal sealed class AggregateGroup(Accumulator[] accumulators) : IGroup
{
    public long Rows { get; set; }

    public Accumulator[] Accumulators { get; } = accumulators;

    /// <summary>The values at the start of the step; null where there was no row.</summary>
    public Datum[]? Before { get; set; }

    public bool IsEmpty => Rows == 0;

    public bool HasNegative => Rows < 0 || Array.Exists(Accumulators, a => a.HasNegative);

    public Datum[] Values() => Array.ConvertAll(Accumulators, a => a.Result);

    public void Write(IBufferWriter<byte> output)
    {
        StateCodec.Write(output, Rows);
        foreach (var accumulator in Accumulators)
        {
            accumulator.Write(output);
        }
    }

    public void Read(ref ReadOnlySpan<byte> input)
    {
        Rows = StateCodec.Read(ref input);
        foreach (var accumulator in Accumulators)
        {
            accumulator.Read(ref input);
        }
    }
}
