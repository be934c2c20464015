using System.Data.Common;
using Harunire.Capture.Polling;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Model.Rows;

namespace Harunire.Capture.Oracle;

/// <summary>An Oracle database as a source, through whatever ADO.NET driver it is given. docs/oracle-source.md</summary>
/// <param name="factory">The driver.</param>
/// <param name="connectionString">As the driver takes it.</param>
/// <param name="name">For messages: the connection's name.</param>
/// <param name="options">From the migration.</param>
/// <param name="clock">For the limit on rows a second; never for what is read.</param>
public sealed class OracleSource(DbProviderFactory factory, string connectionString, string name, OracleSourceOptions options, TimeProvider clock) : IPollingSource, ISourceExamination
{
    private readonly Dictionary<TableSchema, OracleTable> _tables = [];

    public string Name => name;

    public async Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(cancellationToken);
        try
        {
            var dictionary = new OracleDictionary(session, options);
            var described = new List<TableSchema>();
            foreach (var request in tables)
            {
                var table = await dictionary.DescribeAsync(request, cancellationToken);
                table = table.Options.Strategy == MaterializedViewLogStrategy.Name
                    ? table with { Log = await MaterializedViewLogStrategy.FindLogAsync(session, table, cancellationToken) }
                    : table;
                _tables[table.Schema] = table;
                described.Add(table.Schema);
            }

            return described;
        }
        catch (DbException failure)
        {
            throw OracleFailure.ToError(failure, name);
        }
    }

    public LossContract ContractOf(TableSchema table) => OracleStrategies.Of(_tables[table]).Contract(_tables[table]);

    public ChangeReading ReadingOf(TableSchema table) => OracleStrategies.Of(_tables[table]).Reading(_tables[table]);

    /// <summary>The materialized view logs and grants that are missing. Their owners run them, never the capture: <see cref="RunsSetup"/>.</summary>
    public async Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(cancellationToken);
        try
        {
            OracleTable[] described = [.. tables.Select(t => _tables[t])];
            var missing = await new OracleGrants(session).MissingAsync(described, cancellationToken);
            return
            [
                .. described.Where(table => table.Options.Strategy == MaterializedViewLogStrategy.Name && table.Log is null).Select(MaterializedViewLogStrategy.CreateLog),
                .. missing.Select(privilege => $"GRANT {privilege} TO {OracleIdentifier.Quote(UserOf(connectionString))}"),
            ];
        }
        catch (DbException failure)
        {
            throw OracleFailure.ToError(failure, name);
        }
    }

    public async Task<IReadOnlyList<HealthFinding>> ExamineAsync(IReadOnlyList<TableSchema> tables, TimeSpan pollInterval, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(cancellationToken);
        try
        {
            return await new OracleExamination(session, UserOf(connectionString)).RunAsync([.. tables.Select(t => _tables[t])], pollInterval, cancellationToken);
        }
        catch (DbException failure)
        {
            throw OracleFailure.ToError(failure, name);
        }
    }

    public bool RunsSetup => false;

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) => statements.Count == 0
        ? Task.CompletedTask
        : throw new HarunireException(CaptureErrors.SetupByHand, $"{statements.Count} statements of set-up are the owner's and a DBA's to run", name, "run them in SQLcl or SQL*Plus");

    public async Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => await OpenAsync(tables, cancellationToken);

    public async Task<IPollingView> OpenPollAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => await OpenAsync(tables, cancellationToken);

    /// <summary>The script for the tables' owner and a DBA: the least that works, for the user of the connection.</summary>
    public string SetupScript(IReadOnlyList<TableSchema> tables) => OracleSetup.Script([.. tables.Select(t => _tables[t])], UserOf(connectionString));

    /// <summary>A read transaction, and an SCN at or above its moment.</summary>
    public Task<OracleReading> OpenReadingAsync(CancellationToken cancellationToken) => OracleReading.OpenAsync(factory, connectionString, name, options, withScn: true, cancellationToken);

    /// <summary>The changes of these tables with <c>after &lt; SCN &lt;= until</c>, from the database's own history; null where a table's strategy can't tell them.</summary>
    public async Task<long?> CountChangesAsync(IReadOnlyList<TableSchema> tables, long after, long until, CancellationToken cancellationToken)
    {
        if (tables.Any(table => ReadingOf(table) != ChangeReading.Changes))
        {
            return null;
        }

        await using var view = await OpenAsync(tables, cancellationToken);
        return await view.ReadChangesAsync(tables, after, cancellationToken).CountAsync(change => change.Scn <= until, cancellationToken);
    }

    /// <summary>Nothing to forget: undo and logs are the database's own.</summary>
    public Task AcknowledgeAsync(long scn, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As Oracle's dictionary has it. A wallet's user is not in the connection string.</summary>
    public static string UserOf(string connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }.TryGetValue("User Id", out var user) && user is string { Length: > 1 } name ? name.Trim('"').ToUpperInvariant() : "HARUNIRE";

    private Task<OracleSession> OpenAsync(CancellationToken cancellationToken) => OracleSession.OpenAsync(factory, connectionString, name, options, cancellationToken);

    private async Task<OracleView> OpenAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(cancellationToken);
        try
        {
            OracleTable[] described = [.. tables.Select(t => _tables[t])];
            var poll = await OraclePoll.BeginAsync(session, options, described, cancellationToken);
            foreach (var table in described)
            {
                await OracleStrategies.Of(table).CheckAsync(poll, table, cancellationToken);
            }

            return new OracleView(poll, _tables, clock);
        }
        catch (DbException failure)
        {
            await session.DisposeAsync();
            throw OracleFailure.ToError(failure, name, "GRANT SELECT ON SYS.V_$DATABASE TO <user>");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
