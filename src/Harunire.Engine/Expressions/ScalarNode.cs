using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>A compiled expression: a tree of sealed nodes, one virtual call each, no state of its own.</summary>
internal abstract class ScalarNode
{
    public abstract Datum Evaluate(in RowPair rows);
}

internal sealed class ColumnNode(int place) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows) => rows.Cell(place);
}

internal sealed class ConstantNode(Datum value) : ScalarNode
{
    public Datum Value { get; } = value;

    public override Datum Evaluate(in RowPair rows) => Value;
}

/// <summary>NVL and COALESCE: what follows the first value is not evaluated.</summary>
internal sealed class CoalesceNode(ScalarNode[] operands) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows)
    {
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(in rows);
            if (!value.IsNull)
            {
                return value;
            }
        }

        return Datum.Null;
    }
}

internal sealed class Nvl2Node(ScalarNode test, ScalarNode then, ScalarNode otherwise) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows) => test.Evaluate(in rows).IsNull ? otherwise.Evaluate(in rows) : then.Evaluate(in rows);
}

internal sealed class NullIfNode(ScalarNode operand, ConditionNode equal) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows) => equal.Test(in rows) == Truth.True ? Datum.Null : operand.Evaluate(in rows);
}

/// <summary>CASE: arms after the first true one are not evaluated.</summary>
internal sealed class CaseNode(ConditionNode[] whens, ScalarNode[] thens, ScalarNode otherwise) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows)
    {
        for (var i = 0; i < whens.Length; i++)
        {
            if (whens[i].Test(in rows) == Truth.True)
            {
                return thens[i].Evaluate(in rows);
            }
        }

        return otherwise.Evaluate(in rows);
    }
}
