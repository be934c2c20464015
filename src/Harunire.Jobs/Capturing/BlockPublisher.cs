using System.Collections.Immutable;
using System.Reflection;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>Publishes blocks of events: BEGIN, events, END with counts, and the capture's position.</summary>
/// <remarks>
/// A log that appends atomically takes them at once. Another one takes BEGIN and events, then END, then the position, each durable before the
/// next: a block without its END is dropped by readers and published anew, and an END carries the position, so that one that was written
/// last before a crash is known though the position behind it is missing.
/// </remarks>
internal sealed class BlockPublisher
{
    private const string PositionHeader = "harunire.position";
    private readonly ITopicLog _log;
    private readonly ISchemaRegistry _registry;
    private readonly EnvelopeSource _source;
    private readonly TablePublisher _tables;
    private readonly string _positionsTopic;
    private int _transactionKeyId;
    private int _transactionValueId;

    private BlockPublisher(ITopicLog log, ISchemaRegistry registry, EnvelopeSource source)
    {
        (_log, _registry, _source) = (log, registry, source);
        (_tables, _positionsTopic) = (new TablePublisher(source, registry), CapturePosition.TopicOf(source.Name));
    }

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
        var publisher = new BlockPublisher(log, registry, source);
        await log.CreateTopicAsync(publisher._positionsTopic, 1, cancellationToken);
        await log.CreateTopicAsync(source.TransactionTopic, 1, cancellationToken);
        publisher._transactionKeyId = await registry.RegisterAsync(source.TransactionTopic + "-key", TransactionCodec.KeySchema, cancellationToken);
        publisher._transactionValueId = await registry.RegisterAsync(source.TransactionTopic + "-value", TransactionCodec.ValueSchema, cancellationToken);
        foreach (var table in tables)
        {
            await log.CreateTopicAsync(source.TopicOf(table.Name), settings.Partitions, cancellationToken);
            await publisher._tables.EncoderOfAsync(table, cancellationToken);
        }

        return publisher;
    }

    /// <summary>Where the last whole block ended; null: nothing is published yet.</summary>
    public async Task<CapturePosition?> ReadPositionAsync(CancellationToken cancellationToken)
    {
        var known = await _log.ReadLastAsync(_positionsTopic, CapturePosition.Key, cancellationToken) is { Value: { } value }
            ? CapturePosition.FromBytes(value.ToArray(), _positionsTopic)
            : null;
        return _log.AppendsAtomically ? known : await ReadEndsAsync(known, cancellationToken);
    }

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
            await _tables.AddAsync(records, change, id.Microseconds, cancellationToken);
        }

        var cut = new Cut
        {
            Id = cutId,
            Scn = id.Scn,
            ReadMicroseconds = id.Microseconds,
            EventCounts = counts.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var end = Transaction(TransactionRecord.End(cut, _source), milliseconds);
        var place = new ProducedRecord { Topic = _positionsTopic, Key = CapturePosition.Key, Value = position.ToBytes(), TimestampMilliseconds = milliseconds };
        if (_log.AppendsAtomically)
        {
            await _log.AppendAsync([.. records, end, place], cancellationToken);
            return;
        }

        await _log.AppendAsync(records, cancellationToken);
        await _log.AppendAsync([end with { Headers = [new RecordHeader(PositionHeader, place.Value)] }], cancellationToken);
        await _log.AppendAsync([place], cancellationToken);
    }

    // The last END may be newer than the last position.
    private async Task<CapturePosition?> ReadEndsAsync(CapturePosition? known, CancellationToken cancellationToken)
    {
        var partition = (await _log.ListTopicsAsync(cancellationToken)).First(topic => topic.Name == _source.TransactionTopic).Partitions[0];
        var lastBlock = known?.LastBlockMicroseconds ?? long.MinValue;
        for (var to = partition.EndOffset; to > partition.FirstOffset;)
        {
            var from = Math.Max(partition.FirstOffset, to - 100);
            foreach (var record in (await _log.ReadAsync(_source.TransactionTopic, 0, from, new ReadLimits((int)(to - from), long.MaxValue), cancellationToken)).Reverse())
            {
                if (await BlockOfAsync(record, cancellationToken) is not { } block)
                {
                    continue;
                }

                return block.Microseconds > lastBlock && record.Headers.FirstOrDefault(h => h.Name == PositionHeader).Value is { } bytes
                    ? CapturePosition.FromBytes(bytes, _source.TransactionTopic)
                    : known;
            }

            to = from;
        }

        return known;
    }

    private async ValueTask<BlockId?> BlockOfAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        if (record.Value is not { } value)
        {
            return null;
        }

        var schema = AvroSchema.Parse(await _registry.GetByIdAsync(SchemaFrame.ReadId(value.Span), cancellationToken));
        return TransactionCodec.Decode(schema, value.Span) is { IsEnd: true } end ? BlockId.TryParse(end.Id) : null;
    }

    private ProducedRecord Transaction(TransactionRecord record, long milliseconds) => new()
    {
        Topic = _source.TransactionTopic,
        Key = TransactionCodec.EncodeKey(record.Id, _transactionKeyId),
        Value = TransactionCodec.EncodeValue(record, _transactionValueId),
        TimestampMilliseconds = milliseconds,
    };
}
