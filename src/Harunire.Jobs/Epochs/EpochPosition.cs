using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Model.Errors;

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

    /// <summary>The cut that was reached: positions at one cut differ only in the tables that were read.</summary>
    public (long TransactionOffset, long LastBlock) Place => (TransactionOffset, LastBlockMicroseconds);

    /// <summary>One position of several at the same place, with the offsets of all of their tables.</summary>
    public static EpochPosition Join(IReadOnlyCollection<EpochPosition> positions) => positions.First() with
    {
        Offsets = Most(positions.SelectMany(position => position.Offsets)),
        Quarantined = Most(positions.SelectMany(position => position.Quarantined)),
    };

    public byte[] ToBytes()
    {
        return JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject { ["version"] = FormatVersion, ["transactions"] = TransactionOffset, ["lastBlock"] = LastBlockMicroseconds, ["offsets"] = Counts(Offsets), ["quarantined"] = Counts(Quarantined) });
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
