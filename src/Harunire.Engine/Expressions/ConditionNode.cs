namespace Harunire.Engine.Expressions;

/// <summary>A compiled condition with three truth values.</summary>
internal abstract class ConditionNode
{
    public abstract Truth Test(in RowPair rows);
}

internal sealed class ConstantConditionNode(Truth value) : ConditionNode
{
    public override Truth Test(in RowPair rows) => value;
}

/// <summary>AND: false as soon as one operand is false; unknown where one is unknown and none false.</summary>
internal sealed class AndNode(ConditionNode[] operands) : ConditionNode
{
    public override Truth Test(in RowPair rows)
    {
        var result = Truth.True;
        foreach (var operand in operands)
        {
            switch (operand.Test(in rows))
            {
                case Truth.False:
                    return Truth.False;
                case Truth.Unknown:
                    result = Truth.Unknown;
                    break;
            }
        }

        return result;
    }
}

/// <summary>OR: true as soon as one operand is true; unknown where one is unknown and none true.</summary>
internal sealed class OrNode(ConditionNode[] operands) : ConditionNode
{
    public override Truth Test(in RowPair rows)
    {
        var result = Truth.False;
        foreach (var operand in operands)
        {
            switch (operand.Test(in rows))
            {
                case Truth.True:
                    return Truth.True;
                case Truth.Unknown:
                    result = Truth.Unknown;
                    break;
            }
        }

        return result;
    }
}

internal sealed class NotNode(ConditionNode operand) : ConditionNode
{
    public override Truth Test(in RowPair rows) => operand.Test(in rows) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}

internal sealed class IsNullNode(ScalarNode operand) : ConditionNode
{
    public override Truth Test(in RowPair rows) => operand.Evaluate(in rows).IsNull ? Truth.True : Truth.False;
}
