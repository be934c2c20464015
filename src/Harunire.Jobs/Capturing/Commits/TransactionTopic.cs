using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>Reads and encodes the records of the transaction topic. It has one partition.</summary>
internal sealed class TransactionTopic(ITopicLog log, ISchemaRegistry registry, string name)
{
    private readonly Dictionary<int, AvroSchema> _schemas = [];
    private int _keyId;
    private int _valueId;

    public string Name => name;

    /// <summary>Makes the topic and registers its schemas; needed before <see cref="Encode"/>.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await log.CreateTopicAsync(name, 1, TopicCleanup.ByAge, cancellationToken);
        _keyId = await registry.RegisterAsync(name + "-key", TransactionCodec.KeySchema, cancellationToken);
        _valueId = await registry.RegisterAsync(name + "-value", TransactionCodec.ValueSchema, cancellationToken);
    }

    public ProducedRecord Encode(TransactionRecord record) => new()
    {
        Topic = name,
        Key = TransactionCodec.EncodeKey(record.Id, _keyId),
        Value = TransactionCodec.EncodeValue(record, _valueId),
        TimestampMilliseconds = record.Milliseconds,
    };

    public async ValueTask<TransactionRecord> DecodeAsync(ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var id = SchemaFrame.ReadId(value.Span);
        if (!_schemas.TryGetValue(id, out var schema))
        {
            schema = AvroSchema.Parse(await registry.GetByIdAsync(id, cancellationToken));
            _schemas.Add(id, schema);
        }

        return TransactionCodec.Decode(schema, value.Span);
    }

    public async ValueTask<long> FirstOffsetAsync(CancellationToken cancellationToken) =>
        (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(topic => topic.Name == name)?.Partitions[0].FirstOffset
        ?? throw new HarunireException(TopicErrors.UnknownTopic, "there is no such topic", name);

    /// <summary>The records from an offset up to another one, without it.</summary>
    public async IAsyncEnumerable<(TransactionRecord Record, TopicRecord Stored)> ReadAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var records = await log.ReadAsync(name, 0, from, ReadLimits.Default, cancellationToken);
            foreach (var record in records.Where(r => r.Offset < to && r.Value is not null))
            {
                yield return (await DecodeAsync(record.Value!.Value, cancellationToken), record);
            }

            from = records.Count == 0 ? to : records[^1].Offset + 1;
        }
    }
}
