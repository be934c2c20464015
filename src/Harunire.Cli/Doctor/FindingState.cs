namespace Harunire.Cli.Doctor;

/// <summary>What a finding means for the migration.</summary>
internal enum FindingState
{
    /// <summary>As it must be.</summary>
    Good,

    /// <summary>To be known; nothing to do.</summary>
    Note,

    /// <summary>The migration can't run, or would not be verified, until it is mended.</summary>
    Problem,
}
