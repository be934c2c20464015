using System.Data.Common;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Cli.Settings;
using Harunire.Cli.Sqlite;
using Harunire.Cli.Verification.Sides;
using Harunire.Jobs.Connectors;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Results;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Composition;

/// <summary>Opens the systems that a migration names, by their providers. The only place that knows the drivers.</summary>
internal sealed class MigrationConnections(MigrationFile migration, ToolSettings settings) : IAsyncDisposable
{
    private readonly ResultConnections _results = new(migration, settings, system => Name(system, settings.Connection(system.Connection)));

    public ISourceReader Source()
    {
        if (migration.Source.Provider == OracleConnections.Provider)
        {
            return Oracle.Source();
        }

        if (migration.IsFilledByConnector)
        {
            return new ConnectorSource(migration.Prefix, migration.Schema!, [.. migration.Tables.Select(t => new ConnectorTable(t.Name, t.Columns, t.AcceptLoss))], Topics.OpenRegistry, Topics.OpenReader);
        }

        if (migration.Source.Provider == PostgreSqlConnections.Provider)
        {
            return PostgreSql.Source();
        }

        Require(migration.Source, "sqlite");
        var text = ExistingFile(migration.Source);
        return new SqliteSource(SqliteFactory.Instance, text, Name(migration.Source, text), migration.Name);
    }

    public string SourceName => NameOf(migration.Source);

    /// <summary>A read transaction over the source, and where its changes stand in it.</summary>
    /// <param name="patience">How long a running capture is waited for, where only its next cut can tell what has changed.</param>
    public Task<ISourceSide> OpenSourceAsync(TimeSpan patience, CancellationToken cancellationToken) => migration.Source.Provider switch
    {
        PostgreSqlConnections.Provider => PostgreSql.OpenSourceAsync(patience, cancellationToken),
        OracleConnections.Provider => Oracle.OpenSourceAsync(patience, cancellationToken),
        _ => Task.FromResult<ISourceSide>(SqliteSourceSide.Open(Open(migration.Source), SourceName)),
    };

    /// <summary>A read transaction over the legacy tables.</summary>
    public Task<IComparedDatabase> OpenLegacyAsync(CancellationToken cancellationToken) => migration.Legacy.Provider switch
    {
        PostgreSqlConnections.Provider => PostgreSql.OpenLegacyAsync(cancellationToken),
        OracleConnections.Provider => Oracle.OpenLegacyAsync(cancellationToken),
        _ => Task.FromResult<IComparedDatabase>(new SqliteSide(Open(migration.Legacy), NameOf(migration.Legacy))),
    };

    /// <summary>The same, where the legacy tables are not in the source's database; null where they are.</summary>
    public async Task<IComparedDatabase?> OpenLegacyElsewhereAsync(CancellationToken cancellationToken) =>
        migration.Legacy.Connection == migration.Source.Connection ? null : await OpenLegacyAsync(cancellationToken);

    public TopicConnections Topics => new(migration, settings, File);

    /// <summary>The one result target of the command: closed with these connections, not by who asks for it.</summary>
    public IResultTarget Results() => _results.Open();

    public ValueTask DisposeAsync() => _results.DisposeAsync();

    private OracleConnections Oracle => new(migration, settings, Topics);

    private PostgreSqlConnections PostgreSql => new(migration, settings, Topics);

    private SqliteConnection Open(SystemReference system)
    {
        Require(system, "sqlite");
        var connection = new SqliteConnection(ExistingFile(system));
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 10000";
            command.ExecuteNonQuery();
            SqliteFunctionRegistration.Register(connection);
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new HarunireException(CaptureErrors.Unreachable, failure.Message, Name(system, connection.ConnectionString), inner: failure);
        }
    }

    private string ConnectionString(SystemReference system) => settings.Connection(system.Connection);

    // A mistyped path must not become a new, empty database.
    private string ExistingFile(SystemReference system)
    {
        var builder = Builder(system);
        if (!System.IO.File.Exists(builder.DataSource))
        {
            throw new HarunireException(CaptureErrors.Unreachable, $"there is no file {builder.DataSource}", $"connection '{system.Connection}'", "correct the connection string: Data Source=/path/to/file.db");
        }

        builder.Mode = SqliteOpenMode.ReadWrite;
        builder.Pooling = false;
        return builder.ToString();
    }

    private string File(SystemReference system) => Builder(system).DataSource;

    private SqliteConnectionStringBuilder Builder(SystemReference system)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(ConnectionString(system));
            return builder.DataSource.Length > 0 ? builder : throw new ArgumentException("it has no 'Data Source'");
        }
        catch (ArgumentException failure)
        {
            throw new HarunireException(CliErrors.NoConnection, $"the connection string of '{system.Connection}' is not SQLite's: {failure.Message}", hint: "expected: Data Source=/path/to/file.db", inner: failure);
        }
    }

    private string NameOf(SystemReference system) => system.Provider == "sqlite" ? Name(system, ConnectionString(system)) : system.Connection;

    private static string Name(SystemReference system, string connectionString) =>
        $"{system.Connection} ({Path.GetFileName(new SqliteConnectionStringBuilder(connectionString).DataSource)})";

    private static void Require(SystemReference system, string provider)
    {
        if (system.Provider != provider)
        {
            throw new HarunireException(new Diagnostic { Code = CliErrors.NoProvider, Message = $"the provider '{system.Provider}' is not in this version", Location = system.Location, Hint = $"here it can be '{provider}' or '{PostgreSqlConnections.Provider}'" });
        }
    }
}
