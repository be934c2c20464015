using System.Numerics;
using System.Text;

namespace Harunire.Topics.Embedded;

/// <summary>CRC-32C over a row's values, beside them in the row: SQLite itself has no checksums, and would give a changed number or name back as it is.</summary>
internal static class RowChecksum
{
    public static long Of(string text, params ReadOnlySpan<long> numbers)
    {
        var crc = uint.MaxValue;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        foreach (var number in numbers)
        {
            crc = BitOperations.Crc32C(crc, unchecked((ulong)number));
        }

        return ~crc;
    }
}
