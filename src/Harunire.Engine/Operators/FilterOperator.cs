using Harunire.Engine.Expressions;
using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;

namespace Harunire.Engine.Operators;

/// <summary><c>out = filter(in)</c>: linear, no state.</summary>
internal sealed class FilterOperator(ConditionVector condition, Operator input) : Operator(input.Layouts)
{
    private Truth[] _truths = [];
    private int[] _rows = [];

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var batch = input.Step(inputs);
        Output.Clear();
        if (batch.Count > _truths.Length)
        {
            (_truths, _rows) = (new Truth[batch.Count * 2], new int[batch.Count * 2]);
        }

        var truths = _truths.AsSpan(0, batch.Count);
        condition.Test(batch, truths);
        var kept = 0;
        for (var i = 0; i < truths.Length; i++)
        {
            if (truths[i] == Truth.True)
            {
                _rows[kept++] = i;
            }
        }

        if (kept == batch.Count)
        {
            return batch;
        }

        var rows = _rows.AsSpan(0, kept);
        for (var i = 0; i < Output.Columns.Length; i++)
        {
            Output.Columns[i].Append(batch.Columns[i], rows);
        }

        foreach (var row in rows)
        {
            Output.Weights.Add(batch.Weights[row]);
        }

        return Output;
    }
}
