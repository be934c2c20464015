namespace Harunire.Model.Health;

/// <summary>What a finding means for the migration.</summary>
public enum HealthState
{
    /// <summary>As it must be.</summary>
    Good,

    /// <summary>To be known.</summary>
    Note,

    /// <summary>The migration fails, or will lose its place.</summary>
    Problem,
}
