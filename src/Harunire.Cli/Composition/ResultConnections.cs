using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Results;
#if CASSANDRA
using Harunire.Results.Cassandra;
using Harunire.Results.Cassandra.Tables;
#endif
using Harunire.Results.Sqlite;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Composition;

/// <summary>Opens a migration's result target. One for the whole command: a cluster's session is dear.</summary>
internal sealed class ResultConnections(MigrationFile migration, ToolSettings settings, Func<SystemReference, string> sqliteName)
{
    private IResultTarget? _target;

    private SystemReference Results => migration.Results;

    public IResultTarget Open() => _target ??= Results.Provider switch
    {
        "sqlite" => new SqliteResultTarget(SqliteFactory.Instance, settings.Connection(Results.Connection), sqliteName(Results)),
        "cassandra" => OpenCassandra(),
        var other => throw new HarunireException(new Diagnostic { Code = CliErrors.NoProvider, Message = $"the provider '{other}' is not in this version", Location = Results.Location, Hint = "here it can be 'sqlite' or 'cassandra'" }),
    };

#if CASSANDRA
    private CassandraResultTarget OpenCassandra() => new(
        CassandraSettings.Parse(settings.Connection(Results.Connection), Results.Connection),
        new Keyspace { Name = migration.Keyspace!, Replication = migration.KeyspaceReplication },
        Results.Connection,
        TimeProvider.System,
        StandardErrorLogger.Instance);
#else
    private IResultTarget OpenCassandra() => throw new HarunireException(new Diagnostic
    {
        Code = CliErrors.NoProvider,
        Message = "this build of the tool has no Cassandra driver",
        Location = Results.Location,
        Hint = "the package feed lacked CassandraCSharpDriver, or the build was told --without-cassandra: build again where the feed has it",
    });
#endif
}
