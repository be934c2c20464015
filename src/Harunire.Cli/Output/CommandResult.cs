using System.Text.Json.Nodes;

namespace Harunire.Cli.Output;

/// <summary>What a command found. The document is the source of all formats but the text.</summary>
/// <param name="Kind">The document's kind; its schema is <c>Schemas/KIND.schema.json</c>.</param>
/// <param name="Document">Without its head, which the writer puts in front, or with it.</param>
/// <param name="Rows">The name of the document's array whose objects are the rows of ndjson, csv and md; null: the document is one row.</param>
/// <param name="Text">For people; ends with the sentence that says what happened and what to type next.</param>
internal sealed record CommandResult(string Kind, JsonObject Document, string? Rows, string Text);
