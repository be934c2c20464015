using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>How far epochs have been read: only what belongs to whole cuts counts.</summary>
public sealed record EpochPosition
{
    private const int FormatVersion = 1;

    public static EpochPosition Start { get; } = new();

    /// <summary>The next offset of the transaction topic.</summary>
    public long TransactionOffset { get; init; }

    /// <summary>The clock of the last applied block: blocks up to it are dropped when they come again.</summary>
    public long LastBlockMicroseconds { get; init; } = -1;

    /// <summary>The next offset by <c>topic-partition</c>; absent: 0.</summary>
    public ImmutableSortedDictionary<string, long> Offsets { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The topics' ids, where the log gives some: another id is another topic of the same name.</summary>
    public ImmutableSortedDictionary<string, string> TopicIds { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

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

    public byte[] ToBytes()
    {
        var offsets = new JsonObject(Offsets.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)));
        var document = new JsonObject { ["version"] = FormatVersion, ["transactions"] = TransactionOffset, ["lastBlock"] = LastBlockMicroseconds, ["offsets"] = offsets };
        if (TopicIds.Count > 0)
        {
            document["topics"] = new JsonObject(TopicIds.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
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
                TopicIds = (document["topics"]?.AsObject() ?? []).ToImmutableSortedDictionary(t => t.Key, t => (string)t.Value!, StringComparer.Ordinal),
                Offsets = document["offsets"]!.AsObject().ToImmutableSortedDictionary(o => o.Key, o => (long)o.Value!, StringComparer.Ordinal),
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new HarunireException(JobErrors.DamagedPosition, failure.Message, subject, inner: failure);
        }
    }
}
