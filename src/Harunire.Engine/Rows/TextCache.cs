namespace Harunire.Engine.Rows;

/// <summary>Strings of short texts that come again and again, so that reading them from state makes no new ones.</summary>
internal sealed class TextCache
{
    private const int Bits = 10;
    private readonly ulong[] _words = new ulong[1 << Bits];
    private readonly string?[] _texts = new string?[1 << Bits];

    /// <param name="word">Up to eight ASCII letters, the first in the lowest byte.</param>
    public string Of(ulong word)
    {
        var place = unchecked(word * 0x9E3779B97F4A7C15) >> (64 - Bits);
        if (_words[place] == word && _texts[place] is { } text)
        {
            return text;
        }

        Span<char> letters = stackalloc char[sizeof(ulong)];
        var length = 0;
        for (var rest = word; rest != 0; rest >>= 8)
        {
            letters[length++] = (char)(rest & 0xFF);
        }

        text = new string(letters[..length]);
        (_words[place], _texts[place]) = (word, text);
        return text;
    }
}
