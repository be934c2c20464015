using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Capture;
using Harunire.Model.Errors;

namespace Harunire.Jobs.Capturing;

/// <summary>How far the source has been read: published in the same append as the events that it stands for.</summary>
public sealed record CapturePosition
{
    private const int FormatVersion = 1;

    public static CapturePosition Start { get; } = new();

    /// <summary>Grows by one with each block of events; part of the block's id.</summary>
    public long NextBlock { get; init; } = 1;

    /// <summary>The SCN of the last published cut; -1 before the first.</summary>
    public long LastCutScn { get; init; } = -1;

    /// <summary>By the table's full name.</summary>
    public ImmutableSortedDictionary<string, TablePosition> Tables { get; init; } = ImmutableSortedDictionary.Create<string, TablePosition>(StringComparer.Ordinal);

    public TablePosition Of(string table) => Tables.GetValueOrDefault(table, TablePosition.Start);

    public byte[] ToBytes()
    {
        var tables = new JsonObject();
        foreach (var (name, position) in Tables)
        {
            var chunks = new JsonArray([.. position.Chunks.Select(c => (JsonNode)new JsonObject { ["upTo"] = c.UpTo?.ToJson(), ["scn"] = c.Scn })]);
            tables[name] = new JsonObject { ["scn"] = position.Scn, ["snapshotDone"] = position.SnapshotDone, ["chunks"] = chunks };
        }

        var document = new JsonObject { ["version"] = FormatVersion, ["nextBlock"] = NextBlock, ["lastCutScn"] = LastCutScn, ["tables"] = tables };
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    public static CapturePosition FromBytes(byte[] bytes, string subject)
    {
        try
        {
            var document = JsonNode.Parse(bytes)!.AsObject();
            if ((int)document["version"]! != FormatVersion)
            {
                throw new HarunireException(JobErrors.DamagedPosition, $"its format version is {document["version"]}, this version reads {FormatVersion}", subject);
            }

            var tables = document["tables"]!.AsObject().ToImmutableSortedDictionary(t => t.Key, t => ReadTable(t.Value!.AsObject()), StringComparer.Ordinal);
            return new CapturePosition { NextBlock = (long)document["nextBlock"]!, LastCutScn = (long)document["lastCutScn"]!, Tables = tables };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new HarunireException(JobErrors.DamagedPosition, failure.Message, subject, inner: failure);
        }
    }

    private static TablePosition ReadTable(JsonObject table) => new()
    {
        Scn = (long)table["scn"]!,
        SnapshotDone = (bool)table["snapshotDone"]!,
        Chunks = [.. table["chunks"]!.AsArray().Select(c => new ChunkPosition(c!["upTo"] is { } key ? SnapshotKey.FromJson((string)key!) : null, (long)c["scn"]!))],
    };
}
