namespace Harunire.Verify.Reports;

/// <summary>What an earlier run found for the same mapping.</summary>
/// <param name="RunId">Of that run.</param>
/// <param name="Time">ISO 8601, as the run recorded it.</param>
/// <param name="Failing">Keys that failed.</param>
/// <param name="Total">Keys in scope.</param>
public sealed record HistoryPoint(string RunId, string Time, long Failing, long Total);
