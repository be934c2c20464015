using System.Collections.Immutable;

namespace Harunire.Verify.Comparison;

/// <summary>A difference that somebody looked at and accepted, until a day.</summary>
/// <param name="Key">Key column and value as the report prints it; columns that it leaves out match any value.</param>
/// <param name="Column">The column; null: any column, and missing or extra rows.</param>
/// <param name="Reason">Never empty.</param>
/// <param name="Expires">The last day on which it holds.</param>
public sealed record AcceptedDifference(ImmutableSortedDictionary<string, string> Key, string? Column, string Reason, DateOnly Expires);
