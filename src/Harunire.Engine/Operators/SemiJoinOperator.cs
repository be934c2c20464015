using Harunire.Engine.State;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Operators;

/// <summary>
/// <c>out = (L + dL) where partners(R + dR) - L where partners(R)</c>: a left row is given (semi) or taken (anti) as its count of
/// partners leaves zero, and back as it reaches zero. State is the rows of both sides by key.
/// </summary>
/// <remarks>NOT IN: a partner is a right row that is not surely unequal (NULL may equal anything), looked for in the correlation's group.</remarks>
internal sealed class SemiJoinOperator : PairOperator
{
    private readonly bool _anti;
    private readonly bool _nullAware;
    private readonly InOperands _leftOperands;
    private readonly InOperands _rightOperands;

    public SemiJoinOperator(SemiJoinNode node, Operator left, Operator right, StateScope scope)
        : base(
            "EXISTS or IN",
            left.Layouts,
            left,
            right,
            JoinSide.Pair(
                [.. node.LeftKeys.Take(KeyCount(node))],
                [.. node.RightKeys.Take(KeyCount(node))],
                (node.Left.Columns, left, true),
                (node.Right.Columns, right, false),
                scope),
            Residual(node.Residual, node.Left.Columns, node.Right.Columns))
    {
        (_anti, _nullAware) = (node.Anti, node.NullAware);
        var keys = KeyCount(node);
        _leftOperands = new InOperands(node.LeftKeys.Skip(keys), node.RightKeys.Skip(keys), node.Left.Columns);
        _rightOperands = new InOperands(node.RightKeys.Skip(keys), node.LeftKeys.Skip(keys), node.Right.Columns);
    }

    protected override bool LooksAtCells => _nullAware || base.LooksAtCells;

    protected override void AddLeft(ReadOnlySpan<ulong> key, int row, long weight)
    {
        var matches = 0L;
        for (var partner = Right.Group(key); partner.Next();)
        {
            matches += ArePartners(row, isLeft: true, partner.Member) ? unchecked((long)partner.Values[0]) : 0;
        }

        Left.Add(row, weight, matches);
        if (_anti == (matches == 0))
        {
            Output.Add(LeftBatch, row, weight);
        }
    }

    protected override void AddLeftWithoutKey(int row, long weight)
    {
        if (_anti)
        {
            Output.Add(LeftBatch, row, weight);
        }
    }

    protected override void AddRight(ReadOnlySpan<ulong> key, int row, long weight)
    {
        for (var partner = Left.Group(key); partner.Next();)
        {
            if (!ArePartners(row, isLeft: false, partner.Member))
            {
                continue;
            }

            var (before, after) = Left.Rematch(partner, weight);
            var (was, stays) = (_anti == (before == 0), _anti == (after == 0));
            if (was != stays)
            {
                var times = unchecked((long)partner.Values[0]);
                Left.Rows.Unpack(partner.Member, Output.Columns);
                Output.Weights.Add(stays ? times : -times);
            }
        }

        Right.Add(row, weight, 0);
    }

    protected override void AddRightWithoutKey(int row, long weight)
    {
    }

    protected override bool ArePartners(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right) =>
        !_nullAware || InOperands.MayBeEqual(_leftOperands.Evaluate(left), _rightOperands.Evaluate(right));

    private static int KeyCount(SemiJoinNode node) => node.NullAware ? node.CorrelationKeyCount : node.LeftKeys.Length;
}
