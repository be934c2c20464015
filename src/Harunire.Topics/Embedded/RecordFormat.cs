using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Embedded;

/// <summary>The bytes of one record inside a stored batch.</summary>
/// <remarks>
/// Little endian: body length (4), CRC-32C (4) over topic id, partition, offset and body; body: timestamp (8), key length (4, -1 null), value length (4, -1 null),
/// header count (4), headers (name length 4, value length 4, bytes), key, value. The place is in the checksum so that a misplaced batch is noticed.
/// </remarks>
internal static class RecordFormat
{
    public const int FrameLength = 8;
    private const int FixedLength = 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static int Length(in ProducedRecord record)
    {
        var length = FrameLength + FixedLength + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
        if (record.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                length += 8 + Utf8.GetByteCount(header.Name) + (header.Value?.Length ?? 0);
            }
        }

        return length;
    }

    /// <summary>Writes a record to the front of <paramref name="target"/>, which has exactly its length.</summary>
    public static void Write(in ProducedRecord record, long place, long offset, Span<byte> target)
    {
        var body = target[FrameLength..];
        BinaryPrimitives.WriteInt64LittleEndian(body, record.TimestampMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(body[8..], record.Key?.Length ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(body[12..], record.Value?.Length ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(body[16..], record.Headers?.Count ?? 0);
        var rest = body[FixedLength..];
        if (record.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                var nameLength = Utf8.GetBytes(header.Name, rest[8..]);
                BinaryPrimitives.WriteInt32LittleEndian(rest, nameLength);
                BinaryPrimitives.WriteInt32LittleEndian(rest[4..], header.Value?.Length ?? -1);
                header.Value?.CopyTo(rest[(8 + nameLength)..]);
                rest = rest[(8 + nameLength + (header.Value?.Length ?? 0))..];
            }
        }

        record.Key?.CopyTo(rest);
        record.Value?.CopyTo(rest[(record.Key?.Length ?? 0)..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum(body, place, offset));
    }

    /// <summary>Reads the record at the front of <paramref name="source"/> and moves past it.</summary>
    public static TopicRecord Read(ref ReadOnlyMemory<byte> source, string topic, int partition, long place, long offset)
    {
        var span = source.Span;
        var length = span.Length < FrameLength ? -1 : BinaryPrimitives.ReadInt32LittleEndian(span);
        if (length < FixedLength || length > span.Length - FrameLength)
        {
            throw Damaged(topic, partition, offset, "its length does not fit the stored batch");
        }

        var bodyMemory = source.Slice(FrameLength, length);
        var body = bodyMemory.Span;
        if (Checksum(body, place, offset) != BinaryPrimitives.ReadUInt32LittleEndian(span[4..]))
        {
            throw Damaged(topic, partition, offset, "its checksum does not fit");
        }

        var keyLength = BinaryPrimitives.ReadInt32LittleEndian(body[8..]);
        var valueLength = BinaryPrimitives.ReadInt32LittleEndian(body[12..]);
        var headerCount = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
        var rest = bodyMemory[FixedLength..];
        var headers = headerCount == 0 ? [] : ReadHeaders(headerCount, ref rest);
        var key = keyLength < 0 ? (ReadOnlyMemory<byte>?)null : rest[..keyLength];
        rest = keyLength < 0 ? rest : rest[keyLength..];
        var value = valueLength < 0 ? (ReadOnlyMemory<byte>?)null : rest[..valueLength];
        source = source[(FrameLength + length)..];
        return new TopicRecord(offset, BinaryPrimitives.ReadInt64LittleEndian(body), key, value, headers);
    }

    /// <summary>Moves past a record that is not wanted.</summary>
    public static void Skip(ref ReadOnlyMemory<byte> source, string topic, int partition, long offset)
    {
        var length = source.Length < FrameLength ? -1 : BinaryPrimitives.ReadInt32LittleEndian(source.Span);
        if (length < FixedLength || length > source.Length - FrameLength)
        {
            throw Damaged(topic, partition, offset, "its length does not fit the stored batch");
        }

        source = source[(FrameLength + length)..];
    }

    public static HarunireException Damaged(string topic, int partition, long offset, string what) =>
        new(TopicErrors.RecordDamaged, $"the record can't be read: {what}", new TopicPosition(topic, partition, offset).ToString());

    private static RecordHeader[] ReadHeaders(int count, ref ReadOnlyMemory<byte> rest)
    {
        var headers = new RecordHeader[count];
        for (var i = 0; i < count; i++)
        {
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            var valueLength = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[4..]);
            var name = Utf8.GetString(rest.Span.Slice(8, nameLength));
            headers[i] = new RecordHeader(name, valueLength < 0 ? null : rest.Slice(8 + nameLength, valueLength).ToArray());
            rest = rest[(8 + nameLength + Math.Max(valueLength, 0))..];
        }

        return headers;
    }

    private static uint Checksum(ReadOnlySpan<byte> body, long place, long offset)
    {
        var crc = BitOperations.Crc32C(BitOperations.Crc32C(uint.MaxValue, (ulong)place), (ulong)offset);
        while (body.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(body));
            body = body[8..];
        }

        foreach (var b in body)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
