using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Replication;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Model.Rows;
using Npgsql;

namespace Harunire.Capture.PostgreSql;

/// <summary>A PostgreSQL database as a source, by logical decoding. Its SCN is the place of commits in the log (LSN). docs/postgresql-source.md</summary>
/// <param name="connectionString">As Npgsql takes it.</param>
/// <param name="name">For messages: the connection's name.</param>
/// <param name="options">From the migration.</param>
public sealed class PostgreSqlSource(string connectionString, string name, PostgreSqlSourceOptions options) : ISourceReader, ISourceExamination
{
    public const string Strategy = "replication";

    // The mark stands where it is written, named by its transaction, whose commit makes the server write the log up to it at once.
    private const string MarkQuery = $"""
        SELECT (pg_logical_emit_message(false, '{LogMark.Prefix}', pg_current_xact_id()::text) - '0/0'::pg_lsn)::bigint AS "Lsn", pg_current_xact_id()::text::bigint AS "Transaction"
        """;

    private readonly string _connectionString = PostgreSqlSession.With(connectionString);
    private readonly Dictionary<TableSchema, PostgreSqlTable> _tables = [];
    private ReplicationStream? _stream;
    private (LogMark Mark, long NextTransaction)? _quiet;
    private long? _settledAt;

    public string Name => name;

    private string Slot => options.SlotName;

