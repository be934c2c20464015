using Harunire.Model.Values;

namespace Harunire.Model.Deltas;

/// <summary>One column of a batch: a tag and a word for each row, and the wide values aside. Reusable: <see cref="Clear"/> keeps the memory.</summary>
public sealed class DeltaColumn(CellLayout layout)
{
    private byte[] _tags = new byte[16];
    private long[] _words = new long[16];
    private Datum[] _wides = [];
    private int _wideCount;
    private int _otherThanWords;

    public CellLayout Layout { get; } = layout;

    public int Count { get; private set; }

    /// <summary>True where no cell is NULL or wide.</summary>
    public bool HasOnlyWords => _otherThanWords == 0;

    /// <summary>A <see cref="CellTag"/> for each row.</summary>
    public ReadOnlySpan<byte> Tags => _tags.AsSpan(0, Count);

    /// <summary>The value where the tag is <see cref="CellTag.Word"/>.</summary>
    public ReadOnlySpan<long> Words => _words.AsSpan(0, Count);

    public Datum this[int row] => _tags[row] switch
    {
        CellTag.Word => Layout.Decode(_words[row]),
        CellTag.Wide => _wides[_words[row]],
        _ => Datum.Null,
    };

    /// <summary>The value of a cell whose tag is <see cref="CellTag.Wide"/>.</summary>
    public ref readonly Datum Wide(int row) => ref _wides[_words[row]];

    public void AppendWord(long word)
    {
        if (Count == _tags.Length)
        {
            Grow(Count + 1);
        }

        _tags[Count] = CellTag.Word;
        _words[Count++] = word;
    }

    public void AppendNull()
    {
        Reserve(1);
        _tags[Count] = CellTag.Null;
        _words[Count++] = 0;
        _otherThanWords++;
    }

    public void Append(in Datum value)
    {
        if (value.IsNull)
        {
            AppendNull();
        }
        else if (Layout.TryEncode(in value, out var word))
        {
            AppendWord(word);
        }
        else
        {
            AppendWide(in value);
        }
    }

    /// <summary>value = unscaled × 10^-scale, for a column of NUMBER.</summary>
    public void AppendNumber(long unscaled, int scale)
    {
        if (scale == Layout.Scale)
        {
            AppendWord(unscaled);
        }
        else
        {
            Append(Datum.FromNumber(OracleNumber.FromScaled(unscaled, scale)));
        }
    }

    /// <summary>A cell of another column, whatever its layout.</summary>
    public void Append(DeltaColumn source, int row)
    {
        if (source._tags[row] == CellTag.Word && source.Layout == Layout)
        {
            AppendWord(source._words[row]);
        }
        else
        {
            Append(source[row]);
        }
    }

    /// <summary>The given rows of another column of the same layout.</summary>
    public void Append(DeltaColumn source, ReadOnlySpan<int> rows)
    {
        if (!source.HasOnlyWords || source.Layout != Layout)
        {
            foreach (var row in rows)
            {
                Append(source, row);
            }

            return;
        }

        Reserve(rows.Length);
        _tags.AsSpan(Count, rows.Length).Fill(CellTag.Word);
        var words = _words.AsSpan(Count, rows.Length);
        var from = source._words;
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = from[rows[i]];
        }

        Count += rows.Length;
    }

    /// <summary>Makes so many cells of words, to be filled by the caller.</summary>
    public Span<long> AppendWords(int count)
    {
        Reserve(count);
        _tags.AsSpan(Count, count).Fill(CellTag.Word);
        Count += count;
        return _words.AsSpan(Count - count, count);
    }

    /// <summary>True where both cells hold one value, or both NULL. For columns of one layout.</summary>
    public bool CellsAreEqual(int row, int other)
    {
        var tag = _tags[row];
        return tag == _tags[other] && (tag == CellTag.Wide ? _wides[_words[row]].Equals(_wides[_words[other]]) : _words[row] == _words[other]);
    }

    public void Clear()
    {
        Array.Clear(_wides, 0, _wideCount);
        (Count, _wideCount, _otherThanWords) = (0, 0, 0);
    }

    private void AppendWide(in Datum value)
    {
        Reserve(1);
        if (_wideCount == _wides.Length)
        {
            Array.Resize(ref _wides, Math.Max(16, _wideCount * 2));
        }

        _tags[Count] = CellTag.Wide;
        _words[Count++] = _wideCount;
        _wides[_wideCount++] = value;
        _otherThanWords++;
    }

    private void Reserve(int more)
    {
        if (Count + more > _tags.Length)
        {
            Grow(Count + more);
        }
    }

    private void Grow(int needed)
    {
        var size = Math.Max(needed, Count * 2);
        Array.Resize(ref _tags, size);
        Array.Resize(ref _words, size);
    }
}
