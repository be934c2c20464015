using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Vectors;

/// <summary>An operator on NUMBER in two forms that give one value: on words, where it fits, and in full.</summary>
internal interface IWordOperator
{
    /// <summary>The scale of the result; null where no word could hold it.</summary>
    static abstract int? Scale(int left, int right);

    /// <summary>What an operand's word is multiplied with first.</summary>
    static abstract long Factor(int scale, int resultScale);

    /// <summary>False where the result has no word.</summary>
    static abstract bool TryApply(long left, long leftFactor, long right, long rightFactor, out long result);

    static abstract OracleNumber Apply(OracleNumber left, OracleNumber right);
}

internal readonly struct MultiplyWords : IWordOperator
{
    public static int? Scale(int left, int right) => left + right <= CellLayout.MaxScale ? left + right : null;

    public static long Factor(int scale, int resultScale) => 1;

    public static bool TryApply(long left, long leftFactor, long right, long rightFactor, out long result) => WordMath.TryMultiply(left, right, out result);

    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left * right;
}

internal readonly struct AddWords : IWordOperator
{
    public static int? Scale(int left, int right) => Math.Max(left, right);

    public static long Factor(int scale, int resultScale) => WordMath.PowerOfTen(resultScale - scale);

    public static bool TryApply(long left, long leftFactor, long right, long rightFactor, out long result)
    {
        result = 0;
        return WordMath.TryMultiply(left, leftFactor, out var a) && WordMath.TryMultiply(right, rightFactor, out var b) && WordMath.TryAdd(a, b, out result);
    }

    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left + right;
}

internal readonly struct SubtractWords : IWordOperator
{
    public static int? Scale(int left, int right) => Math.Max(left, right);

    public static long Factor(int scale, int resultScale) => WordMath.PowerOfTen(resultScale - scale);

    public static bool TryApply(long left, long leftFactor, long right, long rightFactor, out long result)
    {
        result = 0;
        return WordMath.TryMultiply(left, leftFactor, out var a) && WordMath.TryMultiply(right, rightFactor, out var b) && WordMath.TrySubtract(a, b, out result);
    }

    public static OracleNumber Apply(OracleNumber left, OracleNumber right) => left - right;
}
