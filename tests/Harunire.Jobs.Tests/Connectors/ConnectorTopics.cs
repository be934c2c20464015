using System.Text;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Testing;
using Harunire.Topics.Debezium;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Jobs.Tests.Connectors;

/// <summary>Topics with the records of the real connector, byte for byte and in its order, and a registry with its ids.</summary>
internal sealed class ConnectorTopics : IAsyncDisposable
{
    public const string Prefix = "server1";
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-connector-").FullName;

    private ConnectorTopics()
    {
        Log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, $"{_folder}/topics.db");
        Registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, $"{_folder}/registry.db");
    }

    public static TableSchema Orders { get; } = new()
    {
        Name = new TableName("HR", "ORDERS"),
        Columns =
        [
            new("ORDER_ID", new NumberType(38, 0), false), new("ORDER_TMS", new TimestampType(9), false), new("CUSTOMER_ID", new NumberType(38, 0), false),
            new("ORDER_STATUS", new TextType(10), false), new("STORE_ID", new NumberType(38, 0), false),
        ],
        Key = [0],
    };

    public static TableSchema NoKey { get; } = new() { Name = new TableName("HR", "NO_KEY"), Columns = [new("A", new NumberType(9, 0), true), new("B", new TextType(10), true)], Key = [] };

    public static TableSchema AllTypes(params string[] columns) => new()
    {
        Name = new TableName("HR", "ALL_TYPES"),
        Columns = [.. columns.Select(c => new ColumnDefinition(c, c switch { "C_CLOB" => new ClobType(), "C_TSTZ" => new TimestampTzType(6), "C_DATE" => OracleType.Date, _ => OracleType.Number }, c != "ID"))],
        Key = [0],
    };

    public SqliteTopicLog Log { get; }

    public SqliteSchemaRegistry Registry { get; }

    /// <summary>Topics without records, and the whole registry.</summary>
    public static async Task<ConnectorTopics> EmptyAsync(int partitions = 1)
    {
        var topics = new ConnectorTopics();
        foreach (var (id, subject, text) in ConnectorRecording.Schemas())
        {
            (await topics.Registry.RegisterAsync(subject, text)).Should().Be(id, "the records name the connector's ids");
        }

        foreach (var table in new[] { "ALL_TYPES", "ORDERS", "NO_KEY", "EXTRA_TYPES" })
        {
            await topics.Log.CreateTopicAsync($"{Prefix}.HR.{table}", partitions);
        }

        return topics;
    }

    /// <summary>The records of a variant's connector that pass a filter by topic and name, in its order.</summary>
    public static async Task<ConnectorTopics> FilledAsync(string variant = ConnectorRecording.WithTransactions, int partitions = 1, Func<string, string, bool>? include = null)
    {
        var topics = await EmptyAsync(partitions);
        foreach (var (topic, name) in new ConnectorRecording(variant).Records.Where(r => include?.Invoke(r.Topic, r.Name) ?? true))
        {
            await topics.AppendAsync(topic, name, variant);
        }

        return topics;
    }

    /// <summary>One of the connector's records.</summary>
    /// <param name="renumbered">Another number of the event in its transaction, below 64; null: the connector's.</param>
    /// <param name="isLastRow">False: a snapshot row that the connector marks as the last becomes one in the midst.</param>
    /// <param name="snapshotScn">Another SCN than 1999000, of as many digits; null: the connector's.</param>
    public async Task AppendAsync(string topic, string name, string variant = ConnectorRecording.WithTransactions, byte? renumbered = null, string? snapshotScn = null, bool isLastRow = true)
    {
        var (key, value) = new ConnectorRecording(variant).Read(topic, name);
        if (!(await Log.ListTopicsAsync()).Any(t => t.Name == topic))
        {
            await Log.CreateTopicAsync(topic, 1);
        }

        await Log.AppendAsync(
        [
            new ProducedRecord
            {
                Topic = topic,
                Key = key,
                Value = value is null ? null : Changed(value, renumbered, snapshotScn, isLastRow),
                TimestampMilliseconds = 1_709_288_431_123,
            },
        ]);
    }

    /// <summary>An END that the connector's recording lacks.</summary>
    public async Task AppendEndAsync(string id, params (string Collection, long Events)[] counts) => await Log.AppendAsync(
    [
        new ProducedRecord
        {
            Topic = Prefix + ".transaction",
            Key = TransactionCodec.EncodeKey(id, 8),
            Value = TransactionCodec.EncodeValue(
                new TransactionRecord { IsEnd = true, Id = id, EventCount = counts.Sum(c => c.Events), Collections = [.. counts.Select(c => KeyValuePair.Create(c.Collection, c.Events))], Milliseconds = 1_709_288_430_000 }, 9),
            TimestampMilliseconds = 1_709_288_431_123,
        },
    ]);

    public async Task AppendTransactionAsync(int number, params (string Table, string Name)[] events)
    {
        await AppendAsync(Prefix + ".transaction", $"BEGIN-{number}");
        foreach (var (table, name) in events)
        {
            await AppendAsync($"{Prefix}.HR.{table}", name);
        }

        await AppendAsync(Prefix + ".transaction", $"END-{number}");
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The transaction's id has 16 characters; its number follows as a zigzag varint.
    private static byte[] Changed(byte[] value, byte? number, string? scn, bool isLastRow)
    {
        if (!isLastRow)
        {
            "true"u8.CopyTo(value.AsSpan(value.AsSpan().IndexOf("last"u8)));
        }

        if (scn is not null)
        {
            Encoding.ASCII.GetBytes(scn, value.AsSpan(value.AsSpan().IndexOf("1999000"u8)));
        }

        if (number is { } changed)
        {
            var transaction = value.AsSpan().LastIndexOf("09001f00"u8) + 16;
            value[transaction] = (byte)(changed * 2);
        }

        return value;
    }
}
