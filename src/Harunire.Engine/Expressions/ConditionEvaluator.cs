using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>True where the condition is true for the row: false and unknown are both false here. Safe for several threads.</summary>
public delegate bool ConditionEvaluator(ReadOnlySpan<Datum> row);
