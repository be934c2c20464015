using System.Collections.Immutable;
using Harunire.Engine.Expressions;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>What joins have in common: the left rows meet the right side as it was, then the right rows meet the left side as it has become.</summary>
internal abstract class PairOperator : Operator
{
    private readonly Operator _leftInput;
    private readonly Operator _rightInput;
    private readonly PairConditionEvaluator? _residual;
    private readonly Datum[] _leftCells;
    private readonly Datum[] _rightCells;
    private readonly string _name;

    protected PairOperator(
        string name, CellLayout[] layouts, Operator left, Operator right, (JoinSide Left, JoinSide Right) sides, PairConditionEvaluator? residual)
        : base(layouts)
    {
        (_name, _leftInput, _rightInput, _residual) = (name, left, right, residual);
        (Left, Right) = sides;
        (_leftCells, _rightCells) = (new Datum[left.Layouts.Length], new Datum[right.Layouts.Length]);
    }

    protected JoinSide Left { get; }

    protected JoinSide Right { get; }

    protected DeltaBatch LeftBatch { get; private set; } = null!;

    protected DeltaBatch RightBatch { get; private set; } = null!;

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        (LeftBatch, RightBatch) = (_leftInput.Step(inputs), _rightInput.Step(inputs));
        Output.Clear();
        Left.Begin(LeftBatch);
        for (var row = 0; row < LeftBatch.Count; row++)
        {
            if (row % KeyChunk.Size == 0)
            {
                Left.Prepare(row, Math.Min(KeyChunk.Size, LeftBatch.Count - row), Right);
            }

            if (Left.TryKey(row, out var key))
            {
                AddLeft(key, row, LeftBatch.Weights[row]);
            }
            else
            {
                AddLeftWithoutKey(row, LeftBatch.Weights[row]);
            }
        }

        Right.Begin(RightBatch);
        for (var row = 0; row < RightBatch.Count; row++)
        {
            if (row % KeyChunk.Size == 0)
            {
                Right.Prepare(row, Math.Min(KeyChunk.Size, RightBatch.Count - row), Left);
            }

            if (Right.TryKey(row, out var key))
            {
                AddRight(key, row, RightBatch.Weights[row]);
            }
            else
            {
                AddRightWithoutKey(row, RightBatch.Weights[row]);
            }
        }

        foreach (var side in (ReadOnlySpan<JoinSide>)[Left, Right])
        {
            if (side.Negative.Any)
            {
                throw Negative($"{_name} ({string.Join(", ", side.KeyCells(side.Negative.FirstGroup))})");
            }
        }

        return Output;
    }

    protected static PairConditionEvaluator? Residual(BoundExpression? residual, ImmutableArray<QueryColumn> left, ImmutableArray<QueryColumn> right) =>
        residual is null ? null : ExpressionCompiler.PairCondition(residual, left, right);

    protected abstract void AddLeft(ReadOnlySpan<ulong> key, int row, long weight);

    protected abstract void AddLeftWithoutKey(int row, long weight);

    protected abstract void AddRight(ReadOnlySpan<ulong> key, int row, long weight);

    protected abstract void AddRightWithoutKey(int row, long weight);

    /// <summary>True where the row of one batch and the packed row of the other side are partners, once their keys are equal.</summary>
    protected bool ArePartners(int row, bool isLeft, ReadOnlySpan<ulong> other)
    {
        if (!LooksAtCells)
        {
            return true;
        }

        var (batch, own) = isLeft ? (LeftBatch, _leftCells) : (RightBatch, _rightCells);
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = batch.Columns[i][row];
        }

        (isLeft ? Right : Left).Rows.Unpack(other, isLeft ? _rightCells : _leftCells);
        return (_residual is null || _residual(_leftCells, _rightCells)) && ArePartners(_leftCells, _rightCells);
    }

    /// <summary>True where equal keys alone make no partners.</summary>
    protected virtual bool LooksAtCells => _residual is not null;

    /// <summary>What must hold beside keys and residual.</summary>
    protected virtual bool ArePartners(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right) => true;
}
