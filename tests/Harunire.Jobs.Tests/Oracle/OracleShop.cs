using System.Collections.Immutable;
using System.Globalization;
using Harunire.Capture;
using Harunire.Capture.Oracle;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Capturing.Polling;
using Harunire.Jobs.Epochs;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.OracleModel;
using Harunire.Topics.Embedded;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>A shop on the model of Oracle, captured into embedded topics, with a consumer that sums the deltas of each cut.</summary>
internal sealed class OracleShop : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-oracle-").FullName;
    private readonly OracleSourceOptions _options;
    private readonly SqliteTopicLog _log;
    private readonly SqliteSchemaRegistry _registry;
    private readonly TimeSpan? _audit;
    private readonly Dictionary<string, Dictionary<string, long>> _sums = new(StringComparer.Ordinal);
    private PolledSource _source = null!;
    private CaptureJob _capture = null!;
    private EpochReader? _reader;

    /// <param name="strategies">Options by table; the tables are ORDERS(ID, CUSTOMER, TOTAL, CHANGED) and LINES(ORDER_ID, LINE, QTY, CHANGED).</param>
    public OracleShop(IReadOnlyDictionary<string, OracleTableOptions> strategies, TimeSpan? audit = null, int chunkRows = 7)
    {
        _audit = audit;
        ChunkRows = chunkRows;
        _options = new OracleSourceOptions { Schema = Oracle.Owner, Tables = strategies.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase) };
        _log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, $"{_folder}/topics.db");
        _registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, $"{_folder}/registry.db");
        foreach (var (name, columns, key) in new[]
                 {
                     ("ORDERS", new ModelColumn[] { new("ID", new NumberType(10, 0), false), new("CUSTOMER", new TextType(20), IsIndexed: true), new("TOTAL", new NumberType(38, 10)), new("CHANGED", OracleType.Date) }, new[] { "ID" }),
                     ("LINES", [new("ORDER_ID", new NumberType(10, 0), false), new("LINE", new TextType(5), false), new("QTY", OracleType.Number), new("CHANGED", OracleType.Date)], ["ORDER_ID", "LINE"]),
                 }.Where(t => strategies.ContainsKey(t.Item1)))
        {
            Oracle.Create(name, columns, key);
            if (strategies[name].Strategy == "mvlog")
            {
                Oracle.CreateLog(name);
            }
        }

        Oracle.Advance(TimeSpan.FromMinutes(5));
        Restart();
    }

    public ModelOracle Oracle { get; } = new();

    public int ChunkRows { get; }

    public List<PollingReport> Reports { get; } = [];

    public string StateFile => $"{_folder}/published.db";

    /// <summary>The present moment of the database, as a DATE.</summary>
    public Datum Now => Datum.FromDate(new OracleDate((Oracle.Utc + Oracle.Offset - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond));

    public static Datum Number(long value) => Datum.FromNumber(value);

    public Datum[] Order(long id, string? customer, long total) => [Number(id), Datum.FromText(customer), Number(total), Now];

    public Datum[] Line(long order, string line, long quantity) => [Number(order), Datum.FromText(line), Number(quantity), Now];

    /// <summary>Another process goes on: nothing but files and topics is kept.</summary>
    public void Restart()
    {
        _source = new PolledSource(
            new OracleSource(new ModelFactory(Oracle), "User Id=reader", "shop", _options, TimeProvider.System),
            _log,
            _registry,
            new PollingSettings { Prefix = "shop", StateFile = StateFile, StateFactory = SqliteFactory.Instance, ChunkRows = ChunkRows, Audit = _audit, Told = Reports.Add },
            TimeProvider.System);
        TableRequest[] requests = [.. _options.Tables.Keys.Order(StringComparer.Ordinal).Select(name => new TableRequest(name, []))];
        _capture = new CaptureJob(_source, requests, _log, _registry, new CaptureSettings { Prefix = "shop", ChunkRows = ChunkRows, SourceProvider = "oracle" }, TimeProvider.System);
    }

    public async Task<PollOutcome> PollAsync() => await _capture.PollOnceAsync(TestContext.Current.CancellationToken);

    /// <summary>Polls until a cut is published.</summary>
    public async Task<PollOutcome> CutAsync()
    {
        while (true)
        {
            var outcome = await PollAsync();
            if (outcome.Kind == PollKind.Cut)
            {
                return outcome;
            }

            // A database's SCN moves by itself; the model's where it is told to.
            if (outcome.Kind == PollKind.Idle)
            {
                Oracle.Tick();
            }
        }
    }

    /// <summary>One poll after the snapshot: a cut, or nothing where the SCN has not moved.</summary>
    public async Task<PollOutcome> CutOrIdleAsync()
    {
        var outcome = await PollAsync();
        outcome.Kind.Should().NotBe(PollKind.SnapshotPart);
        return outcome;
    }

    /// <summary>The file of published rows is gone.</summary>
    public async Task LoseStateAsync()
    {
        await _source.DisposeAsync();
        foreach (var file in Directory.GetFiles(_folder, "published.db*"))
        {
            File.Delete(file);
        }

        Restart();
    }

    /// <summary>Sums the deltas of all finished cuts and compares them with the tables as they are.</summary>
    public async Task ShouldEqualAsync(string because)
    {
        await SumAsync();
        foreach (var (table, sums) in _sums)
        {
            sums.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} x{r.Value}").Should()
                .Equal(Oracle.Rows(table).Select(Text).Order(StringComparer.Ordinal).Select(row => $"{row} x1"), "{0}: {1}", table, because);
        }
    }

    /// <summary>The rows of a table that the topics hold.</summary>
    public async Task<IReadOnlyList<string>> PublishedAsync(string table)
    {
        await SumAsync();
        return [.. _sums[table].OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} x{r.Value}")];
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _log.DisposeAsync();
        await _registry.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SumAsync()
    {
        _reader ??= new EpochReader(_log, _registry, "shop", _capture.Tables, EpochPosition.Start);
        while (await _reader.TryReadAsync() is { } epoch)
        {
            foreach (var (table, deltas) in epoch.Deltas)
            {
                var sums = _sums.TryGetValue(table.Table, out var known) ? known : _sums[table.Table] = new(StringComparer.Ordinal);
                for (var i = 0; i < deltas.Count; i++)
                {
                    var row = Text(deltas.Row(i).ToArray());
                    sums[row] = sums.GetValueOrDefault(row) + deltas.Weights[i];
                    if (sums[row] == 0)
                    {
                        sums.Remove(row);
                    }
                }
            }
        }
    }

    private static string Text(Datum[] row) => string.Join('|', row.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d}")));
}
