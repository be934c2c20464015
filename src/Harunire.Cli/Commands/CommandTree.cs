using System.CommandLine;

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
            StatusCommand.Build(),
            TopicCommand.Build(),
            ConfigCommand.Build(),
            ExplainCommand.Build(),
        };
        foreach (var option in new Option[] { CommonOptions.Output, CommonOptions.Quiet, CommonOptions.Set, CommonOptions.EnvironmentName, CommonOptions.NoInput })
        {
            root.Options.Add(option);
        }

        return root;
    }
}
