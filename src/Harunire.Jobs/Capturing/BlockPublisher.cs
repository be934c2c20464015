using System.Collections.Immutable;
using System.Reflection;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>Makes blocks of events: BEGIN, events, END with counts and the capture's position, appended all or not at all.</summary>
internal sealed class BlockPublisher
{
    private readonly ITopicLog _log;
    private readonly EnvelopeSource _source;
    private readonly string _positionsTopic;
    private readonly Dictionary<TableName, (EnvelopeEncoder Encoder, string Topic)> _tables = [];
    private int _transactionKeyId;
    private int _transactionValueId;

    private BlockPublisher(ITopicLog log, EnvelopeSource source, string positionsTopic) =>
        (_log, _source, _positionsTopic) = (log, source, positionsTopic);

    public static async Task<BlockPublisher> CreateAsync(
        IReadOnlyList<TableSchema> tables, ITopicLog log, ISchemaRegistry registry, CaptureSettings settings, CancellationToken cancellationToken)
    {
        var source = new EnvelopeSource
        {
            Version = typeof(BlockPublisher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
            Connector = settings.SourceProvider,
            Name = settings.Prefix,
            Database = "",
        };
        var publisher = new BlockPublisher(log, source, CapturePosition.TopicOf(settings.Prefix));
        await log.CreateTopicAsync(publisher._positionsTopic, 1, cancellationToken);
        await log.CreateTopicAsync(source.TransactionTopic, 1, cancellationToken);
        publisher._transactionKeyId = await registry.RegisterAsync(source.TransactionTopic + "-key", TransactionCodec.KeySchema, cancellationToken);
        publisher._transactionValueId = await registry.RegisterAsync(source.TransactionTopic + "-value", TransactionCodec.ValueSchema, cancellationToken);
        foreach (var table in tables)
        {
            var topic = source.TopicOf(table.Name);
            await log.CreateTopicAsync(topic, settings.Partitions, cancellationToken);
            var keyId = await registry.RegisterAsync(topic + "-key", EnvelopeSchemaText.Key(settings.Prefix, table)!, cancellationToken);
            var valueId = await registry.RegisterAsync(topic + "-value", EnvelopeSchemaText.Value(settings.Prefix, table), cancellationToken);
            publisher._tables[table.Name] = (new EnvelopeEncoder(table, keyId, valueId), topic);
        }

        return publisher;
    }

    public async Task<CapturePosition?> ReadPositionAsync(CancellationToken cancellationToken) =>
        await _log.ReadLastAsync(_positionsTopic, CapturePosition.Key, cancellationToken) is { Value: { } value }
            ? CapturePosition.FromBytes(value.ToArray(), _positionsTopic)
            : null;

    /// <summary>Publishes a block; the events' positions are given here.</summary>
    public async Task PublishAsync(BlockId id, IReadOnlyList<ChangeEvent> events, CapturePosition position, CancellationToken cancellationToken)
    {
        var cutId = id.ToString();
        var milliseconds = id.Microseconds / 1000;
        var records = new List<ProducedRecord>(events.Count + 3) { Transaction(TransactionRecord.Begin(cutId, id.Microseconds), milliseconds) };
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            var name = events[i].Table.Name.ToString();
            var ofTable = counts[name] = counts.GetValueOrDefault(name) + 1;
            var change = events[i] with { Position = new ChangePosition(events[i].Position.Scn, cutId, i + 1, ofTable) };
            AddEvent(records, change, id.Microseconds);
        }

        var cut = new Cut
        {
            Id = cutId,
            Scn = id.Scn,
            ReadMicroseconds = id.Microseconds,
            EventCounts = counts.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        records.Add(Transaction(TransactionRecord.End(cut, _source), milliseconds));
        records.Add(new ProducedRecord { Topic = _positionsTopic, Key = CapturePosition.Key, Value = position.ToBytes(), TimestampMilliseconds = milliseconds });
        await _log.AppendAsync(records, cancellationToken);
    }

    private void AddEvent(List<ProducedRecord> records, ChangeEvent change, long microseconds)
    {
        var (encoder, topic) = _tables[change.Table.Name];
        var record = new ProducedRecord
        {
            Topic = topic,
            Key = encoder.EncodeKey((change.After ?? change.Before)!),
            Value = encoder.EncodeValue(change, _source, microseconds),
            TimestampMilliseconds = microseconds / 1000,
        };
        records.Add(record);
        if (change.Operation == ChangeOperation.Delete)
        {
            records.Add(record with { Value = null });
        }
    }

    private ProducedRecord Transaction(TransactionRecord record, long milliseconds) => new()
    {
        Topic = _source.TransactionTopic,
        Key = TransactionCodec.EncodeKey(record.Id, _transactionKeyId),
        Value = TransactionCodec.EncodeValue(record, _transactionValueId),
        TimestampMilliseconds = milliseconds,
    };
}
