using Harunire.Model.Values;

namespace Harunire.Sql.Evaluation;

/// <summary>A scalar function over its arguments' values. Errors are those of the values, without a place.</summary>
public delegate Datum ScalarOperation(ReadOnlySpan<Datum> arguments);
