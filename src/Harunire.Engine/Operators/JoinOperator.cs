using Harunire.Engine.Expressions;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>
/// <c>out = dL x R + (L + dL) x dR</c> by key, and for outer joins a padded row for each row whose count of partners is zero,
/// given and taken as that count leaves and reaches zero. State is the rows of both sides by key.
/// </summary>
internal sealed class JoinOperator : Operator
{
    private readonly Operator _left;
    private readonly Operator _right;
    private readonly JoinKey _leftKey;
    private readonly JoinKey _rightKey;
    private readonly PairConditionEvaluator? _residual;
    private readonly GroupTable<PairGroup> _state;
    private readonly bool _padLeft;
    private readonly bool _padRight;
    private readonly int _leftWidth;

    public JoinOperator(JoinNode node, Operator left, Operator right, StateScope scope)
        : base(node.Columns)
    {
        (_left, _right, _leftWidth) = (left, right, node.Left.Columns.Length);
        _padLeft = node.Kind is JoinKind.Left or JoinKind.Full;
        _padRight = node.Kind is JoinKind.Full;
        _leftKey = new JoinKey(node.LeftKeys, node.RightKeys, node.Left.Columns);
        _rightKey = new JoinKey(node.RightKeys, node.LeftKeys, node.Right.Columns);
        _residual = node.Residual is null ? null : ExpressionCompiler.PairCondition(node.Residual, node.Left.Columns, node.Right.Columns);
        _state = new GroupTable<PairGroup>(scope, () => new PairGroup());
    }

    public override DeltaBatch Step(IReadOnlyDictionary<TableName, DeltaBatch> inputs)
    {
        var (left, right) = (_left.Step(inputs), _right.Step(inputs));
        Output.Clear();
        for (var i = 0; i < left.Count; i++)
        {
            if (_leftKey.Evaluate(left.Row(i)))
            {
                AddLeft(_state.Touch(_leftKey.Values, out _).Group, left.Row(i), left.Weight(i));
            }
            else if (_padLeft)
            {
                Emit(left.Row(i), [], left.Weight(i));
            }
        }

        for (var i = 0; i < right.Count; i++)
        {
            if (_rightKey.Evaluate(right.Row(i)))
            {
                AddRight(_state.Touch(_rightKey.Values, out _).Group, right.Row(i), right.Weight(i));
            }
            else if (_padRight)
            {
                Emit([], right.Row(i), right.Weight(i));
            }
        }

        foreach (var slot in _state.Touched)
        {
            if (slot.Group.Left.HasNegative || slot.Group.Right.HasNegative)
            {
                throw Negative($"JOIN ({string.Join(", ", slot.Key)})");
            }
        }

        _state.EndStep();
        return Output;
    }

    private void AddLeft(PairGroup group, ReadOnlySpan<Datum> row, long weight)
    {
        var matches = 0L;
        foreach (var partner in group.Right.Entries)
        {
            if (_residual is null || _residual(row, partner.Row))
            {
                matches += partner.Weight;
                Emit(row, partner.Row, weight * partner.Weight);
                if (_padRight)
                {
                    Rematch(partner, weight, leftSide: false);
                }
            }
        }

        group.Left.Add(row, weight).Matches = matches;
        if (_padLeft && matches == 0)
        {
            Emit(row, [], weight);
        }
    }

    private void AddRight(PairGroup group, ReadOnlySpan<Datum> row, long weight)
    {
        var matches = 0L;
        foreach (var partner in group.Left.Entries)
        {
            if (_residual is null || _residual(partner.Row, row))
            {
                matches += partner.Weight;
                Emit(partner.Row, row, weight * partner.Weight);
                if (_padLeft)
                {
                    Rematch(partner, weight, leftSide: true);
                }
            }
        }

        group.Right.Add(row, weight).Matches = matches;
        if (_padRight && matches == 0)
        {
            Emit([], row, weight);
        }
    }

    private void Rematch(RowEntry entry, long weight, bool leftSide)
    {
        var before = entry.Matches;
        entry.Matches += weight;
        var change = (entry.Matches == 0 ? 1 : 0) - (before == 0 ? 1 : 0);
        if (change != 0)
        {
            Emit(leftSide ? entry.Row : [], leftSide ? [] : entry.Row, change * entry.Weight);
        }
    }

    private void Emit(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right, long weight)
    {
        // The batch is reused and cleared, so the cells of an absent side are NULL already.
        var output = Output.Add(weight);
        left.CopyTo(output);
        right.CopyTo(output[_leftWidth..]);
    }
}
