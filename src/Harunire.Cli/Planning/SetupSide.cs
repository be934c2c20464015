namespace Harunire.Cli.Planning;

/// <summary>The system that a set-up script runs at.</summary>
internal enum SetupSide
{
    /// <summary>Where rows are captured.</summary>
    Source,

    /// <summary>Where result tables stand.</summary>
    Results,
}
