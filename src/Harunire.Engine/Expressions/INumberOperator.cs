using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>An operator on NUMBER as a type, so that the runtime makes one node class for each without an indirect call.</summary>
internal interface INumberOperator
{
    static abstract OracleNumber Apply(OracleNumber left, OracleNumber right);
}

internal readonly struct AddOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left + right;
}

internal readonly struct SubtractOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left - right;
}

internal readonly struct MultiplyOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left * right;
}

internal readonly struct DivideOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left / right;
}

internal readonly struct ModOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left % right;
}

internal readonly struct NegateOperator : INumberOperator
{
    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left.Negate();
}
