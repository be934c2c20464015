using System.Buffers;
using System.Buffers.Binary;

namespace Harunire.Engine.State;

/// <summary>Whole numbers in state, little endian.</summary>
internal static class StateCodec
{
    public static void Write(IBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public static long Read(ref ReadOnlySpan<byte> input)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(input);
        input = input[sizeof(long)..];
        return value;
    }
}
