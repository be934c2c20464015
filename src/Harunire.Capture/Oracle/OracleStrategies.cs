using Harunire.Capture.Polling;

namespace Harunire.Capture.Oracle;

/// <summary>The strategies by the names that a migration uses.</summary>
internal static class OracleStrategies
{
    private static readonly IOracleStrategy[] All =
        [new FlashbackStrategy(), new MaterializedViewLogStrategy(), new WatermarkStrategy(), new RowScnStrategy(), new SnapshotDiffStrategy()];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Contract(null).Strategy)];

    public static IOracleStrategy Of(OracleTable table) => All.First(s => s.Contract(null).Strategy == table.Options.Strategy);
}
