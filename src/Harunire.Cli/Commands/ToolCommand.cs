using System.CommandLine;

namespace Harunire.Cli.Commands;

/// <summary>A command with what its help shows beside usage and options.</summary>
/// <param name="name">One word.</param>
/// <param name="sentence">What it does, in one sentence.</param>
internal sealed class ToolCommand(string name, string sentence) : Command(name, sentence)
{
    /// <summary>Three, the commonest first; without the tool's name.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>The exit codes that it can end with, beside 0, 2 and 70.</summary>
    public IReadOnlyList<int> Exits { get; init; } = [];
}
