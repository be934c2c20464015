using System.Buffers;
using System.Buffers.Binary;
using Harunire.Model.Results;
using Harunire.Model.Values;

namespace Harunire.Jobs.Streaming;

/// <summary>Result rows as bytes: they are durable with the checkpoint before they go to the target, and are sent again after a crash.</summary>
internal static class PendingResults
{
    public static byte[] Write(IReadOnlyList<ResultRow> rows)
    {
        var output = new ArrayBufferWriter<byte>();
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), rows.Count);
        output.Advance(4);
        foreach (var row in rows)
        {
            DatumCodec.Write(output, row.Key);
            output.GetSpan(1)[0] = row.Values is null ? (byte)0 : (byte)1;
            output.Advance(1);
            if (row.Values is not null)
            {
                DatumCodec.Write(output, row.Values);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    public static IReadOnlyList<ResultRow> Read(ReadOnlySpan<byte> bytes, ResultTable table)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        var rows = new ResultRow[BinaryPrimitives.ReadInt32LittleEndian(bytes)];
        bytes = bytes[4..];
        for (var i = 0; i < rows.Length; i++)
        {
            var key = DatumCodec.Read(ref bytes, table.KeyCount);
            var isLive = bytes[0] == 1;
            bytes = bytes[1..];
            rows[i] = new ResultRow(key, isLive ? DatumCodec.Read(ref bytes, table.Columns.Length - table.KeyCount) : null);
        }

        return rows;
    }
}
