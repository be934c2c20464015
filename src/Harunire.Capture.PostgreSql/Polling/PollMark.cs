using System.Globalization;

namespace Harunire.Capture.PostgreSql.Polling;

/// <summary>What a poll gives back with its position.</summary>
/// <param name="Definition">The table's file and columns: another one, and rows may have changed without a stamp.</param>
/// <param name="OldestMicroseconds">The start of the oldest transaction at the poll, since 1970-01-01 UTC.</param>
internal sealed record PollMark(string Definition, long OldestMicroseconds)
{
    /// <summary>Null where the text is no mark.</summary>
    public static PollMark? Parse(string? text)
    {
        var space = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return space > 0 && long.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var oldest) ? new PollMark(text![(space + 1)..], oldest) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{OldestMicroseconds} {Definition}");
}
