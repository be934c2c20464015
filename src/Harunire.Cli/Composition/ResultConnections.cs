using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Results;
#if CASSANDRA
using Harunire.Results.Cassandra;
using Harunire.Results.Cassandra.Tables;
#endif
using Harunire.Results.PostgreSql;
using Harunire.Results.Sqlite;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Composition;

/// <summary>Opens a migration's result target at the first need. One for the whole command, and for all that it does at a time: a cluster's session is dear.</summary>
internal sealed class ResultConnections : IAsyncDisposable
{
    private readonly MigrationFile _migration;
    private readonly ToolSettings _settings;
    private readonly Func<SystemReference, string> _sqliteName;
    private readonly Lazy<IResultTarget> _target;

    public ResultConnections(MigrationFile migration, ToolSettings settings, Func<SystemReference, string> sqliteName)
    {
        (_migration, _settings, _sqliteName) = (migration, settings, sqliteName);
        _target = new Lazy<IResultTarget>(Create);
    }

    private SystemReference Results => _migration.Results;

    /// <summary>The command's target. Who asks for it does not close it.</summary>
    public IResultTarget Open() => _target.Value;

    public ValueTask DisposeAsync() => _target.IsValueCreated ? _target.Value.DisposeAsync() : ValueTask.CompletedTask;

    private IResultTarget Create() => Results.Provider switch
    {
        "sqlite" => new SqliteResultTarget(SqliteFactory.Instance, _settings.Connection(Results.Connection), _sqliteName(Results)),
        "postgresql" => new PostgreSqlResultTarget(_settings.Connection(Results.Connection), _migration.ResultSchema ?? PostgreSqlResultTarget.DefaultSchema, Results.Connection),
        "cassandra" => OpenCassandra(),
        var other => throw new HarunireException(new Diagnostic { Code = CliErrors.NoProvider, Message = $"the provider '{other}' is not in this version", Location = Results.Location, Hint = "here it can be 'sqlite', 'postgresql' or 'cassandra'" }),
    };

#if CASSANDRA
    private CassandraResultTarget OpenCassandra() => new(
        CassandraSettings.Parse(_settings.Connection(Results.Connection), Results.Connection),
        new Keyspace { Name = _migration.Keyspace!, Replication = _migration.KeyspaceReplication },
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
