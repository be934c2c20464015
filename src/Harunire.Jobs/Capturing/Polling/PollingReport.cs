namespace Harunire.Jobs.Capturing.Polling;

/// <summary>What a poll had to do beside reading changes.</summary>
/// <param name="Table">The table's full name.</param>
/// <param name="Reason">Why all its rows were compared; null: an audit.</param>
/// <param name="Differences">Rows that were not as published.</param>
/// <param name="Missed">Of an audit: differences that the strategy did not see.</param>
public sealed record PollingReport(string Table, string? Reason, long Differences, long Missed);
