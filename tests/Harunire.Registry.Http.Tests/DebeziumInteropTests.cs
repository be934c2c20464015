using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Harunire.Model.Rows;
using Harunire.Testing;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Kafka.Registry;

namespace Harunire.Registry.Http.Tests;

/// <summary>The real connector's records through Confluent's serializers and ours, both ways, with the served registry between.</summary>
public sealed class DebeziumInteropTests
{
    private static readonly DecoderOptions Tolerant = new() { AllowLossy = true, KeepPlaceholders = true };

    [Fact]
    public async Task EveryFixture_ReadAndWrittenByConfluents_IsReadByUsToEqualValues()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await using var ours = new ConfluentSchemaRegistry($"schema.registry.url={registry.Url}", "test");
        using var theirs = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = registry.Url });
        var count = 0;
        foreach (var file in Binaries("*.bin"))
        {
            var (subject, context, text) = PlaceOf(file);
            var original = Framed(File.ReadAllBytes(file), await ours.RegisterAsync(subject, text));

            var record = await new AvroDeserializer<GenericRecord>(theirs).DeserializeAsync(original, isNull: false, context);
            var written = await new AvroSerializer<GenericRecord>(theirs).SerializeAsync(record, context);

            written[SchemaFrame.Length..].Should().Equal(original[SchemaFrame.Length..], file);
            var schema = AvroSchema.Parse(await ours.GetByIdAsync(SchemaFrame.ReadId(written)));
            if (schema.IndexOf("op") >= 0)
            {
                var expected = new EnvelopeDecoder(AvroSchema.Parse(text), null, Tolerant).Decode(original).Event;
                var actual = new EnvelopeDecoder(schema, null, Tolerant).Decode(written).Event;
                (actual.Operation, actual.Position).Should().Be((expected.Operation, expected.Position), file);
                Row(actual.Before).Should().Equal(Row(expected.Before), file);
                Row(actual.After).Should().Equal(Row(expected.After), file);
            }

            count++;
        }

        count.Should().BeGreaterThan(200);
    }

    [Fact]
    public async Task EventsThatWeWrite_AreReadByConfluentsAsTheConnectors()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await using var ours = new ConfluentSchemaRegistry($"schema.registry.url={registry.Url}", "test");
        using var theirs = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = registry.Url });
        var count = 0;
        foreach (var file in Binaries("*.value.bin").Where(f => Path.GetDirectoryName(f)!.EndsWith("debezium/server1.HR.ALL_TYPES", StringComparison.Ordinal) || Path.GetDirectoryName(f)!.EndsWith("debezium/server1.HR.ORDERS", StringComparison.Ordinal)))
        {
            var (subject, context, text) = PlaceOf(file);
            var id = await ours.RegisterAsync(subject, text);
            var connectors = Framed(File.ReadAllBytes(file), id);
            var decoded = new EnvelopeDecoder(AvroSchema.Parse(text), null, Tolerant).Decode(connectors);
            var table = decoded.Event.Table with { Key = [0], Columns = [decoded.Event.Table.Columns[0] with { Nullable = false }, .. decoded.Event.Table.Columns[1..]] };

            var written = new EnvelopeEncoder(table, id, id).EncodeValue(decoded with { Event = decoded.Event with { Table = table } });
            var deserializer = new AvroDeserializer<GenericRecord>(theirs);
            var actual = await deserializer.DeserializeAsync(written, isNull: false, context);

            actual.Should().Be(await deserializer.DeserializeAsync(connectors, isNull: false, context), file);
            count++;
        }

        count.Should().BeGreaterThan(10);
    }

    private static IEnumerable<string> Binaries(string pattern) =>
        Directory.EnumerateFiles(RepositoryPaths.RequireShared("fixtures/debezium"), pattern, SearchOption.AllDirectories).Where(f => new FileInfo(f).Length > 0).Order(StringComparer.Ordinal);

    private static (string Subject, SerializationContext Context, string Text) PlaceOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var part = file.EndsWith(".key.bin", StringComparison.Ordinal) ? "key" : "value";
        var topic = Path.GetRelativePath(RepositoryPaths.RequireShared("fixtures/debezium"), folder).Replace('/', '.');
        return ($"{topic}-{part}", new SerializationContext(part == "key" ? MessageComponentType.Key : MessageComponentType.Value, topic), File.ReadAllText(Path.Combine(folder, part + ".registered.txt")).TrimEnd('\n'));
    }

    private static byte[] Framed(byte[] frame, int id)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), id);
        return frame;
    }

    private static IEnumerable<string> Row(Harunire.Model.Values.Datum[]? row) => (row ?? []).Select(d => d.ToString());
}
