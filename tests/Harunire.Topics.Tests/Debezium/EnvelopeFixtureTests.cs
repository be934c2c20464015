using System.Globalization;
using System.Text.Json;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;

namespace Harunire.Topics.Tests.Debezium;

public class EnvelopeFixtureTests
{
    private static readonly DecoderOptions Tolerant = new() { AllowLossy = true, KeepPlaceholders = true };
    private static readonly string[] DefaultModeFolders =
    [
        .. new[] { "server1.HR.ALL_TYPES", "server1.HR.ORDERS", "server1.HR.EXTRA_TYPES", "server1.HR.NO_KEY" }.SelectMany(topic => new[] { topic, $"variants/txmeta-heartbeat/{topic}" }),
    ];

    [Fact]
    public void SchemaText_DefaultMode_IsTheRegisteredText()
    {
        foreach (var folder in DefaultModeFolders.Select(f => Path.Combine(Fixtures.Root, f)))
        {
            var table = Fixtures.TableOf(folder)!;
            EnvelopeSchemaText.Value("server1", table).Should().Be(Fixtures.Text(folder, "value"));
            EnvelopeSchemaText.Key("server1", table).Should().Be(table.Key.IsEmpty ? null : Fixtures.Text(folder, "key"));
        }
    }

    [Fact]
    public void Encode_EveryDecodedEventOfTheDefaultMode_GivesTheSameBytes()
    {
        var count = 0;
        foreach (var folder in DefaultModeFolders.Select(f => Path.Combine(Fixtures.Root, f)))
        {
            var table = Fixtures.TableOf(folder)!;
            var decoder = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(folder, "value")), table, Tolerant);
            foreach (var file in Fixtures.Binaries(folder, "*.value.bin"))
            {
                var bytes = File.ReadAllBytes(file);
                var key = table.Key.IsEmpty ? null : File.ReadAllBytes(file.Replace(".value.bin", ".key.bin", StringComparison.Ordinal));
                var encoder = new EnvelopeEncoder(table, key is null ? 0 : SchemaFrame.ReadId(key), SchemaFrame.ReadId(bytes));
                var decoded = decoder.Decode(bytes);

                encoder.EncodeValue(decoded).Should().Equal(bytes, file);
                encoder.EncodeKey(decoded.Event.After ?? decoded.Event.Before!).Should().Equal(key, file);
                count++;
            }
        }

        count.Should().BeGreaterThan(30);
    }

    [Fact]
    public void Decoder_ColumnWithDefaultThatMayBeNull_IsRefusedUnlessAllowed()
    {
        var schema = AvroSchema.Parse(Fixtures.Text(Path.Combine(Fixtures.Root, "server1.HR.EXTRA_TYPES"), "value"));
        var without = Fixtures.ExtraTypes with { Columns = [.. Fixtures.ExtraTypes.Columns.Where(c => !c.Name.EndsWith("_OPT", StringComparison.Ordinal))] };

        var make = () => new EnvelopeDecoder(schema, Fixtures.ExtraTypes);

        make.Should().Throw<HarunireException>().Which.Diagnostics[0].Should().Match<Diagnostic>(d => d.Code == TopicErrors.ValueLossy && d.Subject == "HR.EXTRA_TYPES.D_NUM9_OPT");
        new EnvelopeDecoder(schema, without).Table.Should().Be(without);
    }

    [Fact]
    public void ReadValue_EveryFixture_EqualsItsReadableForm()
    {
        var count = 0;
        foreach (var file in Fixtures.Binaries(Fixtures.Root, "*.bin"))
        {
            var part = file.EndsWith(".key.bin", StringComparison.Ordinal) ? "key" : "value";
            var bytes = File.ReadAllBytes(file);
            if (bytes.Length == 0)
            {
                continue;
            }

            var reader = new AvroReader(bytes.AsSpan(SchemaFrame.Length));
            var value = reader.ReadValue(AvroSchema.Parse(Fixtures.Text(Path.GetDirectoryName(file)!, part)));
            reader.End();
            Same(Fixtures.Json(file).GetProperty(part + "_avro"), value).Should().BeTrue(file);
            count++;
        }

        count.Should().BeGreaterThan(200);
    }

    [Fact]
    public void Decode_CreateOfAllTypes_HasTheValuesThatWereInserted()
    {
        var folder = Path.Combine(Fixtures.Root, "server1.HR.ALL_TYPES");
        var change = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(folder, "value")), Fixtures.AllTypes).DecodeEvent(File.ReadAllBytes(Path.Combine(folder, "create.value.bin")));

        change.Operation.Should().Be(ChangeOperation.Create);
        change.Position.Should().Be(new ChangePosition(2000005, "", 1, 0));
        change.CommitMicroseconds.Should().Be(1709288430000000);
        change.After!.Select(d => d.ToString()).Should().Equal(
            "2", "123456789012345678", "-12345678901234567890123456789012345678", "12345678.9", "123.456", "3.14", "1.5", "-2.25", "golden 'q' row", "ab   ", "žluť",
            "NULL", "00FF10AB", "2024-02-29 11:12:13", "2024-02-29 11:12:13.123", "2024-02-29 11:12:13.123456", "2024-02-29 11:12:13.123456789",
            "2024-02-29 11:12:13.123456+02:00", "2024-02-29 11:12:13.123456+00:00", "+03-06", "-01 02:03:04.567890000");
    }

    [Theory]
    [InlineData("decimal-string")]
    [InlineData("interval-string")]
    [InlineData("lob-enabled")]
    [InlineData("time-adaptive-us")]
    [InlineData("decimal-double")]
    [InlineData("time-connect")]
    public void Decode_Variant_HasTheValuesOfTheDefaultMode(string variant)
    {
        var compared = 0;
        foreach (var topic in new[] { "server1.HR.ALL_TYPES", "server1.HR.ORDERS" })
        {
            var standard = Path.Combine(Fixtures.Root, topic);
            var folder = Path.Combine(Fixtures.Root, "variants", variant, topic);
            var table = Fixtures.TableOf(folder)!;
            var expect = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(standard, "value")), table, Tolerant);
            var decoder = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(folder, "value")), table, Tolerant);
            foreach (var file in Fixtures.Binaries(folder, "*.value.bin").Where(f => File.Exists(Path.Combine(standard, Path.GetFileName(f)))))
            {
                var expected = expect.DecodeEvent(File.ReadAllBytes(Path.Combine(standard, Path.GetFileName(file))));
                var actual = decoder.DecodeEvent(File.ReadAllBytes(file));
                actual.Operation.Should().Be(expected.Operation);
                foreach (var (a, e) in new[] { (actual.Before, expected.Before), (actual.After, expected.After) })
                {
                    (a is null).Should().Be(e is null, file);
                    for (var i = 0; i < (a?.Length ?? 0); i++)
                    {
                        if (variant != "lob-enabled" || table.Columns[i].Name != "C_CLOB")
                        {
                            Weaken(variant, a![i]).Should().Be(Weaken(variant, e![i]), "{0} {1}", file, table.Columns[i].Name);
                            compared++;
                        }
                    }
                }
            }
        }

        compared.Should().BeGreaterThan(100);
    }

    [Theory]
    [InlineData("decimal-double")]
    [InlineData("time-connect")]
    public void Decoder_LossyVariant_IsRefused(string variant)
    {
        var schema = AvroSchema.Parse(Fixtures.Text(Path.Combine(Fixtures.Root, "variants", variant, "server1.HR.ALL_TYPES"), "value"));

        var make = () => new EnvelopeDecoder(schema, Fixtures.AllTypes);

        make.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.ValueLossy);
    }

    [Fact]
    public void Decode_ValueNotSent_IsAnErrorOnlyWhereTheColumnIsNeeded()
    {
        var folder = Path.Combine(Fixtures.Root, "server1.HR.ALL_TYPES");
        var schema = AvroSchema.Parse(Fixtures.Text(folder, "value"));
        var bytes = File.ReadAllBytes(Path.Combine(folder, "delete.value.bin"));
        var without = Fixtures.AllTypes with { Columns = [.. Fixtures.AllTypes.Columns.Where(c => c.Name != "C_CLOB")] };

        var decode = () => new EnvelopeDecoder(schema, Fixtures.AllTypes).DecodeEvent(bytes);

        decode.Should().Throw<HarunireException>().Which.Diagnostics[0].Should().Match<Diagnostic>(d => d.Code == TopicErrors.ValueUnavailable && d.Subject == "HR.ALL_TYPES.C_CLOB");
        new EnvelopeDecoder(schema, without).DecodeEvent(bytes).Before.Should().HaveCount(20);
    }

    [Fact]
    public void Decode_EveryEnvelopeWithoutATable_Succeeds()
    {
        var count = 0;
        foreach (var file in Fixtures.Binaries(Fixtures.Root, "*.value.bin").Where(f => f.Contains(".HR.", StringComparison.Ordinal) && new FileInfo(f).Length > 0))
        {
            new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(Path.GetDirectoryName(file)!, "value")), null, Tolerant).Decode(File.ReadAllBytes(file)).Source.Name.Should().Be("server1");
            count++;
        }

        count.Should().BeGreaterThan(80);
    }

    [Fact]
    public void Decode_OneByteChangedOrCut_SucceedsOrFailsTyped()
    {
        const int seed = 11;
        var random = new Random(seed);
        var folder = Path.Combine(Fixtures.Root, "server1.HR.ALL_TYPES");
        var decoder = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(folder, "value")), Fixtures.AllTypes);
        var failures = 0;
        foreach (var good in Fixtures.Binaries(folder, "*.value.bin").Select(File.ReadAllBytes).Where(b => b.Length > 0))
        {
            for (var i = 0; i < 3000; i++)
            {
                var bytes = i % 5 == 0 ? good[..random.Next(good.Length)] : [.. good];
                if (bytes.Length > 0)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                try
                {
                    decoder.Decode(bytes);
                }
                catch (HarunireException)
                {
                    failures++;
                }
            }
        }

        failures.Should().BeGreaterThan(1000, "seed {0}", seed);
    }

    private static Datum Weaken(string variant, Datum value) => (variant, value.Kind) switch
    {
        ("decimal-double", DatumKind.Number) => Datum.FromBinaryDouble(value.AsNumber.ToDouble()),
        ("time-connect", DatumKind.Timestamp) => Datum.FromTimestamp(value.AsTimestamp with { Nanoseconds = value.AsTimestamp.Nanoseconds / 1_000_000 * 1_000_000 }),
        _ => value,
    };

    private static bool Same(JsonElement expected, object? actual) => (expected.ValueKind, actual) switch
    {
        (JsonValueKind.Null, null) => true,
        (JsonValueKind.True or JsonValueKind.False, bool b) => expected.GetBoolean() == b,
        (JsonValueKind.Number, int or long) => expected.GetInt64() == Convert.ToInt64(actual, CultureInfo.InvariantCulture),
        (JsonValueKind.Number, float f) => (float)expected.GetDouble() == f,
        (JsonValueKind.Number, double d) => expected.GetDouble() == d,
        (JsonValueKind.String, string s) => expected.GetString() == s,
        (JsonValueKind.String, byte[] bytes) => expected.GetString() == "hex:" + Convert.ToHexStringLower(bytes),
        (JsonValueKind.Object, Dictionary<string, object?> record) => expected.EnumerateObject().Count() == record.Count && expected.EnumerateObject().All(p => Same(p.Value, record[p.Name])),
        (JsonValueKind.Array, List<object?> list) => expected.GetArrayLength() == list.Count && expected.EnumerateArray().Select((e, i) => Same(e, list[i])).All(x => x),
        _ => false,
    };
}
