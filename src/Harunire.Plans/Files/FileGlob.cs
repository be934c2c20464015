namespace Harunire.Plans.Files;

/// <summary>Paths with * and ? in their last part. Files of accepted differences lie beside the mappings and are none.</summary>
internal static class FileGlob
{
    public static IReadOnlyList<string> Find(string folder, string glob)
    {
        var full = Path.GetFullPath(Path.Combine(folder, glob));
        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent)
            ? [.. Directory.EnumerateFiles(parent, Path.GetFileName(full)).Where(f => !f.EndsWith(AcceptanceReader.Extension, StringComparison.Ordinal) && !f.EndsWith(AcceptanceReader.ProposalExtension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
    }
}
