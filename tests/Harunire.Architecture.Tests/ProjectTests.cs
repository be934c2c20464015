using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Harunire.Architecture.Tests;

public sealed partial class ProjectTests
{
    [Fact]
    public void ProjectReferences_EqualTheTableOfTheArchitecture()
    {
        var documented = TableRow().Matches(SourceTree.Read("docs/architecture.md")).ToDictionary(
            row => row.Groups["project"].Value,
            row => row.Groups["references"].Value is "nothing" ? "" : Sorted(row.Groups["references"].Value.Split(',').Select(name => "Harunire." + name.Trim())),
            StringComparer.Ordinal);
        var actual = SourceTree.Projects.ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => Sorted(References(path)),
            StringComparer.Ordinal);

        actual.Should().BeEquivalentTo(documented);
    }

    [Fact]
    public void Projects_AreNamedAsTheirFolders()
    {
        SourceTree.Projects.Should().OnlyContain(path => Path.GetFileName(Path.GetDirectoryName(path)) == Path.GetFileNameWithoutExtension(path));
    }

    [Fact]
    public void OnlyTheCommandLineAndADriversOwnProject_NameAnAdoNetDriver()
    {
        var drivers = new[] { "Microsoft.Data.Sqlite", "Npgsql", "Oracle.ManagedDataAccess" };
        var offenders = SourceTree.Sources
            .Where(path => !SourceTree.Relative(path).StartsWith("src/Harunire.Cli/", StringComparison.Ordinal))
            .Where(path => !SourceTree.Relative(path).Split('/')[1].EndsWith(".PostgreSql", StringComparison.Ordinal))
            .Where(path => drivers.Any(driver => File.ReadAllText(path).Contains($"using {driver}", StringComparison.Ordinal)));
        offenders.Select(SourceTree.Relative).Should().BeEmpty();
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string Sorted(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| (?<project>Harunire\.[A-Za-z.]+) \|[^|]*\| (?<references>[^|]*?) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableRow();
}
