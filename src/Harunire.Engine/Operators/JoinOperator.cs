using Harunire.Engine.State;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Operators;

/// <summary>
/// <c>out = dL x R + (L + dL) x dR</c> by key, and for outer joins a padded row for each row whose count of partners is zero,
/// given and taken as that count leaves and reaches zero. State is the rows of both sides by key.
/// </summary>
internal sealed class JoinOperator : PairOperator
{
    private readonly bool _padLeft;
    private readonly bool _padRight;
    private readonly int _leftWidth;

    public JoinOperator(JoinNode node, Operator left, Operator right, StateScope scope)
        : base(
            "JOIN",
            [.. left.Layouts, .. right.Layouts],
            left,
            right,
            JoinSide.Pair(
                node.LeftKeys,
                node.RightKeys,
                (node.Left.Columns, left, node.Kind is JoinKind.Left or JoinKind.Full),
                (node.Right.Columns, right, node.Kind is JoinKind.Full),
                scope),
            Residual(node.Residual, node.Left.Columns, node.Right.Columns))
    {
        _leftWidth = left.Layouts.Length;
        _padLeft = node.Kind is JoinKind.Left or JoinKind.Full;
        _padRight = node.Kind is JoinKind.Full;
    }

    protected override void AddLeft(ReadOnlySpan<ulong> key, int row, long weight)
    {
        var matches = 0L;
        for (var partner = Right.Group(key); partner.Next();)
        {
            if (!ArePartners(row, isLeft: true, partner.Member))
            {
                continue;
            }

            var times = unchecked((long)partner.Values[0]);
            matches += times;
            GiveLeft(row);
            Right.Rows.Unpack(partner.Member, Output.Columns.AsSpan(_leftWidth));
            Output.Weights.Add(weight * times);
            if (_padRight && Padding(Right.Rematch(partner, weight)) is not 0 and var change)
            {
                GiveNulls(0, _leftWidth);
                Right.Rows.Unpack(partner.Member, Output.Columns.AsSpan(_leftWidth));
                Output.Weights.Add(change * times);
            }
        }

        Left.Add(row, weight, matches);
        if (_padLeft && matches == 0)
        {
            AddLeftWithoutKey(row, weight);
        }
    }

    protected override void AddLeftWithoutKey(int row, long weight)
    {
        if (_padLeft)
        {
            GiveLeft(row);
            GiveNulls(_leftWidth, Output.Columns.Length);
            Output.Weights.Add(weight);
        }
    }

    protected override void AddRight(ReadOnlySpan<ulong> key, int row, long weight)
    {
        var matches = 0L;
        for (var partner = Left.Group(key); partner.Next();)
        {
            if (!ArePartners(row, isLeft: false, partner.Member))
            {
                continue;
            }

            var times = unchecked((long)partner.Values[0]);
            matches += times;
            Left.Rows.Unpack(partner.Member, Output.Columns);
            GiveRight(row);
            Output.Weights.Add(weight * times);
            if (_padLeft && Padding(Left.Rematch(partner, weight)) is not 0 and var change)
            {
                Left.Rows.Unpack(partner.Member, Output.Columns);
                GiveNulls(_leftWidth, Output.Columns.Length);
                Output.Weights.Add(change * times);
            }
        }

        Right.Add(row, weight, matches);
        if (_padRight && matches == 0)
        {
            AddRightWithoutKey(row, weight);
        }
    }

    protected override void AddRightWithoutKey(int row, long weight)
    {
        if (_padRight)
        {
            GiveNulls(0, _leftWidth);
            GiveRight(row);
            Output.Weights.Add(weight);
        }
    }

    /// <summary>1 where the padded row comes, -1 where it goes.</summary>
    private static int Padding((long Before, long After) matches) => (matches.After == 0 ? 1 : 0) - (matches.Before == 0 ? 1 : 0);

    private void GiveLeft(int row)
    {
        for (var i = 0; i < _leftWidth; i++)
        {
            Output.Columns[i].Append(LeftBatch.Columns[i], row);
        }
    }

    private void GiveRight(int row)
    {
        for (var i = _leftWidth; i < Output.Columns.Length; i++)
        {
            Output.Columns[i].Append(RightBatch.Columns[i - _leftWidth], row);
        }
    }

    private void GiveNulls(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Output.Columns[i].AppendNull();
        }
    }
}
