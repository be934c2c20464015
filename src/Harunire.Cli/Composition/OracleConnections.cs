using System.Collections.Immutable;
using System.Data.Common;
using Harunire.Capture;
using Harunire.Capture.Oracle;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification.Sides;
using Harunire.Model.Errors;
using Harunire.Plans.Files;

namespace Harunire.Cli.Composition;

/// <summary>Opens an Oracle source from what the migration says. The only place that names Oracle's driver, where the package feed has it.</summary>
internal sealed class OracleConnections(MigrationFile migration, ToolSettings settings, TopicConnections topics)
{
    /// <summary>The name under which .NET knows the driver; a factory that the process registered by it goes before the one that was built in.</summary>
    public const string DriverName = "Oracle.ManagedDataAccess.Client";

    public const string Provider = "oracle";

    private DbProviderFactory Driver => DbProviderFactories.TryGetFactory(DriverName, out var registered) ? registered : Factory();

    public OracleSource Source()
    {
        return new OracleSource(Driver, settings.Connection(migration.Source.Connection), migration.Source.Connection, Options(), TimeProvider.System);
    }

    public async Task<ISourceSide> OpenSourceAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var source = Source();
        var described = await source.DescribeAsync(MigrationSession.RequestsOf(migration), cancellationToken);
        var count = new PublishedCount(
            topics,
            migration.Prefix,
            patience,
            TimeProvider.System,
            (wanted, after, until, stop) => source.CountChangesAsync([.. described.Where(table => wanted.Any(each => each.Name == table.Name))], after, until, stop));
        return new OracleSourceSide(await source.OpenReadingAsync(cancellationToken), count);
    }

    /// <summary>The legacy tables of an Oracle database; the owner is the migration's schema where the source is Oracle, too, else the user.</summary>
    public async Task<IComparedDatabase> OpenLegacyAsync(CancellationToken cancellationToken)
    {
        var text = settings.Connection(migration.Legacy.Connection);
        var options = new OracleSourceOptions { Schema = migration.Source.Provider == Provider ? migration.Schema! : OracleSource.UserOf(text), Action = migration.Name };
        return new OracleSide(await OracleReading.OpenAsync(Driver, text, migration.Legacy.Connection, options, withScn: false, cancellationToken));
    }

    private OracleSourceOptions Options() => new()
    {
        Schema = migration.Schema ?? throw new HarunireException(new Diagnostic
        {
            Code = CliErrors.BadUsage,
            Message = "an Oracle source needs 'schema', the owner of the tables",
            Location = migration.Source.Location,
            Hint = "as the dictionary has it: upper case unless it was quoted",
        }),
        Tables = migration.Tables.ToImmutableDictionary(
            table => table.Name,
            table => new OracleTableOptions
            {
                Strategy = table.Strategy ?? OracleTableOptions.DefaultStrategy,
                Watermark = table.Watermark,
                Overlap = table.Overlap,
                LeaveOut = table.LeaveOut,
                Lobs = table.Lobs,
            },
            StringComparer.OrdinalIgnoreCase),
        Action = migration.Name,
        ParallelDegree = migration.Limits.Parallel ?? 1,
        Service = migration.Limits.Service,
        RowsPerSecond = migration.Limits.RowsPerSecond,
    };

#if ORACLE
    private static DbProviderFactory Factory() => global::Oracle.ManagedDataAccess.Client.OracleClientFactory.Instance;
#else
    private DbProviderFactory Factory() => throw new HarunireException(new Diagnostic
    {
        Code = CliErrors.NoProvider,
        Message = "this version was built without Oracle's driver",
        Location = migration.Source.Location,
        Hint = "the package feed lacked Oracle.ManagedDataAccess.Core; run ./build.sh with a feed that has it",
    });
#endif
}
