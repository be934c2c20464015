using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Harunire.Topics.Avro;

/// <summary>Writes Avro's binary encoding into a buffer that is used again. Not for several threads.</summary>
public sealed class AvroWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public void Clear() => _buffer.ResetWrittenCount();

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Confluent's frame: 0 and the schema id, big endian.</summary>
    public void WriteFrame(int schemaId)
    {
        var span = _buffer.GetSpan(5);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], schemaId);
        _buffer.Advance(5);
    }

    public void WriteLong(long value)
    {
        var rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        var span = _buffer.GetSpan(10);
        var length = 0;
        while (rest >= 0x80)
        {
            span[length++] = (byte)((rest & 0x7f) | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        _buffer.Advance(length);
    }

    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        _buffer.Write(value);
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    /// <summary>A union of null and text, null first.</summary>
    public void WriteOptional(string? value)
    {
        WriteLong(value is null ? 0 : 1);
        if (value is not null)
        {
            WriteString(value);
        }
    }

    /// <summary>A union of null and a number, null first.</summary>
    public void WriteOptional(long? value)
    {
        WriteLong(value is null ? 0 : 1);
        if (value is { } number)
        {
            WriteLong(number);
        }
    }
}
