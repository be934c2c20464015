using Harunire.Model.Values;

namespace Harunire.Engine.Expressions;

/// <summary>The value of an expression over one row. Safe for several threads.</summary>
public delegate Datum ScalarEvaluator(ReadOnlySpan<Datum> row);
