using System.Text.RegularExpressions;
using Harunire.Model.Errors;
using Harunire.Plans.Files;

namespace Harunire.Cli.Planning;

/// <summary>The numbered scripts beside a migration file.</summary>
internal sealed partial class ScriptFolder(MigrationFile migration)
{
    private readonly string _path = Path.GetDirectoryName(Path.GetFullPath(migration.Path))!;

    /// <summary>By number. HAR8506 for a numbered file whose name does not say where it runs, and for a number that stands twice.</summary>
    public IReadOnlyList<SetupScript> Read()
    {
        var scripts = new List<SetupScript>();
        foreach (var path in Directory.EnumerateFiles(_path).Where(path => Numbered().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var script = SetupScript.TryRead(name, () => File.ReadAllText(path))
                ?? throw Bad(path, "its name does not say where it runs", "expected NNN_source.PROVIDER.sql, NNN_results.PROVIDER.sql or NNN_results.cql, as in 003_source_grants.oracle.sql");
            var provider = ProviderOf(script.Side);
            if (script.Provider != provider)
            {
                throw Bad(path, $"it is written for {script.Provider}, and the {(script.Side == SetupSide.Source ? "source" : "results")} of the migration is {provider}", "move scripts of another provider into another migration's folder");
            }

            if (scripts.Find(other => other.Number == script.Number) is { } twin)
            {
                throw Bad(path, $"{twin.Name} has the same number", "number the scripts in the order in which they run");
            }

            scripts.Add(script);
        }

        return [.. scripts.OrderBy(script => script.Number)];
    }

    public string ProviderOf(SetupSide side) => side == SetupSide.Source ? migration.Source.Provider : migration.Results.Provider;

    private static HarunireException Bad(string path, string message, string hint) =>
        new(CliErrors.BadScript, message, Path.GetRelativePath(Directory.GetCurrentDirectory(), path), hint);

    [GeneratedRegex(@"^[0-9]+_.*\.(sql|cql)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Numbered();
}
