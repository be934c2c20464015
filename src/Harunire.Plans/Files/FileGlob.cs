namespace Harunire.Plans.Files;

/// <summary>Paths with * and ? in their last part.</summary>
internal static class FileGlob
{
    public static IReadOnlyList<string> Find(string folder, string glob)
    {
        var full = Path.GetFullPath(Path.Combine(folder, glob));
        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent)
            ? [.. Directory.EnumerateFiles(parent, Path.GetFileName(full)).Order(StringComparer.Ordinal)]
            : [];
    }
}
