using System.Diagnostics;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;

namespace Harunire.Topics.Tests.Debezium;

public class EnvelopeSpeed
{
    /// <summary>Measures; asserts no speed, because the machine is shared.</summary>
    [Theory(Explicit = true)]
    [InlineData("server1.HR.ORDERS", "update.value.bin")]
    [InlineData("server1.HR.ALL_TYPES", "update.value.bin")]
    public void Speed_DecodeAndEncode(string topic, string file)
    {
        const int events = 300_000;
        var folder = Path.Combine(Fixtures.Root, topic);
        var table = Fixtures.TableOf(folder)!;
        var bytes = File.ReadAllBytes(Path.Combine(folder, file));
        var decoder = new EnvelopeDecoder(AvroSchema.Parse(Fixtures.Text(folder, "value")), table, new DecoderOptions { KeepPlaceholders = true });
        var encoder = new EnvelopeEncoder(table, 1, 2);
        var decoded = decoder.Decode(bytes);
        for (var round = 0; round < 2; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < events; i++)
            {
                decoder.DecodeEvent(bytes);
            }

            var reading = watch.Elapsed;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            watch.Restart();
            for (var i = 0; i < events; i++)
            {
                encoder.EncodeValue(decoded);
            }

            Console.WriteLine($"{topic}: decoded {events / reading.TotalSeconds:F0}/s, {allocated / events} bytes each; encoded {events / watch.Elapsed.TotalSeconds:F0}/s");
        }
    }
}
