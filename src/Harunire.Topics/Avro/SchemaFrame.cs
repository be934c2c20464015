using System.Buffers.Binary;
using Harunire.Model.Errors;

namespace Harunire.Topics.Avro;

/// <summary>Confluent's frame around an Avro body: 0, schema id (4 bytes, big endian), body.</summary>
public static class SchemaFrame
{
    public const int Length = 5;

    /// <summary>The schema id; HAR4104 where there is no frame.</summary>
    public static int ReadId(ReadOnlySpan<byte> frame) =>
        frame.Length < Length || frame[0] != 0
            ? throw new HarunireException(TopicErrors.FrameInvalid, frame.Length < Length ? $"the record has only {frame.Length} bytes" : $"the first byte is {frame[0]}")
            : BinaryPrimitives.ReadInt32BigEndian(frame[1..]);
}
