using Harunire.Model.Errors;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>Reads and writes the transaction topic. Source: Debezium's TransactionStructMaker.</summary>
public static class TransactionCodec
{
    public const string KeySchema =
        """{"type":"record","name":"TransactionMetadataKey","namespace":"io.debezium.connector.common","fields":[{"name":"id","type":"string"}],"connect.version":1,"connect.name":"io.debezium.connector.common.TransactionMetadataKey"}""";

    public const string ValueSchema =
        """{"type":"record","name":"TransactionMetadataValue","namespace":"io.debezium.connector.common","fields":[{"name":"status","type":"string"},{"name":"id","type":"string"},{"name":"event_count","type":["null","long"],"default":null},{"name":"data_collections","type":["null",{"type":"array","items":["null",{"type":"record","name":"collection","namespace":"event","fields":[{"name":"data_collection","type":"string"},{"name":"event_count","type":"long"}],"connect.version":1,"connect.name":"event.collection"}]}],"default":null},{"name":"ts_ms","type":"long"}],"connect.version":1,"connect.name":"io.debezium.connector.common.TransactionMetadataValue"}""";

    public static byte[] EncodeKey(string id, int keySchemaId)
    {
        var writer = new AvroWriter();
        writer.WriteFrame(keySchemaId);
        writer.WriteString(id);
        return writer.ToArray();
    }

    public static byte[] EncodeValue(TransactionRecord record, int valueSchemaId)
    {
        var writer = new AvroWriter();
        writer.WriteFrame(valueSchemaId);
        writer.WriteString(record.IsEnd ? "END" : "BEGIN");
        writer.WriteString(record.Id);
        writer.WriteOptional(record.EventCount);
        writer.WriteLong(record.Collections is null ? 0 : 1);
        if (record.Collections is { } collections)
        {
            if (collections.Length > 0)
            {
                writer.WriteLong(collections.Length);
                foreach (var (name, count) in collections)
                {
                    writer.WriteLong(1);
                    writer.WriteString(name);
                    writer.WriteLong(count);
                }
            }

            writer.WriteLong(0);
        }

        writer.WriteLong(record.Milliseconds);
        return writer.ToArray();
    }

    /// <summary>Reads a frame whose schema is <see cref="ValueSchema"/> or an older one with the same fields.</summary>
    public static TransactionRecord Decode(AvroSchema schema, ReadOnlySpan<byte> frame)
    {
        SchemaFrame.ReadId(frame);
        var reader = new AvroReader(frame[SchemaFrame.Length..]);
        var value = reader.ReadValue(schema) as Dictionary<string, object?>;
        reader.End();
        if (value is null || value.GetValueOrDefault("status") is not ("BEGIN" or "END") || value.GetValueOrDefault("id") is not string id
            || value.GetValueOrDefault("ts_ms") is not long milliseconds)
        {
            throw new HarunireException(TopicErrors.TransactionInvalid, "it has no status BEGIN or END, no id or no ts_ms");
        }

        return new TransactionRecord
        {
            IsEnd = value["status"] is "END",
            Id = id,
            EventCount = value.GetValueOrDefault("event_count") as long?,
            Collections = value.GetValueOrDefault("data_collections") is List<object?> list ? [.. list.Select(Collection)] : null,
            Milliseconds = milliseconds,
        };
    }

    private static KeyValuePair<string, long> Collection(object? item) =>
        item is Dictionary<string, object?> fields && fields.GetValueOrDefault("data_collection") is string name && fields.GetValueOrDefault("event_count") is long count
            ? KeyValuePair.Create(name, count)
            : throw new HarunireException(TopicErrors.TransactionInvalid, "a collection has no name or no count");
}
