using Harunire.Testing;

namespace Harunire.Architecture.Tests;

/// <summary>The checkout as text: the rules below are read from sources, so that they hold for code that does not build here.</summary>
internal static class SourceTree
{
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(NotBuilt).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Sources { get; } =
        [.. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "src"), "*.cs", SearchOption.AllDirectories).Where(NotBuilt).Order(StringComparer.Ordinal)];

    public static string Relative(string path) => Path.GetRelativePath(RepositoryPaths.Root, path).Replace('\\', '/');

    public static string Read(string relative) => File.ReadAllText(Path.Combine(RepositoryPaths.Root, relative));

    private static bool NotBuilt(string path)
    {
        var parts = Relative(path).Split('/');
        return !parts.Contains("obj") && !parts.Contains("bin");
    }
}
