using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;

namespace Harunire.Topics.Tests.Debezium;

public class TransactionCodecTests
{
    private static readonly EnvelopeSource Source = new() { Version = "1", Connector = "harunire", Name = "server1", Database = "ORCLPDB1" };

    [Fact]
    public void Encode_EveryFixture_GivesTheSameBytes()
    {
        var folder = Path.Combine(Fixtures.Root, "variants/txmeta-heartbeat/server1.transaction");
        TransactionCodec.KeySchema.Should().Be(Fixtures.Text(folder, "key"));
        TransactionCodec.ValueSchema.Should().Be(Fixtures.Text(folder, "value"));
        var schema = AvroSchema.Parse(TransactionCodec.ValueSchema);
        foreach (var file in Fixtures.Binaries(folder, "*.value.bin"))
        {
            var bytes = File.ReadAllBytes(file);
            var key = File.ReadAllBytes(file.Replace(".value.bin", ".key.bin", StringComparison.Ordinal));
            var record = TransactionCodec.Decode(schema, bytes);
            TransactionCodec.EncodeValue(record, SchemaFrame.ReadId(bytes)).Should().Equal(bytes, file);
            TransactionCodec.EncodeKey(record.Id, SchemaFrame.ReadId(key)).Should().Equal(key, file);
        }
    }

    [Fact]
    public void Cut_ThroughItsEndRecord_ComesBackWhole()
    {
        var cut = new Cut
        {
            Id = TransactionRecord.CutId(4711, 1709288426123456),
            Scn = 4711,
            ReadMicroseconds = 1709288426123456,
            EventCounts = ImmutableSortedDictionary<string, long>.Empty.Add("HR.ORDERS", 3).Add("HR.STORES", 1),
        };

        var bytes = TransactionCodec.EncodeValue(TransactionRecord.End(cut, Source), 9);
        var back = TransactionCodec.Decode(AvroSchema.Parse(TransactionCodec.ValueSchema), bytes).ToCut(Source);

        (back with { EventCounts = cut.EventCounts }).Should().Be(cut);
        back.EventCounts.Should().Equal(cut.EventCounts);
    }

    [Fact]
    public void ToCut_IdOfOraclesConnector_NeedsTheScn()
    {
        var record = new TransactionRecord { IsEnd = true, Id = "09001f0011050000", EventCount = 0, Collections = [], Milliseconds = 5 };

        var cut = () => record.ToCut(Source);

        cut.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.TransactionInvalid);
        record.ToCut(Source, 12, 5000).Scn.Should().Be(12);
    }
}
