using Harunire.EndToEnd.Tests.Commands;
using Harunire.Testing;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Connectors;

/// <summary>A migration over topics that a Debezium connector filled, and the tool on it.</summary>
internal sealed class ConnectorShop : IDisposable
{
    public const string Migration = "migration.yaml";

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    /// <param name="topics">The migration's topics block; the connection is named bus.</param>
    /// <param name="bus">What stands behind it.</param>
    public ConnectorShop(string? topics = null, string? bus = null)
    {
        Folder = Directory.CreateTempSubdirectory("harunire-connector-").FullName;
        WriteMigration("ORDERS: { columns: { ORDER_STATUS: VARCHAR2(10), ORDER_TMS: TIMESTAMP(9) } }, NO_KEY: {}", topics);
        Write("orders_by_status.yaml",
            """
            mapping: orders_by_status
            query: |
              SELECT o.order_status, COUNT(*) AS orders, SUM(o.customer_id) AS customers, MAX(o.order_tms) AS last_tms
              FROM   orders o
              GROUP  BY o.order_status
            target: { table: orders_by_status, partition key: [order_status] }
            verify: { legacy: ORDERS_BY_STATUS }
            """);
        Write("a_totals.yaml",
            """
            mapping: a_totals
            query: |
              SELECT n.a, COUNT(*) AS row_count FROM no_key n GROUP BY n.a
            target: { table: a_totals, partition key: [a] }
            """);
        _environment["HARUNIRE__CONNECTIONS__BUS"] = bus ?? $"Data Source={In("bus.db")}";
        _environment["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={In("serving.db")}";
    }

    public string Folder { get; }

    public string In(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => File.WriteAllText(In(name), text + "\n");

    public void WriteMigration(string tables, string? topics = null) => Write(Migration,
        $$"""
        migration: connector
        source:   { provider: debezium, schema: HR, tables: { {{tables}} } }
        topics:   {{topics ?? "{ provider: embedded, connection: bus, prefix: server1 }"}}
        results:  { provider: sqlite, connection: serving }
        mappings: [ orders_by_status.yaml, a_totals.yaml ]
        """);

    /// <summary>Publishes the connector's records.</summary>
    public static async Task FillAsync(ITopicLog log, ISchemaRegistry registry, string variant = ConnectorRecording.WithTransactions, int partitions = 2, string prefix = "server1")
    {
        foreach (var (id, subject, text) in ConnectorRecording.Schemas())
        {
            (await registry.RegisterAsync(Named(subject), text)).Should().Be(id, "the records name the connector's ids");
        }

        var recording = new ConnectorRecording(variant);
        foreach (var topic in recording.Topics)
        {
            await log.CreateTopicAsync(Named(topic), topic.EndsWith(".transaction", StringComparison.Ordinal) ? 1 : partitions);
        }

        foreach (var (topic, name) in recording.Records)
        {
            // The recording's own time would be older than a broker's retention.
            var (key, value) = recording.Read(topic, name);
            await log.AppendAsync([new ProducedRecord { Topic = Named(topic), Key = key, Value = value, TimestampMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }]);
        }

        // Other tests use the same broker.
        string Named(string name) => name.Replace("server1", prefix, StringComparison.Ordinal);
    }

    public Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.EndAsync(ToolRun.Start(Folder, _environment, arguments));

    /// <summary>A result table's rows, sorted, each as one line.</summary>
    public string Rows(string table, string columns)
    {
        using var connection = new SqliteConnection($"Data Source={In("serving.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM {table} ORDER BY 1";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return string.Join('\n', lines);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
