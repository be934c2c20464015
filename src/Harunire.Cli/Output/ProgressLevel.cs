namespace Harunire.Cli.Output;

/// <summary>How much a command says on stderr beside errors.</summary>
internal enum ProgressLevel
{
    /// <summary>Nothing.</summary>
    Quiet,

    /// <summary>Progress and hints.</summary>
    Normal,

    /// <summary>Also each step, with <c>--verbose</c>.</summary>
    Verbose,
}
