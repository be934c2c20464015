using System.Buffers.Binary;

namespace Harunire.Topics.Logs;

/// <summary>Chooses the partition of a key as Kafka's Java client does: murmur2, sign dropped, modulo.</summary>
public static class KeyPartitioner
{
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;

    public static int Partition(ReadOnlySpan<byte> key, int partitions) => (Murmur2(key) & 0x7fffffff) % partitions;

    /// <summary>MurmurHash2, 32 bits, little endian, with Kafka's seed.</summary>
    public static int Murmur2(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var h = Seed ^ (uint)data.Length;
            while (data.Length >= 4)
            {
                var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
                h = (h * Multiplier) ^ ((k ^ (k >> 24)) * Multiplier);
                data = data[4..];
            }

            for (var i = data.Length - 1; i >= 0; i--)
            {
                h ^= (uint)data[i] << (8 * i);
            }

            h = data.Length > 0 ? h * Multiplier : h;
            h = (h ^ (h >> 13)) * Multiplier;
            return (int)(h ^ (h >> 15));
        }
    }
}
