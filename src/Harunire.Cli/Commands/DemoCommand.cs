using System.CommandLine;
using Harunire.Cli.Composition;
using Harunire.Cli.Demo;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire demo</c>: the whole story in one process, on sample rows, without any server.</summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var folder = new Option<string>("--dir") { HelpName = "DIR", Description = "The demo's own folder; it is emptied first if it was made by an earlier demo", DefaultValueFactory = _ => "harunire-demo" };
        var command = new ToolCommand("demo", "Plays a migration from start to proof on sample rows, in one process and without any server.")
        {
            Examples = ["demo", "demo --dir /tmp/demo", "demo --dir /tmp/demo --quiet"],
            Exits = [3, 4],
        };
        command.Options.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var story = new DemoStory(DemoFolder.Make(parsed.GetRequiredValue(folder), RepositoryContent.Find()), new Invocation(parsed).Settings);
            return await story.TellAsync(cancellationToken);
        });
        return command;
    }
}
