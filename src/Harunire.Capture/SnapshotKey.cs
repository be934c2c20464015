using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Harunire.Model.Values;

namespace Harunire.Capture;

/// <summary>A key as the source stores it, ordered as the source orders it.</summary>
/// <remarks>
/// A part is a <see cref="Datum"/> (not NULL), where the source orders its columns by value and text by bytes; or SQLite's cell (long, double,
/// string, byte[]) in SQLite's BINARY order: integers and reals by value, then text by bytes, then raw bytes (https://sqlite.org/datatype3.html, section 4.1).
/// </remarks>
public sealed record SnapshotKey(IReadOnlyList<object> Parts) : IComparable<SnapshotKey>
{
    public int CompareTo(SnapshotKey? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Parts.Count; i++)
        {
            var order = Compare(Parts[i], other.Parts[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public bool Equals(SnapshotKey? other) => other is not null && Parts.Count == other.Parts.Count && CompareTo(other) == 0;

    public override int GetHashCode() => Parts.Count;

    /// <summary>A JSON array of one-letter tags and values, for the capture's position.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var part in Parts)
            {
                json.WriteStringValue(part switch
                {
                    long number => string.Create(CultureInfo.InvariantCulture, $"i{number}"),
                    double real => string.Create(CultureInfo.InvariantCulture, $"r{real:R}"),
                    string text => "t" + text,
                    byte[] bytes => "b" + Convert.ToHexString(bytes),
                    Datum { IsNull: false } value => "d" + Encode(value),
                    _ => throw new InvalidOperationException($"A key part of type {part.GetType()} can't be stored."),
                });
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static SnapshotKey FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new SnapshotKey([.. document.RootElement.EnumerateArray().Select(element => Part(element.GetString()!))]);
    }

    private static object Part(string text) => text[0] switch
    {
        'i' => long.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        'r' => double.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        't' => text[1..],
        'b' => Convert.FromHexString(text.AsSpan(1)),
        'd' => Decode(text.AsSpan(1)),
        _ => throw new FormatException($"'{text}' is not a stored key part."),
    };

    private static string Encode(Datum value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        DatumCodec.Write(bytes, value);
        return Convert.ToBase64String(bytes.WrittenSpan);
    }

    private static Datum Decode(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<byte> bytes = Convert.FromBase64String(text.ToString());
        return DatumCodec.Read(ref bytes, 1)[0];
    }

    private static int Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (long a, double b) => CompareMixed(a, b),
        (double a, long b) => -CompareMixed(b, a),
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (Datum a, Datum b) => Datum.Compare(a, b),
        _ => Rank(left).CompareTo(Rank(right)),
    };

    // A double holds every integer that lies beyond 2^63 away from it; below, the decimal type decides exactly.
    private static int CompareMixed(long integer, double real) => real switch
    {
        >= 9.3e18 => -1,
        <= -9.3e18 => 1,
        _ => ((Int128)integer).CompareTo((Int128)Math.Floor(real)) is var order && order == 0 && real > Math.Floor(real) ? -1 : order,
    };

    private static int Rank(object part) => part switch
    {
        long or double => 0,
        string => 1,
        _ => 2,
    };
}
