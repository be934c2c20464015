using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Avro;
using Avro.Generic;
using Harunire.Topics.Kafka.Registry;
using Harunire.Topics.Registry;
using Harunire.Specifications.Topics;

namespace Harunire.Registry.Http.Tests;

/// <summary>Confluent's own client and serializers against the served registry.</summary>
public sealed class ConfluentClientTests
{
    [Fact]
    public async Task Client_RegistersComparesAndReads()
    {
        await using var registry = await ServedRegistry.StartAsync();
        using var client = Client(registry);
        var text = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";

        var id = await client.RegisterSchemaAsync("t-value", new Confluent.SchemaRegistry.Schema(text, SchemaType.Avro));

        (await client.GetSchemaAsync(id)).SchemaString.Should().Be(text);
        (await client.GetAllSubjectsAsync()).Should().Equal("t-value");
        (await client.GetLatestSchemaAsync("t-value")).Version.Should().Be(1);
        (await client.LookupSchemaAsync("t-value", new Confluent.SchemaRegistry.Schema(text, SchemaType.Avro), ignoreDeletedSchemas: true)).Id.Should().Be(id);
        (await client.IsCompatibleAsync("t-value", new Confluent.SchemaRegistry.Schema("\"int\"", SchemaType.Avro))).Should().BeFalse();
        (await client.UpdateCompatibilityAsync(Compatibility.None, "t-value")).Should().Be(Compatibility.None);
        (await client.GetCompatibilityAsync("t-value")).Should().Be(Compatibility.None);
    }

    [Fact]
    public async Task Serializers_RoundTripARecordByTheServedRegistry()
    {
        await using var registry = await ServedRegistry.StartAsync();
        using var client = Client(registry);
        var schema = (RecordSchema)Avro.Schema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"]}]}""");
        var record = new GenericRecord(schema);
        record.Add("a", 7);
        record.Add("b", "x");
        var context = new SerializationContext(MessageComponentType.Value, "t");

        var bytes = await new AvroSerializer<GenericRecord>(client).SerializeAsync(record, context);
        var read = await new AvroDeserializer<GenericRecord>(client).DeserializeAsync(bytes, isNull: false, context);

        read.Should().Be(record);
    }

    private static CachedSchemaRegistryClient Client(ServedRegistry registry) => new(new SchemaRegistryConfig { Url = registry.Url });
}
