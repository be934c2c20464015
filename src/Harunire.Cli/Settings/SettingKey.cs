namespace Harunire.Cli.Settings;

/// <summary>A setting that the tool knows.</summary>
/// <param name="Name">As written in files: <c>capture.poll</c>; <c>connections.*</c> stands for any name.</param>
/// <param name="Default">Null: none.</param>
/// <param name="Meaning">One sentence, for <c>config show</c> and the docs.</param>
internal sealed record SettingKey(string Name, string? Default, string Meaning)
{
    public static IReadOnlyList<SettingKey> All { get; } =
    [
        new("connections.*", null, "The connection string of the system that a migration names so. Never shown with its secrets."),
        new("state", ".harunire", "The folder for checkpoints, plans and the journal; below it one folder for each migration. Relative to the migration file."),
        new("capture.poll", "1s", "How long capture waits between two polls of the source (a number with ms, s, m or h)."),
        new("capture.chunk", "5000", "Rows of one snapshot chunk."),
        new("stream.cut", "50000", "How many events the stream takes together at most, where several cuts wait."),
        new("topics.outage", "10m", "How long capture and stream wait and try again while Kafka or a registry does not answer."),
        new("verify.parallel", "2", "How many mappings are verified at a time."),
        new("verify.recheck", "10s", "How long the verification waits for a later cut where the result is behind the source."),
        new("verify.events", "500000", "How many records of the topics may be read back for the trails of one mapping."),
        new("environment", null, "The chosen entry of 'environments'."),
    ];

    public static bool IsKnown(string name) =>
        All.Any(key => key.Name == name || (key.Name.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(key.Name[..^1], StringComparison.Ordinal) && name.Length >= key.Name.Length));
}
