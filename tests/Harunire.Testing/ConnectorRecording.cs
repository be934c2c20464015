using System.Globalization;
using System.Text.Json;

namespace Harunire.Testing;

/// <summary>What the real connector's classes published, byte for byte and in their order; see the README beside the fixtures.</summary>
public sealed class ConnectorRecording
{
    /// <summary>The recording with a transaction topic, in the connector's default modes.</summary>
    public const string WithTransactions = "variants/txmeta-heartbeat";

    private readonly string _folder;

    /// <param name="variant">A folder of the fixtures; empty: the one in default modes, without a transaction topic.</param>
    public ConnectorRecording(string variant)
    {
        _folder = Path.Combine(Root, variant);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "manifest.json")));
        Records = [.. manifest.RootElement.GetProperty("events").EnumerateArray().Select(e => (e.GetProperty("topic").GetString()!, e.GetProperty("name").GetString()!))];
    }

    /// <summary>Every record by its topic and name, in the connector's order.</summary>
    public IReadOnlyList<(string Topic, string Name)> Records { get; }

    public IEnumerable<string> Topics => Records.Select(r => r.Topic).Distinct(StringComparer.Ordinal);

    /// <summary>All schemas in the order of their ids, from 1 without gaps, each with the subject under which the connector in default modes registers it.</summary>
    public static IReadOnlyList<(int Id, string Subject, string Text)> Schemas()
    {
        using var registered = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "registry.json")));
        return [.. registered.RootElement.EnumerateObject().Select(s => (Id: int.Parse(s.Name, CultureInfo.InvariantCulture), s.Value)).OrderBy(s => s.Id).Select(s => (s.Id, Subject(s.Id), s.Value.GetString()!))];
    }

    /// <summary>A record's bytes; null: it has no key, or is a tombstone.</summary>
    public (byte[]? Key, byte[]? Value) Read(string topic, string name)
    {
        var stem = Path.Combine(_folder, topic, name);
        return (Bytes(stem + ".key.bin"), Bytes(stem + ".value.bin"));
    }

    private static string Root => RepositoryPaths.RequireShared("fixtures/debezium");

    private static byte[]? Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static string Subject(int id) => id switch
    {
        1 => "server1.HR.ALL_TYPES-key",
        2 => "server1.HR.ALL_TYPES-value",
        3 => "server1.HR.ORDERS-key",
        4 => "server1.HR.ORDERS-value",
        5 => "server1.HR.NO_KEY-value",
        6 => "server1.HR.EXTRA_TYPES-key",
        7 => "server1.HR.EXTRA_TYPES-value",
        8 => "server1.transaction-key",
        9 => "server1.transaction-value",
        _ => $"other-{id}",
    };
}
