namespace Harunire.Model.Deltas;

/// <summary>How a cell of a <see cref="DeltaColumn"/> holds its value.</summary>
public static class CellTag
{
    /// <summary>NULL.</summary>
    public const byte Null = 0;

    /// <summary>The word itself is the value, as the column's <see cref="CellLayout"/> says.</summary>
    public const byte Word = 1;

    /// <summary>A value that has no word: text, raw bytes, a number that does not fit.</summary>
    public const byte Wide = 2;
}
