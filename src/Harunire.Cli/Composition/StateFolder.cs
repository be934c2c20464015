using Harunire.Cli.Settings;
using Harunire.Plans.Files;

namespace Harunire.Cli.Composition;

/// <summary>Where a migration's checkpoints, plans, journal and history are: absolute paths, whether they exist or not.</summary>
internal static class StateFolder
{
    /// <summary>The setting <c>state</c>, relative to the migration file. Other migrations beside it may share it.</summary>
    public static string Root(MigrationFile migration, ToolSettings settings) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(migration.Path))!, settings.Text("state")));

    /// <summary>The migration's own folder below it.</summary>
    public static string Of(MigrationFile migration, ToolSettings settings) => Path.Combine(Root(migration, settings), migration.Name);
}
