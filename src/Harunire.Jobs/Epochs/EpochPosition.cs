using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Jobs.Epochs.Connectors;
using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>How far epochs have been read: only what belongs to whole cuts counts.</summary>
public sealed record EpochPosition
{
    private const int FormatVersion = 2;

    public static EpochPosition Start { get; } = new();

    /// <summary>The next offset of the transaction topic.</summary>
    public long TransactionOffset { get; init; }

    /// <summary>The clock of the last applied block: blocks up to it are dropped when they come again.</summary>
    public long LastBlockMicroseconds { get; init; } = -1;

    /// <summary>The next offset by <c>topic-partition</c>; absent: 0.</summary>
    public ImmutableSortedDictionary<string, long> Offsets { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Records of each table that were put into quarantine instead of being applied, so far; absent: 0.</summary>
    public ImmutableSortedDictionary<string, long> Quarantined { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The topics' ids, where the log gives some: another id is another topic of the same name.</summary>
    public ImmutableSortedDictionary<string, string> TopicIds { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Of topics that another connector fills: what else tells how far they were read. Null for our own capture.</summary>
    public ConnectorPosition? Connector { get; init; }

    /// <summary>The clock of the capture or connector at the last cut, microseconds since 1970-01-01 UTC; 0 where it is not known.</summary>
    public long ReadMicroseconds { get; init; }

    /// <summary>The cut that was reached: positions at one cut differ only in the tables that were read.</summary>
    public EpochPlace Place => new(TransactionOffset, LastBlockMicroseconds, Connector is { SnapshotIsWhole: false } unfinished ? unfinished.SnapshotRows : -1);

    /// <summary>One position of several at the same place, with the offsets of all of their tables.</summary>
    public static EpochPosition Join(IReadOnlyCollection<EpochPosition> positions) => positions.First() with
    {
        Offsets = Most(positions.SelectMany(position => position.Offsets)),
        Quarantined = Most(positions.SelectMany(position => position.Quarantined)),
        Connector = ConnectorPosition.Join([.. positions.Select(position => position.Connector).OfType<ConnectorPosition>()]),
        TopicIds = positions.SelectMany(position => position.TopicIds).DistinctBy(id => id.Key).ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <summary>The next offsets of all topics read.</summary>
    public IEnumerable<TopicPosition> Places(string prefix)
    {
        yield return new TopicPosition(TopicNames.Sanitize($"{prefix}.transaction"), 0, TransactionOffset);
        foreach (var (name, offset) in Offsets)
        {
            var dash = name.LastIndexOf('-');
            yield return new TopicPosition(name[..dash], int.Parse(name.AsSpan(dash + 1), CultureInfo.InvariantCulture), offset);
        }
    }

    /// <summary>This position with a topic's id. HAR4013 where it was made from a topic with another one.</summary>
    public EpochPosition With(TopicDescription topic)
    {
        if (topic.Id is not { } id)
        {
            return this;
        }

        var known = TopicIds.GetValueOrDefault(topic.Name, id);
        return known == id
            ? this with { TopicIds = TopicIds.SetItem(topic.Name, id) }
            : throw new HarunireException(TopicErrors.TopicReplaced, $"its id is {id}; the checkpoint was made from {known}", topic.Name);
    }

    public byte[] ToBytes()
    {
        var ids = new JsonObject(TopicIds.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        var document = new JsonObject { ["version"] = FormatVersion, ["transactions"] = TransactionOffset, ["lastBlock"] = LastBlockMicroseconds, ["offsets"] = Counts(Offsets), ["quarantined"] = Counts(Quarantined), ["topics"] = ids, ["read"] = ReadMicroseconds };
        if (Connector is not null)
        {
            document["connector"] = Connector.ToJson();
        }

        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    /// <summary>HAR8101 where the bytes are not a position.</summary>
    public static EpochPosition FromBytes(byte[] bytes, string subject)
    {
        try
        {
            var document = JsonNode.Parse(bytes)!.AsObject();
            if ((int)document["version"]! != FormatVersion)
            {
                throw new HarunireException(JobErrors.DamagedPosition, $"its format version is {document["version"]}, this version reads {FormatVersion}", subject);
            }

            return new EpochPosition
            {
                TransactionOffset = (long)document["transactions"]!,
                LastBlockMicroseconds = (long)document["lastBlock"]!,
                Offsets = ReadCounts(document["offsets"]),
                Quarantined = ReadCounts(document["quarantined"]),
                ReadMicroseconds = (long?)document["read"] ?? 0,
                Connector = document["connector"] is { } connector ? ConnectorPosition.FromJson(connector.AsObject()) : null,
                TopicIds = (document["topics"]?.AsObject() ?? []).ToImmutableSortedDictionary(t => t.Key, t => (string)t.Value!, StringComparer.Ordinal),
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new HarunireException(JobErrors.DamagedPosition, failure.Message, subject, inner: failure);
        }
    }

    private static ImmutableSortedDictionary<string, long> Most(IEnumerable<KeyValuePair<string, long>> counts) =>
        counts.GroupBy(count => count.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.Max(count => count.Value), StringComparer.Ordinal);

    private static JsonObject Counts(ImmutableSortedDictionary<string, long> counts) => new(counts.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));

    private static ImmutableSortedDictionary<string, long> ReadCounts(JsonNode? node) =>
        node!.AsObject().ToImmutableSortedDictionary(c => c.Key, c => (long)c.Value!, StringComparer.Ordinal);
}
