using System.Text.Json.Serialization;

namespace Harunire.Cli.Planning;

/// <summary>One script in the journal of a migration.</summary>
/// <param name="Time">UTC, ISO 8601.</param>
/// <param name="Script">The file's name.</param>
/// <param name="Checksum">Of the whole text, as it was then.</param>
/// <param name="Outcome"><c>applied</c>, or <c>not needed</c>: none of its statements was missing, so it was not run; or <c>by hand</c>: somebody said that it was run by hand.</param>
/// <param name="RunId">The call that did it.</param>
internal sealed record JournalEntry(
    [property: JsonPropertyName("time")] string Time,
    [property: JsonPropertyName("script")] string Script,
    [property: JsonPropertyName("checksum")] string Checksum,
    [property: JsonPropertyName("statements")] int Statements,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("runId")] string RunId);
