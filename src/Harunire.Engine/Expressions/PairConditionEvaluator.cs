using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>True where the condition is true for a pair of rows of a join. Safe for several threads.</summary>
public delegate bool PairConditionEvaluator(ReadOnlySpan<Datum> left, ReadOnlySpan<Datum> right);
