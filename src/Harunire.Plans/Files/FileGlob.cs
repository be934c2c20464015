namespace Harunire.Plans.Files;

/// <summary>Paths with * and ? in their last part. Files of accepted differences and of tests lie beside the mappings and are none.</summary>
internal static class FileGlob
{
    private static readonly string[] Others = [AcceptanceReader.Extension, AcceptanceReader.ProposalExtension, MappingTestReader.Extension];

    public static IReadOnlyList<string> Find(string folder, string glob)
    {
        var full = Path.GetFullPath(Path.Combine(folder, glob));
        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent)
            ? [.. Directory.EnumerateFiles(parent, Path.GetFileName(full)).Where(f => !Array.Exists(Others, extension => f.EndsWith(extension, StringComparison.Ordinal))).Order(StringComparer.Ordinal)]
            : [];
    }
}
