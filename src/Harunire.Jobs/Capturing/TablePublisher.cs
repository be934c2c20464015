using System.Buffers;
using System.Text.Json;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>Turns a table's changes into records of its topic, with one schema version for each shape that the table had.</summary>
internal sealed class TablePublisher(EnvelopeSource source, ISchemaRegistry registry)
{
    private readonly Dictionary<TableSchema, EnvelopeEncoder> _encoders = [];

    // Events come in runs of one table: to compare it with the one before is cheaper than to find it by its columns.
    private (TableSchema? Table, string Topic, EnvelopeEncoder? Encoder) _last;

    /// <summary>Registers the table's schemas, where this was not done yet.</summary>
    public async ValueTask<EnvelopeEncoder> EncoderOfAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (!_encoders.TryGetValue(table, out var encoder))
        {
            var topic = source.TopicOf(table.Name);
            var keyId = EnvelopeSchemaText.Key(source.Name, table) is { } key ? await registry.RegisterAsync(topic + "-key", key, cancellationToken) : 0;
            var valueId = await registry.RegisterAsync(topic + "-value", EnvelopeSchemaText.Value(source.Name, table), cancellationToken);
            _encoders.Add(table, encoder = new EnvelopeEncoder(table, keyId, valueId));
        }

        return encoder;
    }

    /// <summary>The event; behind a delete a tombstone, so that a compacted topic forgets the key.</summary>
    public async ValueTask AddAsync(List<ProducedRecord> records, ChangeEvent change, long microseconds, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_last.Table, change.Table))
        {
            _last = (change.Table, source.TopicOf(change.Table.Name), await EncoderOfAsync(change.Table, cancellationToken));
        }

        var encoder = _last.Encoder!;
        var record = new ProducedRecord
        {
            Topic = _last.Topic,
            Key = (change.After ?? change.Before) is { } row ? encoder.EncodeKey(row) : null,
            Value = encoder.EncodeValue(change, source, microseconds),
            TimestampMilliseconds = microseconds / 1000,
            Headers = change.MovedKey is { } other ? [MovedKey(change, other)] : null,
        };
        records.Add(record);
        if (change.Operation == ChangeOperation.Delete && record.Key is not null)
        {
            records.Add(record with { Value = null });
        }
    }

    // Debezium's names. The form of the value is the choice of Connect's header converter: here it is JSON.
    private static RecordHeader MovedKey(ChangeEvent change, Datum[] key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            for (var i = 0; i < key.Length; i++)
            {
                json.WritePropertyName(EnvelopeSchemaText.FieldName(change.Table.Columns[change.Table.Key[i]].Name));
                if (key[i].Kind == DatumKind.Number)
                {
                    json.WriteRawValue(key[i].ToString());
                }
                else
                {
                    json.WriteStringValue(key[i].ToString());
                }
            }

            json.WriteEndObject();
        }

        return new RecordHeader(change.Operation == ChangeOperation.Delete ? "__debezium.newkey" : "__debezium.oldkey", buffer.WrittenSpan.ToArray());
    }
}
