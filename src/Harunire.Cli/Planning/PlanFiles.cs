using Harunire.Cli.Composition;

namespace Harunire.Cli.Planning;

/// <summary>Writes a plan's new scripts and the saved plan: all of them, or none.</summary>
internal static class PlanFiles
{
    /// <param name="saved">Where the plan goes, and its text; null: it is not saved.</param>
    /// <returns>The scripts' paths.</returns>
    public static IReadOnlyList<string> Write(MigrationSession session, SetupPlan setup, (string Path, string Text)? saved)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(session.File.Path))!;
        var scripts = setup.Scripts.Where(planned => planned.State == ScriptState.New).Select(planned => (Path: Path.Combine(folder, planned.Script.Name), planned.Script.Text, Replace: false)).ToList();
        var files = saved is { } plan ? [.. scripts, (Path.GetFullPath(plan.Path), plan.Text, true)] : scripts;
        var made = new List<string>();
        try
        {
            foreach (var (path, text, _) in files)
            {
                made.Add(Unfinished(path));
                File.WriteAllText(Unfinished(path), text);
            }

            foreach (var (path, _, replace) in files)
            {
                File.Move(Unfinished(path), path, replace);
                made.Add(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            made.ForEach(File.Delete);
            throw;
        }

        return [.. scripts.Select(script => Path.GetRelativePath(Directory.GetCurrentDirectory(), script.Path))];
    }

    private static string Unfinished(string path) => $"{path}.{Environment.ProcessId}";
}
