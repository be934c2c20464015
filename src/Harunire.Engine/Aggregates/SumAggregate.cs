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
    private const int HasWide = 3;
    private const int AverageDigits = 4;

    public override int Words => 4;

    public override CellLayout Layout { get; } = CellLayout.Number(argument.Scale + (average ? AverageDigits : 0));

    public override void Add(Span<ulong> state, in AggregateInput input)
    {
        var tag = input.Column.Tags[input.Row];
        if (tag == CellTag.Null)
        {
            return;
        }

        state[Count] = unchecked((ulong)((long)state[Count] + input.Weight));
        if (tag == CellTag.Word)
        {
            // Weights sum up to less than 2^63, so the sum stays below 2^126.
            var sum = unchecked(Narrow(state) + ((Int128)input.Column.Words[input.Row] * input.Weight));
            state[Low] = unchecked((ulong)sum);
            state[High] = unchecked((ulong)(sum >> 64));
        }
        else
        {
            state[HasWide] = wides.Add(input.Group, input.Column.Wide(input.Row).AsNumber, input.Weight) ? 1UL : 0;
        }
    }

    public override void Emit(Span<ulong> state, ReadOnlySpan<ulong> group, DeltaColumn output)
    {
        var count = unchecked((long)state[Count]);
        var sum = Narrow(state);
        if (count == 0)
        {
            output.AppendNull();
        }
        else if (!average && state[HasWide] == 0 && sum >= long.MinValue && sum <= long.MaxValue)
        {
            output.AppendWord((long)sum);
        }
        else
        {
            var value = state[HasWide] == 0 ? OracleNumber.FromScaled(sum, argument.Scale) : wides.Total(group, sum, argument.Scale);
            output.Append(Datum.FromNumber(average ? value / OracleNumber.FromInt64(count) : value));
        }
    }

    public override bool IsNegative(ReadOnlySpan<ulong> state) => unchecked((long)state[Count]) < 0;

    public override bool ReachesBeyond(ReadOnlySpan<ulong> state) => state[HasWide] != 0;

    private static Int128 Narrow(ReadOnlySpan<ulong> state) => unchecked((Int128)new UInt128(state[High], state[Low]));
}
