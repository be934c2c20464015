using System.Data;
using Dapper;
using Harunire.Capture.Polling;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Polling;

/// <summary>A PostgreSQL database as a source that is read by SELECT alone: no slot, no set-up, a standby as well. docs/postgresql-source.md</summary>
/// <param name="connectionString">As Npgsql takes it.</param>
/// <param name="name">For messages: the connection's name.</param>
/// <param name="options">From the migration.</param>
public sealed class PostgreSqlPollingSource(string connectionString, string name, PostgreSqlSourceOptions options) : IPollingSource
{
    public const string SnapshotDiff = "snapshot-diff";
    public const string Watermark = "watermark";

    private readonly string _connectionString = PostgreSqlSession.With(connectionString);
    private readonly Dictionary<TableSchema, PostgreSqlTable> _tables = [];

    public string Name => name;

    /// <summary>HAR3023 for a strategy that is not one of polling.</summary>
    public async Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken)
    {
        if (tables.FirstOrDefault(table => table.Strategy is not (SnapshotDiff or Watermark)) is { } other)
        {
            throw new HarunireException(
                CaptureErrors.UnusableStrategy,
                $"{other.Name} has the strategy {other.Strategy ?? PostgreSqlSource.Strategy}, and others are polled: a cut of both would not be one moment",
                name,
                $"give all tables {PostgreSqlSource.Strategy}, or each of them {SnapshotDiff} or {Watermark}");
        }

        try
        {
            await using var connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            var dictionary = new PostgreSqlDictionary(connection, options, name);
            var described = new List<TableSchema>();
            foreach (var request in tables)
            {
                var table = await dictionary.DescribeAsync(request);
                _tables[table.Schema] = table;
                described.Add(table.Schema);
            }

            return described;
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    public LossContract ContractOf(TableSchema table) => _tables[table].Strategy == Watermark
        ? new LossContract
        {
            Strategy = Watermark,
            SeesDeletes = false,
            SeesEveryVersion = false,
            GivesBeforeImages = true,
            Notes =
            [
                "Deletes are not seen, nor changes that leave the column as it was or set it back further than the overlap: an audit by snapshot diff finds them.",
                "The column must have the database's clock (now()); another clock must be covered by 'overlap'.",
                "Rows whose column is NULL or lies in the future are read at each poll; without a time zone, those of the last 12 hours, too.",
            ],
        }
        : new LossContract
        {
            Strategy = SnapshotDiff,
            SeesDeletes = true,
            SeesEveryVersion = false,
            GivesBeforeImages = true,
            Notes = ["Only the last version at the time of a poll is seen; a row that came and went in between is not.", "Each poll reads the whole table."],
        };

    public ChangeReading ReadingOf(TableSchema table) => _tables[table].Strategy == Watermark ? ChangeReading.ChangedRows : ChangeReading.WholeTable;

    public Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) => statements.Count == 0
        ? Task.CompletedTask
        : throw new HarunireException(CaptureErrors.SetupByHand, "a polled source needs no set-up, and runs none", name);

    public async Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => await OpenAsync(tables, cancellationToken);

    public async Task<IPollingView> OpenPollAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => await OpenAsync(tables, cancellationToken);

    /// <summary>A read transaction, and an SCN at or above its moment.</summary>
    public async Task<(PostgreSqlReading Reading, long Scn)> OpenReadingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            var reading = await PostgreSqlReading.BeginAsync(connection, name, cancellationToken);
            return (reading, (await PollMoment.ReadAsync(connection)).Scn);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    /// <summary>Nothing to forget.</summary>
    public Task AcknowledgeAsync(long scn, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal PostgreSqlTable TableOf(TableSchema table) => _tables[table];

    private async Task<PostgreSqlPollView> OpenAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await PostgreSqlSession.OpenAsync(_connectionString, cancellationToken);
            var moment = await PollMoment.ReadAsync(connection);
            foreach (var table in tables.Select(TableOf).Where(table => table.Strategy == Watermark))
            {
                WatermarkColumn.Check(table, moment, $"{name}, {table.Schema.Name}");
            }

            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await connection.ExecuteScalarAsync<int>("SELECT 1");
            return new PostgreSqlPollView(this, connection, transaction, moment);
        }
        catch (Exception failure)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            throw failure is NpgsqlException server ? PostgreSqlFailure.ToError(server, name) : failure;
        }
    }
}
