using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>SUM and AVG of NUMBER; NULL over nothing but NULLs. Exact: words are summed in 128 bits, other values in a <see cref="WideSums"/> entry.</summary>
/// <remarks>NUMBER keeps 40 digits, so taking a value away from a rounded sum would leave an error behind.</remarks>
internal sealed class SumAggregate(CellLayout argument, bool average, WideSums wides) : GroupAggregate
{
    private const int Count = 0;
    private const int Low = 1;
    private const int High = 2;
    private const ulong HasWide = 1;
    private const int AverageDigits = 4;

    /// <summary>Twice the count, plus one where a part of the sum is wide; the rest of the sum in 128 bits.</summary>
    public override int Words => 3;

    public override CellLayout Layout { get; } = CellLayout.Number(argument.Scale + (average ? AverageDigits : 0));

    public override void Add(Span<ulong> state, in AggregateInput input)
    {
        var tag = input.Column.Tags[input.Row];
        if (tag == CellTag.Null)
        {
            return;
        }

        state[Count] = unchecked(state[Count] + ((ulong)input.Weight << 1));
        if (tag == CellTag.Word)
        {
            // Weights sum up to less than 2^63, so the sum stays below 2^126.
            var sum = unchecked(Narrow(state) + ((Int128)input.Column.Words[input.Row] * input.Weight));
            state[Low] = unchecked((ulong)sum);
            state[High] = unchecked((ulong)(sum >> 64));
        }
        else
        {
            var remains = wides.Add(input.Group, input.Column.Wide(input.Row).AsNumber, input.Weight);
            state[Count] = (state[Count] & ~HasWide) | (remains ? HasWide : 0);
        }
    }

    public override void Emit(Span<ulong> state, ReadOnlySpan<ulong> group, DeltaColumn output)
    {
        var count = unchecked((long)state[Count]) >> 1;
        var sum = Narrow(state);
        if (count == 0)
        {
            output.AppendNull();
        }
        else if (!average && (state[Count] & HasWide) == 0 && sum >= long.MinValue && sum <= long.MaxValue)
        {
            output.AppendWord((long)sum);
        }
        else
        {
            var value = (state[Count] & HasWide) == 0 ? OracleNumber.FromScaled(sum, argument.Scale) : wides.Total(group, sum, argument.Scale);
            output.Append(Datum.FromNumber(average ? value / OracleNumber.FromInt64(count) : value));
        }
    }

    public override bool IsNegative(ReadOnlySpan<ulong> state) => unchecked((long)state[Count]) < 0;

    public override bool ReachesBeyond(ReadOnlySpan<ulong> state) => (state[Count] & HasWide) != 0;

    private static Int128 Narrow(ReadOnlySpan<ulong> state) => unchecked((Int128)new UInt128(state[High], state[Low]));
}
