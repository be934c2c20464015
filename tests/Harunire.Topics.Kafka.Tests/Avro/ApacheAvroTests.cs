using Avro.Generic;
using Avro.IO;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;

namespace Harunire.Topics.Kafka.Tests.Avro;

/// <summary>Our encoder and decoder against Apache's library, on tables and rows by chance; and what bytes do that nobody wrote so.</summary>
public sealed class ApacheAvroTests
{
    private static readonly EnvelopeSource Source = new() { Version = "1", Connector = "oracle", Name = "p", Database = "DB" };

    [Fact]
    public void Rows_WrittenByUs_AreReadByApacheAsTheWireSays_AndBack()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var rows = new RandomRows(new Random(seed));
        for (var round = 0; round < 100; round++)
        {
            var table = rows.Table();
            var text = EnvelopeSchemaText.Value("p", table);
            var schema = global::Avro.Schema.Parse(text);
            var (encoder, decoder) = (new EnvelopeEncoder(table, 1, 1), new EnvelopeDecoder(AvroSchema.Parse(text), table));
            for (var i = 0; i < 20; i++)
            {
                var (row, checks) = rows.Row(table);
                var frame = encoder.EncodeValue(Event(table, row), Source, 1_700_000_000_000_000);

                var record = Read(schema, frame);
                var after = (GenericRecord)record["after"];
                for (var column = 0; column < checks.Length; column++)
                {
                    checks[column](after.GetValue(column)).Should().BeTrue($"seed {seed}: {table.Columns[column]} is {row[column]}, Apache's library reads {after.GetValue(column)}");
                }

                var change = decoder.DecodeEvent(Write(schema, record));
                change.After.Should().Equal(row, $"seed {seed}");
                (change.Operation, change.Position.Scn, change.Position.CutId).Should().Be((ChangeOperation.Create, 42, "42:1"));
            }
        }
    }

    [Fact]
    public void Bytes_Changed_AreReadOrRefusedTyped_InBoundedMemory()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var rows = new RandomRows(random);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 20; round++)
        {
            var table = rows.Table();
            var decoder = new EnvelopeDecoder(AvroSchema.Parse(EnvelopeSchemaText.Value("p", table)), table);
            var frame = new EnvelopeEncoder(table, 1, 1).EncodeValue(Event(table, rows.Row(table).Row), Source, 1_700_000_000_000_000);
            for (var at = 5; at < frame.Length; at++)
            {
                Try(frame[..at]);
                foreach (var value in new byte[] { 0, 0x7f, 0x80, 0xff, (byte)random.Next(256) })
                {
                    Try([.. frame[..at], value, .. frame[(at + 1)..]]);
                }

                // A length, count or branch of 2^62 in the place of whatever stands there.
                Try([.. frame[..at], 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, .. frame[(at + 1)..]]);
            }

            void Try(byte[] bytes)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    decoder.DecodeEvent(bytes);
                    read++;
                }
                catch (HarunireException failure)
                {
                    failure.Code.Category.Should().NotBe(ErrorCategory.Bug);
                    refused++;
                }

                (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000, $"seed {seed}: {Convert.ToHexString(bytes)}");
            }
        }

        // Both happen: most changes of a digit are another valid value.
        read.Should().BePositive();
        refused.Should().BeGreaterThan(1_000);
    }

    private static ChangeEvent Event(TableSchema table, Model.Values.Datum[] row) => new()
    {
        Table = table,
        Operation = ChangeOperation.Create,
        After = row,
        Position = new ChangePosition(42, "42:1", 1, 1),
        CommitMicroseconds = 1_700_000_000_000_000,
    };

    private static GenericRecord Read(global::Avro.Schema schema, byte[] frame)
    {
        using var stream = new MemoryStream(frame, SchemaFrame.Length, frame.Length - SchemaFrame.Length);
        var record = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
        stream.Position.Should().Be(stream.Length);
        return record;
    }

    private static byte[] Write(global::Avro.Schema schema, GenericRecord record)
    {
        using var stream = new MemoryStream();
        stream.Write([0, 0, 0, 0, 1]);
        new GenericDatumWriter<GenericRecord>(schema).Write(record, new BinaryEncoder(stream));
        return stream.ToArray();
    }
}
