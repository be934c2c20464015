using System.Collections.Immutable;

namespace Harunire.Verify.Certificates;

/// <summary>That a migration's results equalled the legacy tables over a number of windows in a row: what a DBA signs before the cut-over.</summary>
/// <param name="Job">The migration's name.</param>
/// <param name="Source">The source's name; no secret.</param>
/// <param name="RunId">The run that issued it.</param>
/// <param name="Time">ISO 8601 in UTC.</param>
/// <param name="WindowCount">Equal windows of each mapping, as asked for.</param>
/// <param name="Mappings">In the migration's order.</param>
public sealed record Certificate(string Job, string Source, string RunId, string Time, int WindowCount, ImmutableArray<CertifiedMapping> Mappings);

/// <summary>One mapping's windows, the oldest first.</summary>
public sealed record CertifiedMapping(string Mapping, string? Replaces, string Legacy, string Target, string MappingHash, string PlanHash, ImmutableArray<VerifiedWindow> Windows);
