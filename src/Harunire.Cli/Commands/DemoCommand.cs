using System.CommandLine;
using Harunire.Cli.Composition;
using Harunire.Cli.Demo;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire demo</c>: the whole story in one process, on sample rows, without any server.</summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var folder = new Option<string>("--dir") { Description = "The demo's own folder; it is emptied first if it was made by an earlier demo", DefaultValueFactory = _ => "harunire-demo" };
        var command = new Command("demo", "Plays a migration from start to proof on sample rows. Example: harunire demo --dir /tmp/demo") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var story = new DemoStory(DemoFolder.Make(parsed.GetRequiredValue(folder), RepositoryContent.Find()), CommonOptions.Settings(parsed));
            return await story.TellAsync(cancellationToken);
        });
        return command;
    }
}
