namespace Harunire.Verify.Reports;

/// <summary>The moment as of which both sides were compared.</summary>
/// <param name="Scn">The source's SCN.</param>
/// <param name="Time">ISO 8601, when the cut was read.</param>
public sealed record ReportCut(long Scn, string Time);
