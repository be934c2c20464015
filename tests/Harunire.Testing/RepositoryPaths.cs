namespace Harunire.Testing;

/// <summary>Where the tests find the repository and, beside it, what is shared.</summary>
public static class RepositoryPaths
{
    /// <summary>The folder that holds Harunire.Migrate.sln.</summary>
    public static string Root { get; } = FindUpward(AppContext.BaseDirectory, "Harunire.Migrate.sln")
        ?? throw new InvalidOperationException("The tests run outside a checkout: no Harunire.Migrate.sln above " + AppContext.BaseDirectory);

    /// <summary>The shared folder beside the checkout; null where there is none.</summary>
    public static string? Shared { get; } = FindShared();

    /// <summary>A path below the shared folder; skips the test where it is absent.</summary>
    public static string RequireShared(string relative)
    {
        var path = Shared is null ? null : Path.Combine(Shared, relative);
        if (path is null || !Path.Exists(path))
        {
            Xunit.Assert.Skip($"shared/{relative} is not beside this checkout");
        }

        return path!;
    }

    private static string? FindShared()
    {
        for (var directory = new DirectoryInfo(Root).Parent; directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "fixtures")))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string? FindUpward(string start, string file)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, file)))
            {
                return directory.FullName;
            }
        }

        return null;
    }

    /// <summary>The shipped mapping files, in order; tests of mappings are none.</summary>
    /// <param name="migration">A migration's folder below <c>mappings</c>; empty: all.</param>
    public static IEnumerable<string> MappingFiles(string migration = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, "mappings", migration), "*.yaml", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".test.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
