using System.Collections.Immutable;
using Harunire.Capture;
using Harunire.Capture.PostgreSql;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification.Sides;
using Harunire.Plans.Files;

namespace Harunire.Cli.Composition;

/// <summary>Opens PostgreSQL as a source and as the place of legacy tables, from what the migration says.</summary>
internal sealed class PostgreSqlConnections(MigrationFile migration, ToolSettings settings, TopicConnections topics)
{
    public const string Provider = "postgresql";

    public PostgreSqlSource Source() => new(settings.Connection(migration.Source.Connection), migration.Source.Connection, new PostgreSqlSourceOptions
    {
        Schema = migration.Schema ?? PostgreSqlSourceOptions.DefaultSchema,
        Reader = migration.Name,
        LeaveOut = migration.Tables.ToImmutableDictionary(table => table.Name, table => table.LeaveOut, StringComparer.OrdinalIgnoreCase),
    });

    public async Task<ISourceSide> OpenSourceAsync(CancellationToken cancellationToken)
    {
        var source = Source();
        try
        {
            var tables = await source.DescribeAsync([.. migration.Tables.Select(table => new TableRequest(table.Name, table.Key))], cancellationToken);
            var (reading, scn) = await source.OpenReadingAsync(tables, cancellationToken);
            var count = new PublishedCount(
                topics, migration.Prefix, settings.Duration("verify.recheck"), TimeProvider.System, (wanted, after, until, stop) => source.CountChangesAsync(wanted, after, until, stop));
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
}
