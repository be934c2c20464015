using Harunire.Engine.Expressions;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary>
/// <c>out = (L + dL) where partners(R + dR) - L where partners(R)</c>: a left row is given (semi) or taken (anti) as its count of
/// partners leaves zero, and back as it reaches zero. State is the rows of both sides by key.
/// </summary>
/// <remarks>NOT IN: a partner is a right row that is not surely unequal (NULL may equal anything), looked for in the correlation's group.</remarks>
internal sealed class SemiJoinOperator : Operator
{
    private readonly Operator _left;
    private readonly Operator _right;
    private readonly bool _anti;
    private readonly bool _nullAware;
    private readonly JoinKey _leftKey;
    private readonly JoinKey _rightKey;
    private readonly JoinKey _leftOperands;
    private readonly JoinKey _rightOperands;
    private readonly PairConditionEvaluator? _residual;
    private readonly GroupTable<PairGroup> _state;

    public SemiJoinOperator(SemiJoinNode node, Operator left, Operator right, StateScope scope)
        : base(node.Columns)
    {
        (_left, _right, _anti, _nullAware) = (left, right, node.Anti, node.NullAware);
        var keys = node.NullAware ? node.CorrelationKeyCount : node.LeftKeys.Length;
        _leftKey = new JoinKey(node.LeftKeys.Take(keys), node.RightKeys.Take(keys), node.Left.Columns);
        _rightKey = new JoinKey(node.RightKeys.Take(keys), node.LeftKeys.Take(keys), node.Right.Columns);
        _leftOperands = new JoinKey(node.LeftKeys.Skip(keys), node.RightKeys.Skip(keys), node.Left.Columns);
        _rightOperands = new JoinKey(node.RightKeys.Skip(keys), node.LeftKeys.Skip(keys), node.Right.Columns);
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
            else if (_anti)
            {
                Output.Add(left.Row(i), left.Weight(i));
            }
        }

        for (var i = 0; i < right.Count; i++)
        {
            if (_rightKey.Evaluate(right.Row(i)))
            {
                AddRight(_state.Touch(_rightKey.Values, out _).Group, right.Row(i), right.Weight(i));
            }
        }

        foreach (var slot in _state.Touched)
        {
            if (slot.Group.Left.HasNegative || slot.Group.Right.HasNegative)
            {
                throw Negative($"EXISTS or IN ({string.Join(", ", slot.Key)})");
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
            matches += IsPartner(row, partner.Row) ? partner.Weight : 0;
        }

        group.Left.Add(row, weight).Matches = matches;
        if (_anti == (matches == 0))
        {
            Output.Add(row, weight);
        }
    }

    private void AddRight(PairGroup group, ReadOnlySpan<Datum> row, long weight)
    {
        foreach (var partner in group.Left.Entries)
        {
            if (!IsPartner(partner.Row, row))
            {
                continue;
            }

            var before = _anti == (partner.Matches == 0);
            partner.Matches += weight;
            var after = _anti == (partner.Matches == 0);
            if (before != after)
            {
                Output.Add(partner.Row, after ? partner.Weight : -partner.Weight);
            }
        }

        group.Right.Add(row, weight);
    }

    private bool IsPartner(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right)
    {
        if (_residual is not null && !_residual(left, right))
        {
            return false;
        }

        if (!_nullAware)
        {
            return true;
        }

        _leftOperands.Evaluate(left);
        _rightOperands.Evaluate(right);
        for (var i = 0; i < _leftOperands.Values.Length; i++)
        {
            var (a, b) = (_leftOperands.Values[i], _rightOperands.Values[i]);
            if (!a.IsNull && !b.IsNull && !a.Equals(b))
            {
                return false;
            }
        }

        return true;
    }
}
