using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Results.Cassandra.Reading;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Values;
using Harunire.Results.Cassandra.Writing;
using Microsoft.Extensions.Logging;

namespace Harunire.Results.Cassandra;

/// <summary>A Cassandra keyspace as a result target: whole rows as upserts with the batch's write time, between two marks.</summary>
public sealed class CassandraResultTarget : IResultTarget, IResultExamination
{
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(100);
    private const int SettlePauses = 50;

    private readonly CassandraSettings _settings;
    private readonly Keyspace _keyspace;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CassandraSession _session;
    private readonly MarkStore _marks;
    private readonly TableCatalog _catalog;
    private readonly ConcurrentDictionary<string, BatchWriter> _writers = new(StringComparer.Ordinal);

    /// <param name="settings">How the cluster is reached. The connection is opened by the first call.</param>
    /// <param name="keyspace">Where the tables live.</param>
    /// <param name="name">For messages: the connection's name.</param>
    /// <param name="clock">For deadlines and pauses only.</param>
    /// <param name="logger">Gets what was tried again.</param>
    public CassandraResultTarget(CassandraSettings settings, Keyspace keyspace, string name, TimeProvider clock, ILogger logger)
    {
        CqlName.Checked(keyspace.Name, "keyspace");
        (_settings, _keyspace, _clock, _logger) = (settings, keyspace, clock, logger);
        Name = $"{name} ({settings}, keyspace {keyspace.Name})";
        _session = new CassandraSession(settings, Name, clock, logger);
        _marks = new MarkStore(_session, keyspace.Name);
        _catalog = new TableCatalog(_session, keyspace, Name);
    }

    public string Name { get; }

    public ResultCapabilities Capabilities { get; } = new() { WholeBatches = false, ViewsKeepTheirMoment = false, NullsInKeys = false, RowsInKeyOrder = false, CountsDeletedRows = false };

    /// <summary>How often the driver's session was given up and opened anew.</summary>
    public int SessionRebuilds => _session.Rebuilds;

    public Task<IReadOnlyList<string>> PlanTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        _catalog.MissingAsync(Cql(table), cancellationToken);

    /// <summary>One after the other: DDL has no transactions here. Each says IF NOT EXISTS, so that a second run goes on where the first ended.</summary>
    public async Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements.Distinct(StringComparer.Ordinal))
        {
            await _session.ExecuteAsync(new CqlRequest(statement) { IsDefinition = true }, cancellationToken);
        }
    }

    public async Task EnsureTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        await ApplySetupAsync(await PlanTableAsync(table, cancellationToken), cancellationToken);

    public Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CancellationToken cancellationToken) =>
        _writers.GetOrAdd(batch.Table.Name, _ => new BatchWriter(_session, _marks, _settings.Concurrency, Name, _logger)).ApplyAsync(batch, Cql(batch.Table), cancellationToken);

    public async Task<AppliedState> LastAppliedAsync(string table, CancellationToken cancellationToken) =>
        (await _marks.ReadAsync(table, cancellationToken))?.ToState() ?? AppliedState.None;

    public async Task<IResultView> OpenViewAsync(ResultTable table, CancellationToken cancellationToken)
    {
        var cql = Cql(table);
        if (!await _catalog.CheckAsync(cql, cancellationToken))
        {
            throw TableFailures.Missing(Name, table.Name);
        }

        for (var pause = 0; ; pause++)
        {
            var mark = await _marks.ReadAsync(table.Name, cancellationToken) ?? throw TableFailures.Missing(Name, table.Name);
            if (mark.IsWhole)
            {
                return new CassandraResultView(_session, _marks, cql, mark, Name);
            }

            if (pause == SettlePauses)
            {
                throw new HarunireException(ResultErrors.BatchInFlight, $"version {mark.Begun.Version} was begun and is not applied; the last whole one is {mark.Applied.Version}", $"{Name}, {table.Name}", "try again, or let the job finish it: harunire run --once") { IsTransient = true };
            }

            await Task.Delay(SettlePause, _clock, cancellationToken);
        }
    }

    public async IAsyncEnumerable<Datum[]> ReadKeysAsync(ResultTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cql = Cql(table);
        if (!await _catalog.CheckAsync(cql, cancellationToken))
        {
            throw TableFailures.Missing(Name, table.Name);
        }

        await foreach (var key in new RingScan(_session).ReadAsync(
            cql.SelectKeyRange(), row => cql.Columns.Take(table.KeyCount).Select((column, i) => CellReader.Read(row[i], column)).ToArray(), cancellationToken))
        {
            yield return key;
        }
    }

    public Task<IReadOnlyList<HealthFinding>> ExamineAsync(CancellationToken cancellationToken) => new CassandraExamination(_session, _keyspace.Name, _clock).RunAsync(cancellationToken);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private CqlTable Cql(ResultTable table) => new(table, _keyspace.Name);
}
