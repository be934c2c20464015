using System.Globalization;
using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Jobs.Capturing;
using Harunire.Model.Rows;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Jobs.Tests;

/// <summary>A shop database, its source, and topics, in a folder of their own.</summary>
internal sealed class ShopPipeline : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-jobs-").FullName;
    private readonly SqliteConnection _shop;
    private readonly SqliteSource _source;
    private readonly TableRequest[] _requests = [new("orders", []), new("lines", [])];

    public ShopPipeline()
    {
        _shop = new SqliteConnection($"Data Source={_folder}/shop.db;Pooling=False");
        _shop.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, total NUMBER(10,2)); CREATE TABLE lines (order_id INTEGER, line TEXT, qty NUMBER, PRIMARY KEY (order_id, line)) WITHOUT ROWID;");
        _source = new SqliteSource(SqliteFactory.Instance, $"Data Source={_folder}/shop.db;Pooling=False", "shop");
        Log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, $"{_folder}/topics.db");
        Registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, $"{_folder}/registry.db");
    }

    public SqliteTopicLog Log { get; }

    public SqliteSchemaRegistry Registry { get; }

    public CaptureJob Capture(int partitions, ITopicLog? log = null, int cutEvents = 10_000) =>
        new(_source, _requests, log ?? Log, Registry, new CaptureSettings { Prefix = "shop", Partitions = partitions, ChunkRows = 7, CutEvents = cutEvents }, TimeProvider.System);

    public async Task<IReadOnlyList<TableSchema>> SetUpAsync()
    {
        var tables = await _source.DescribeAsync(_requests, default);
        await _source.ApplySetupAsync(await _source.PlanSetupAsync(tables, default), default);
        return tables;
    }

    /// <summary>The tables as they are, one line a row, in the form of <see cref="RowSums.Lines"/>.</summary>
    public string TableLines(IReadOnlyList<TableSchema> tables)
    {
        var rows = new List<string>();
        foreach (var table in tables)
        {
            using var command = _shop.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {table.Name.Table}";
            using var reader = command.ExecuteReader();
            var found = new List<string>();
            while (reader.Read())
            {
                found.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }

            found.Sort(StringComparer.Ordinal);
            rows.AddRange(found.Select(row => $"{table.Name} {row} x1"));
        }

        return string.Join("\n", rows);
    }

    /// <summary>Random statements over both tables.</summary>
    public void Work(Random random, int statements)
    {
        for (var i = 0; i < statements; i++)
        {
            var id = random.Next(1, 30);
            Execute(random.Next(6) switch
            {
                0 or 1 => $"INSERT OR REPLACE INTO orders (id, customer, total) VALUES ({id}, 'c{random.Next(5)}', {random.Next(100)})",
                2 => $"INSERT OR REPLACE INTO lines VALUES ({id}, 'l{random.Next(3)}', {random.Next(9)}), ({id}, 'm', 1)",
                3 => $"UPDATE lines SET qty = qty + 1 WHERE order_id < {id}",
                4 => $"UPDATE OR REPLACE orders SET id = {random.Next(1, 30)} WHERE id = {id}",
                _ => $"DELETE FROM orders WHERE id = {id}",
            });
        }
    }

    public void Execute(string sql)
    {
        using var command = _shop.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Registry.DisposeAsync();
        await _source.DisposeAsync();
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
