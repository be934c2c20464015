using System.Buffers.Binary;
using System.Text;
using Harunire.Model.Errors;

namespace Harunire.Topics.Avro;

/// <summary>Reads Avro's binary encoding; each length is bounded by the bytes that remain. Source: Avro 1.12 specification, "Binary Encoding".</summary>
public ref struct AvroReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 100;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public readonly int Remaining => _data.Length - _at;

    public long ReadLong()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at >= _data.Length)
            {
                throw Invalid("the bytes end inside a number");
            }

            var b = _data[_at++];
            if (shift == 63 && b > 1)
            {
                break;
            }

            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw Invalid("a number has more than 64 bits");
    }

    public int ReadInt()
    {
        var value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Invalid("a number has more than 32 bits");
    }

    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        _ => throw Invalid("a boolean is neither 0 nor 1"),
    };

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>The bytes stay in the source; copy what is kept.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadLong();
        return length >= 0 && length <= Remaining ? Take((int)length) : throw Invalid($"a length of {length} with {Remaining} bytes left");
    }

    public string ReadString()
    {
        var bytes = ReadBytes();
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("a text is not UTF-8");
        }
    }

    /// <summary>The index of a union's branch.</summary>
    public int ReadBranch(int branches)
    {
        var branch = ReadLong();
        return branch >= 0 && branch < branches ? (int)branch : throw Invalid($"branch {branch} of {branches}");
    }

    /// <summary>The number of items of an array's next block, 0 at its end; each item takes at least one byte.</summary>
    public long ReadBlock()
    {
        var count = ReadLong();
        if (count < 0)
        {
            count = count == long.MinValue ? long.MaxValue : -count;
            ReadLong();
        }

        return count <= Remaining ? count : throw Invalid($"{count} items with {Remaining} bytes left");
    }

    /// <summary>Reads any value: null, bool, int, long, float, double, byte[], string, a dictionary for a record, a list for an array.</summary>
    public object? ReadValue(AvroSchema schema, int depth = 0) => schema.Kind switch
    {
        _ when depth > MaxDepth => throw Invalid($"values are nested more than {MaxDepth} deep"),
        AvroKind.Null => null,
        AvroKind.Boolean => ReadBoolean(),
        AvroKind.Int => ReadInt(),
        AvroKind.Long => ReadLong(),
        AvroKind.Float => ReadFloat(),
        AvroKind.Double => ReadDouble(),
        AvroKind.Bytes => ReadBytes().ToArray(),
        AvroKind.String => ReadString(),
        AvroKind.Union => ReadValue(schema.Branches[ReadBranch(schema.Branches.Count)], depth + 1),
        AvroKind.Record => ReadRecord(schema, depth),
        _ => ReadArray(schema, depth),
    };

    /// <summary>Moves past a value without keeping it.</summary>
    public void Skip(AvroSchema schema, int depth = 0)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Int or AvroKind.Long:
                ReadLong();
                break;
            case AvroKind.Bytes or AvroKind.String:
                ReadBytes();
                break;
            case AvroKind.Union when depth <= MaxDepth:
                Skip(schema.Branches[ReadBranch(schema.Branches.Count)], depth + 1);
                break;
            default:
                ReadValue(schema, depth);
                break;
        }
    }

    /// <summary>HAR4103 where bytes are left over.</summary>
    public readonly void End()
    {
        if (Remaining != 0)
        {
            throw Invalid($"{Remaining} bytes are left over");
        }
    }

    internal static HarunireException Invalid(string what) => new(TopicErrors.AvroInvalid, what);

    private Dictionary<string, object?> ReadRecord(AvroSchema schema, int depth)
    {
        var record = new Dictionary<string, object?>(schema.Fields.Count, StringComparer.Ordinal);
        foreach (var field in schema.Fields)
        {
            record[field.Name] = ReadValue(field.Schema, depth + 1);
        }

        return record;
    }

    private List<object?> ReadArray(AvroSchema schema, int depth)
    {
        var list = new List<object?>();
        for (var count = ReadBlock(); count > 0; count = ReadBlock())
        {
            for (var i = 0L; i < count; i++)
            {
                list.Add(ReadValue(schema.Items!, depth + 1));
            }
        }

        return list;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining)
        {
            throw Invalid($"{length} bytes are needed, {Remaining} are left");
        }

        var bytes = _data.Slice(_at, length);
        _at += length;
        return bytes;
    }
}
