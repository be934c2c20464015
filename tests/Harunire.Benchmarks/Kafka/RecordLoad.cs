using Harunire.Testing.Workload;

namespace Harunire.Benchmarks.Kafka;

/// <summary>The records of a turn: a key of eight bytes, a value that compresses as a row does, to about half.</summary>
internal sealed class RecordLoad
{
    // More bytes than a compressor looks back.
    private const int Variants = 1000;

    private readonly byte[][] _values = new byte[Variants][];

    public RecordLoad(int count, int size)
    {
        (Count, Size) = (count, size);
        var random = new SplitMix((ulong)size);
        for (var i = 0; i < Variants; i++)
        {
            _values[i] = new byte[size];
            for (var b = 0; b < size; b++)
            {
                _values[i][b] = (byte)(b % 3 == 0 ? random.Below(256) : b % 64);
            }
        }

        for (var i = 0; i < count; i++)
        {
            Sum = Add(Sum, Key(i), Value(i));
        }
    }

    public int Count { get; }

    /// <summary>Bytes of a value.</summary>
    public int Size { get; }

    /// <summary>Of all records in their order: what a reader must come to.</summary>
    public long Sum { get; }

    public static byte[] Key(int index) => BitConverter.GetBytes((long)index);

    public byte[] Value(int index) => _values[index % Variants];

    public static long Add(long sum, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        unchecked((sum * 31) + BitConverter.ToInt64(key) + value[0] + value[^1] + value.Length);
}
