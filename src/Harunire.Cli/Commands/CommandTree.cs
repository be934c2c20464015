using System.CommandLine;
using System.CommandLine.Help;

namespace Harunire.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Moves PL/SQL batch aggregations to streaming, and proves that the figures are equal.")
        {
            DemoCommand.Build(),
            PlanCommand.Build(),
            ApplyCommand.Build(),
            RunCommands.Run(),
            RunCommands.Capture(),
            RunCommands.Stream(),
            VerifyCommand.Build(),
            TestCommand.Build(),
            StatusCommand.Build(),
            DoctorCommand.Build(),
            TopicCommand.Build(),
            RegistryCommand.Build(),
            ConfigCommand.Build(),
            ExplainCommand.Build(),
            CompletionCommand.Build(),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        root.Options.OfType<HelpOption>().Single().Action = new ToolHelp();
        root.Options.OfType<VersionOption>().Single().Action = new ToolVersion();
        return root;
    }
}
