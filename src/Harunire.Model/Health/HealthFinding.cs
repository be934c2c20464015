namespace Harunire.Model.Health;

/// <summary>One thing that an examination found.</summary>
/// <param name="Subject">A table, a privilege, a slot.</param>
/// <param name="State">What it means.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do; null where there is nothing to do.</param>
public sealed record HealthFinding(string Subject, HealthState State, string Message, string? Hint = null);
