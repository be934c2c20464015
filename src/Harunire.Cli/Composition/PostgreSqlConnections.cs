using System.Collections.Immutable;
using Harunire.Capture;
using Harunire.Capture.PostgreSql;
using Harunire.Capture.PostgreSql.Polling;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification.Sides;
using Harunire.Model.Rows;
using Harunire.Plans.Files;

namespace Harunire.Cli.Composition;

/// <summary>Opens PostgreSQL as a source and as the place of legacy tables, from what the migration says.</summary>
internal sealed class PostgreSqlConnections(MigrationFile migration, ToolSettings settings, TopicConnections topics)
{
    public const string Provider = "postgresql";

    private string Connection => migration.Source.Connection;

    private bool IsPolled => migration.Tables.Any(table => table.Strategy is PostgreSqlPollingSource.SnapshotDiff or PostgreSqlPollingSource.Watermark);

    public ISourceReader Source() => IsPolled ? Polled() : Replicated();

    public async Task<ISourceSide> OpenSourceAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (IsPolled)
        {
            var polled = Polled();
            var (rows, end) = await polled.OpenReadingAsync(cancellationToken);
            return new PostgreSqlSourceSide(rows, polled, end, Count(patience, (_, _, _, _) => Task.FromResult<long?>(null)));
        }

        var source = Replicated();
        try
        {
            var tables = await source.DescribeAsync(MigrationSession.RequestsOf(migration), cancellationToken);
            var (reading, scn) = await source.OpenReadingAsync(tables, cancellationToken);
            var count = Count(patience, (wanted, after, until, stop) => source.CountChangesAsync(wanted, after, until, stop));
            return new PostgreSqlSourceSide(reading, source, scn, count);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public async Task<IComparedDatabase> OpenLegacyAsync(CancellationToken cancellationToken) =>
        new PostgreSqlSide(await PostgreSqlReading.OpenAsync(settings.Connection(migration.Legacy.Connection), migration.Legacy.Connection, cancellationToken));

    private PostgreSqlSource Replicated() => new(settings.Connection(Connection), Connection, Options());

    private PostgreSqlPollingSource Polled() => new(settings.Connection(Connection), Connection, Options());

    private PublishedCount Count(TimeSpan patience, Func<ImmutableArray<TableSchema>, long, long, CancellationToken, Task<long?>> waiting) =>
        new(topics, migration.Prefix, patience, TimeProvider.System, waiting);

    private PostgreSqlSourceOptions Options() => new()
    {
        Schema = migration.Schema ?? PostgreSqlSourceOptions.DefaultSchema,
        Reader = migration.Name,
        Tables = migration.Tables.ToImmutableDictionary(
            table => table.Name, table => new PostgreSqlTableOptions { LeaveOut = table.LeaveOut, Watermark = table.Watermark, Overlap = table.Overlap }, StringComparer.OrdinalIgnoreCase),
    };
}
