using System.Text.Json.Nodes;
using Harunire.Model.Errors;
using Harunire.Model.Health;

namespace Harunire.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">Which part: tool, source, topics, results, legacy, state.</param>
/// <param name="Subject">What was looked at: a table, a connection, a folder.</param>
/// <param name="State">What it means.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do; null where there is nothing to do.</param>
internal sealed record Finding(string Area, string Subject, HealthState State, string Message, string? Hint = null)
{
    public static Finding Of(string area, Diagnostic problem) =>
        new(area, problem.Subject ?? problem.Location.ToString(), HealthState.Problem, $"{problem.Code.Code}: {problem.Message}", problem.Hint);

    public JsonObject Describe() => new()
    {
        ["area"] = Area,
        ["subject"] = Subject,
        ["state"] = Word,
        ["message"] = Message,
        ["hint"] = Hint,
    };

    public string Sign => State switch { HealthState.Good => "=", HealthState.Note => "i", _ => "≠" };

    private string Word => State switch { HealthState.Good => "good", HealthState.Note => "note", _ => "problem" };
}
