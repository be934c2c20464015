namespace Harunire.Topics.Logs;

/// <summary>A header of a record; names may repeat, order is kept.</summary>
/// <param name="Name">Any text.</param>
/// <param name="Value">Null is kept apart from empty.</param>
public readonly record struct RecordHeader(string Name, byte[]? Value);
