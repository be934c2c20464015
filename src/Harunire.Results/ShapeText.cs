namespace Harunire.Results;

/// <summary>Two tables' shapes, each one line for a column, and what tells them apart.</summary>
public static class ShapeText
{
    /// <summary>The lines that differ, for the message.</summary>
    public static string Differences(string stored, string wanted)
    {
        var was = stored.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var now = wanted.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var parts = now.Except(was, StringComparer.Ordinal).Select(line => "wanted: " + line)
            .Concat(was.Except(now, StringComparer.Ordinal).Select(line => "found: " + line)).ToList();
        return parts.Count == 0 ? "the columns stand in another order" : string.Join("; ", parts);
    }
}
