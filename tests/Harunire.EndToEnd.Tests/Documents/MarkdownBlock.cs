namespace Harunire.EndToEnd.Tests.Documents;

/// <summary>A fenced block of a page: what stands behind the fence, and its lines.</summary>
/// <param name="Line">Of the fence, from 1.</param>
/// <param name="Kind">The fence's first word.</param>
/// <param name="Options">Its other words, as <c>name=value</c>.</param>
internal sealed record MarkdownBlock(int Line, string Kind, IReadOnlyDictionary<string, string> Options, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>The line before the fence; empty at the page's beginning.</summary>
    public string Before { get; private init; } = "";

    public static IEnumerable<MarkdownBlock> Of(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var words = lines[i][Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var end = Array.FindIndex(lines, i + 1, line => line == Fence);
            yield return new MarkdownBlock(
                i + 1,
                words.FirstOrDefault() ?? "",
                words.Skip(1).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
                lines[(i + 1)..end])
            { Before = i == 0 ? "" : lines[i - 1] };
            i = end;
        }
    }
}
