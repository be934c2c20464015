using System.Buffers;
using System.Runtime.InteropServices;
using Harunire.Model.Deltas;
using Harunire.Model.Values;

namespace Harunire.Engine.Rows;

/// <summary>Rows as words, for keys and state. Equal rows have equal words.</summary>
/// <remarks>
/// Where every cell is a word, those words alone; the length tells. Else two bits of tag for each cell, a word for each cell, then the bytes
/// of wide values. Text of up to eight bytes stands in its word. With <paramref name="instants"/>, zones with one instant are equal, as in grouping.
/// </remarks>
internal sealed class RowPacker(CellLayout[] layouts, bool instants = false)
{
    private const ulong InlineText = 3;
    private const int TagsPerWord = 32;
    private readonly int _head = (layouts.Length + TagsPerWord - 1) / TagsPerWord;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly TextCache _texts = new();
    private ulong[] _words = new ulong[16];

    public CellLayout[] Layouts => layouts;

    /// <summary>Valid until the next row is packed.</summary>
    public ReadOnlySpan<ulong> Pack(DeltaColumn[] columns, int row)
    {
        var length = _head + columns.Length;
        if (_words.Length < length)
        {
            Array.Resize(ref _words, length * 2);
        }

        if (TryPackWords(columns, row))
        {
            return _words.AsSpan(0, columns.Length);
        }

        _words.AsSpan(0, _head).Clear();
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            ulong tag = column.Tags[row];
            _words[_head + i] = tag == CellTag.Word ? unchecked((ulong)column.Words[row]) : 0;
            if (tag == CellTag.Wide)
            {
                tag = PackWide(in column.Wide(row), _head + i, ref length);
            }

            _words[i / TagsPerWord] |= tag << (i % TagsPerWord * 2);
        }

        return _words.AsSpan(0, length);
    }

    /// <summary>Appends a packed row's cells to columns of the same layouts.</summary>
    public void Unpack(ReadOnlySpan<ulong> words, ReadOnlySpan<DeltaColumn> columns)
    {
        if (words.Length == layouts.Length)
        {
            for (var i = 0; i < words.Length; i++)
            {
                columns[i].AppendWord(unchecked((long)words[i]));
            }

            return;
        }

        var at = _head + layouts.Length;
        for (var i = 0; i < layouts.Length; i++)
        {
            var word = words[_head + i];
            switch (TagOf(words, i))
            {
                case CellTag.Word:
                    columns[i].AppendWord(unchecked((long)word));
                    break;
                case CellTag.Null:
                    columns[i].AppendNull();
                    break;
                case InlineText:
                    columns[i].Append(Datum.FromText(_texts.Of(word)));
                    break;
                default:
                    columns[i].Append(ReadWide(words, word, ref at));
                    break;
            }
        }
    }

    public void Unpack(ReadOnlySpan<ulong> words, Span<Datum> cells)
    {
        if (words.Length == layouts.Length)
        {
            for (var i = 0; i < words.Length; i++)
            {
                cells[i] = layouts[i].Decode(unchecked((long)words[i]));
            }

            return;
        }

        var at = _head + layouts.Length;
        for (var i = 0; i < layouts.Length; i++)
        {
            var word = words[_head + i];
            cells[i] = TagOf(words, i) switch
            {
                CellTag.Word => layouts[i].Decode(unchecked((long)word)),
                CellTag.Null => Datum.Null,
                InlineText => Datum.FromText(_texts.Of(word)),
                _ => ReadWide(words, word, ref at),
            };
        }
    }

    public Datum[] Unpack(ReadOnlySpan<ulong> words)
    {
        var cells = new Datum[layouts.Length];
        Unpack(words, cells);
        return cells;
    }

    private bool TryPackWords(DeltaColumn[] columns, int row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            if (column.Tags[row] != CellTag.Word)
            {
                return false;
            }

            _words[i] = unchecked((ulong)column.Words[row]);
        }

        return true;
    }

    private static ulong TagOf(ReadOnlySpan<ulong> words, int column) => (words[column / TagsPerWord] >> (column % TagsPerWord * 2)) & 3;

    private ulong PackWide(in Datum value, int place, ref int length)
    {
        _bytes.ResetWrittenCount();
        if (value.Kind == DatumKind.Text && TryInline(value.AsText, out var word))
        {
            _words[place] = word;
            return InlineText;
        }

        DatumCodec.Write(_bytes, instants && value.Kind == DatumKind.TimestampTz ? Datum.FromTimestampTz(value.AsTimestampTz with { OffsetMinutes = 0 }) : value);
        var bytes = _bytes.WrittenSpan;
        var needed = length + ((bytes.Length + 7) / 8);
        if (_words.Length < needed)
        {
            Array.Resize(ref _words, needed * 2);
        }

        _words[place] = (ulong)bytes.Length;
        _words[needed - 1] = 0;
        bytes.CopyTo(MemoryMarshal.AsBytes(_words.AsSpan(length, needed - length)));
        length = needed;
        return CellTag.Wide;
    }

    // A zero byte within the text could not be told from the end.
    private static bool TryInline(string text, out ulong word)
    {
        word = 0;
        if (text.Length > sizeof(ulong))
        {
            return false;
        }

        var shift = 0;
        foreach (var letter in text)
        {
            if (letter is '\0' or >= '\u0080')
            {
                return false;
            }

            word |= (ulong)letter << shift;
            shift += 8;
        }

        return true;
    }

    private static Datum ReadWide(ReadOnlySpan<ulong> words, ulong length, ref int at)
    {
        var bytes = MemoryMarshal.AsBytes(words[at..])[..(int)length];
        at += ((int)length + 7) / 8;
        return DatumCodec.Read(ref bytes);
    }
}
