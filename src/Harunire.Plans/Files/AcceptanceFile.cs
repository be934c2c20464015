using System.Collections.Immutable;
using Harunire.Model.Errors;

namespace Harunire.Plans.Files;

/// <summary>Differences of one mapping that somebody looked at and accepted. docs/verification.md</summary>
/// <param name="Path">Beside the mapping file.</param>
/// <param name="Records">In the file's order.</param>
public sealed record AcceptanceFile(string Path, ImmutableArray<AcceptanceRecord> Records);

/// <summary>One accepted difference.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Key">Key column and value, as the report prints it; columns that are left out match any value. Never empty.</param>
/// <param name="Column">Null: any column, and a row that stands on one side only.</param>
/// <param name="Reason">Never empty.</param>
/// <param name="Expires">The last day on which it holds.</param>
public sealed record AcceptanceRecord(SourceLocation Location, ImmutableSortedDictionary<string, string> Key, string? Column, string Reason, DateOnly Expires);