    public Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken) => GuardedAsync<IReadOnlyList<TableSchema>>(
        async connection =>
        {
            var dictionary = new PostgreSqlDictionary(connection, options, name);
            var described = new List<TableSchema>();
            foreach (var request in tables)
            {
                var table = await dictionary.DescribeAsync(request);
                _tables[table.Schema] = table;
                described.Add(table.Schema);
            }

            return described;
        },
        cancellationToken);

    public LossContract ContractOf(TableSchema table) => new()
    {
        Strategy = Strategy,
        SeesDeletes = true,
        SeesEveryVersion = true,
        GivesBeforeImages = true,
        Notes = ["TRUNCATE stops capture. Changes made while the table was taken out of the publication are not seen."],
    };

    public Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) =>
        GuardedAsync(connection => new PostgreSqlSetup(connection, Slot, name).MissingAsync(Described(tables)), cancellationToken);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) => GuardedAsync(
        async connection =>
        {
            await new PostgreSqlSetup(connection, Slot, name).ApplyAsync(statements, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<HealthFinding>> ExamineAsync(IReadOnlyList<TableSchema> tables, TimeSpan pollInterval, CancellationToken cancellationToken) =>
        GuardedAsync(connection => new PostgreSqlExamination(connection, Slot).RunAsync(Described(tables)), cancellationToken);

    public async Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            var confirmed = await new PostgreSqlSetup(connection, Slot, name).RequireAsync(Described(tables));
            var mark = await MarkAsync(connection);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var snapshot = await SnapshotAsync(connection);

            // Whoever ran at the first mark has a smaller number; a snapshot alone does not show the newest ones that run.
            _settledAt ??= mark.Transaction;
            return new PostgreSqlSourceView(this, connection, transaction, new ViewMoment(mark, snapshot, confirmed, _settledAt.Value));
        }
        catch (NpgsqlException failure)
        {
            await Closed(connection);
            _quiet = null;
            throw PostgreSqlFailure.ToError(failure, name);
        }
        catch
        {
            await Closed(connection);
            throw;
        }
    }

    /// <summary>Moves the slot to a mark, so that a change that stopped capture before (a TRUNCATE, a value that can't be read) does not stop it again.</summary>
    public async Task BeginAnewAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        _quiet = null;
        _settledAt = await GuardedAsync(
            async connection =>
            {
                await AdvanceAsync(connection, (await MarkAsync(connection)).Scn + 1);

                // What was committed before the first mark has a smaller number than a second one.
                _quiet = null;
                return (await MarkAsync(connection)).Transaction;
            },
            cancellationToken);
    }

    /// <summary>Tells the server how far the log is read; it keeps what stands behind.</summary>
    public async Task AcknowledgeAsync(long scn, CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is { IsBroken: false, ReadTo: not null } stream)
            {
                await stream.ConfirmAsync(scn + 1, cancellationToken);
                return;
            }

            await GuardedAsync(connection => AdvanceAsync(connection, scn + 1), cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    /// <summary>A read transaction that holds every commit before its SCN, which is a place in the log now.</summary>
    public async Task<(PostgreSqlReading Reading, long Scn)> OpenReadingAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            var reading = await PostgreSqlReading.BeginAsync(connection, name, cancellationToken);
            try
            {
                // The mark comes behind the transaction's moment: what it shows was committed before.
                return (reading, await GuardedAsync(other => EndAsync(other, tables), cancellationToken));
            }
            catch
            {
                await reading.DisposeAsync();
                throw;
            }
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    /// <summary>The changes of these tables that the slot holds with <c>after &lt; SCN &lt;= until</c>, counted without taking them; null while capture reads the slot.</summary>
    public Task<long?> CountChangesAsync(IReadOnlyList<TableSchema> tables, long after, long until, CancellationToken cancellationToken) => GuardedAsync(
        connection => SlotPeek.CountAsync(connection, Slot, Described(tables).Select(table => table.Oid).ToHashSet(), after, until, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
            _stream = null;
        }
    }

    internal PostgreSqlTable TableOf(TableSchema table) => _tables[table];

    internal async IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long after, ViewMoment moment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after > moment.Mark.Scn || moment.Confirmed > after + 1)
        {
            throw new HarunireException(
                CaptureErrors.LogGap,
                after > moment.Mark.Scn
                    ? $"the last published position is {Lsn(after)}, and the log ends at {Lsn(moment.Mark.Scn)}: is it a copy of the database?"
                    : $"the slot {Slot} begins at {Lsn(moment.Confirmed)}, and the last published position is {Lsn(after)}",
                name);
        }

        if (after == moment.Mark.Scn)
        {
            yield break;
        }

        var stream = await StreamAsync(after, cancellationToken);
        var byOid = Described(tables).ToDictionary(table => table.Oid);
        await foreach (var change in stream.ReadAsync(after, moment.Mark, byOid, moment.Snapshot.Next, ColumnsNowAsync, cancellationToken))
        {
            yield return change;
        }
    }

    private static string Lsn(long scn) => new NpgsqlTypes.NpgsqlLogSequenceNumber((ulong)scn).ToString();

    private static ValueTask Closed(NpgsqlConnection? connection) => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<TransactionSnapshot> SnapshotAsync(NpgsqlConnection connection) =>
        TransactionSnapshot.Parse((await connection.ExecuteScalarAsync<string>("SELECT pg_current_snapshot()::text"))!);

    private List<PostgreSqlTable> Described(IReadOnlyList<TableSchema> tables) => [.. tables.Select(table => _tables[table])];

    // A mark is a write. Where no transaction has begun since one that stood behind all others, that one still is the end of the log.
    private async Task<LogMark> MarkAsync(NpgsqlConnection connection)
    {
        var before = await SnapshotAsync(connection);
        var isQuiet = before.Oldest == before.Next;
        if (isQuiet && _quiet is { } known && known.NextTransaction == before.Next)
        {
            return known.Mark;
        }

        var (lsn, transaction) = await connection.QuerySingleAsync<(long, long)>(MarkQuery);

        // The next record may be a commit: it begins where the mark ends.
        var mark = new LogMark(lsn - 1, transaction);
        _quiet = isQuiet && transaction == before.Next ? (mark, transaction + 1) : null;
        return mark;
    }

    private async Task<long> EndAsync(NpgsqlConnection connection, IReadOnlyList<TableSchema> tables)
    {
        await new PostgreSqlSetup(connection, Slot, name).RequireAsync(Described(tables));
        return (await MarkAsync(connection)).Scn;
    }

    private async Task<ReplicationStream> StreamAsync(long after, CancellationToken cancellationToken)
    {
        if (_stream is { } open && (open.IsBroken || (open.ReadTo is { } readTo && readTo != after)))
        {
            await DisposeAsync();
        }

        try
        {
            return _stream ??= await ReplicationStream.OpenAsync(_connectionString, Slot, name, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    private Task<IReadOnlySet<string>> ColumnsNowAsync(uint oid) =>
        GuardedAsync(connection => new PostgreSqlDictionary(connection, options, name).ColumnNamesAsync(oid), CancellationToken.None);

    private async Task<bool> AdvanceAsync(NpgsqlConnection connection, long lsn)
    {
        await connection.ExecuteAsync(
            "SELECT pg_replication_slot_advance(slot_name, @lsn::pg_lsn) FROM pg_replication_slots WHERE slot_name = @slot AND confirmed_flush_lsn < @lsn::pg_lsn",
            new { slot = Slot, lsn = Lsn(lsn) });
        return true;
    }

    private async Task<T> GuardedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            return await work(connection);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }
}
