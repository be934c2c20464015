using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Capture;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing;

/// <summary>How far the source has been read: published with the events that it stands for.</summary>
public sealed record CapturePosition
{
    private const int FormatVersion = 2;

    public static CapturePosition Start { get; } = new();

    /// <summary>Grows by one with each block of events.</summary>
    public long NextBlock { get; init; } = 1;

    /// <summary>The last block's clock in microseconds: the next block's is greater, so ids grow even where a clock is set back.</summary>
    public long LastBlockMicroseconds { get; init; }

    /// <summary>The SCN of the last published cut; -1 before the first.</summary>
    public long LastCutScn { get; init; } = -1;

    /// <summary>Logs without atomic appends: the clock of the last block that counts; -1 before the first.</summary>
    public long LastCountedBlock { get; init; } = -1;

    /// <summary>Logs without atomic appends: blocks before this offset of the transaction topic are in this position, or don't count.</summary>
    public long TransactionOffset { get; init; }

    /// <summary>How far the changes of an unfinished cut are published; null: none is under way.</summary>
    public ChangePoint? Unfinished { get; init; }

    /// <summary>By the table's full name.</summary>
    public ImmutableSortedDictionary<string, TablePosition> Tables { get; init; } = ImmutableSortedDictionary.Create<string, TablePosition>(StringComparer.Ordinal);

    /// <summary>The positions' key in <see cref="TopicOf"/>.</summary>
    public static byte[] Key => "capture"u8.ToArray();

    /// <summary>The topic of positions.</summary>
    public static string TopicOf(string prefix) => TopicNames.Sanitize($"{prefix}.harunire.positions");

    public TablePosition Of(string table) => Tables.GetValueOrDefault(table, TablePosition.Start);

    /// <summary>The position once everything up to an SCN is published, the changes made while chunks were read among it.</summary>
    public CapturePosition AtCut(long scn, IReadOnlyList<TableSchema> tables) => this with
    {
        LastCutScn = scn,
        Unfinished = null,
        Tables = tables.Aggregate(Tables, (all, table) => all.SetItem(table.Name.ToString(), all[table.Name.ToString()] with { Scn = scn, Chunks = [] })),
    };

    public byte[] ToBytes()
    {
        var tables = new JsonObject();
        foreach (var (name, position) in Tables)
        {
            var chunks = new JsonArray([.. position.Chunks.Select(c => (JsonNode)Describe(c))]);
            tables[name] = new JsonObject { ["shape"] = new JsonArray([.. position.Shape.Select(line => (JsonNode)line)]), ["scn"] = position.Scn, ["snapshotDone"] = position.SnapshotDone, ["chunks"] = chunks };
        }

        var document = new JsonObject { ["version"] = FormatVersion, ["nextBlock"] = NextBlock, ["lastCutScn"] = LastCutScn, ["lastBlockMicroseconds"] = LastBlockMicroseconds, ["lastCountedBlock"] = LastCountedBlock, ["transactions"] = TransactionOffset, ["tables"] = tables };
        if (Unfinished is { } point)
        {
            document["unfinished"] = new JsonObject { ["scn"] = point.Scn, ["count"] = point.Count };
        }

        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    public ProducedRecord ToRecord(string topic, long milliseconds) => new() { Topic = topic, Key = Key, Value = ToBytes(), TimestampMilliseconds = milliseconds };

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
            return new CapturePosition
            {
                NextBlock = (long)document["nextBlock"]!,
                LastCutScn = (long)document["lastCutScn"]!,
                LastBlockMicroseconds = (long)document["lastBlockMicroseconds"]!,
                LastCountedBlock = (long?)document["lastCountedBlock"] ?? -1,
                TransactionOffset = (long?)document["transactions"] ?? 0,
                Tables = tables,
                Unfinished = document["unfinished"] is { } point ? new ChangePoint((long)point["scn"]!, (long)point["count"]!) : null,
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new HarunireException(JobErrors.DamagedPosition, failure.Message, subject, inner: failure);
        }
    }

    private static JsonObject Describe(ChunkPosition chunk)
    {
        var described = new JsonObject { ["upTo"] = chunk.UpTo?.ToJson(), ["scn"] = chunk.Scn };
        if (chunk.Visible is { } visible)
        {
            described["visible"] = visible.ToString();
        }

        return described;
    }

    private static ChunkPosition ReadChunk(JsonNode chunk) => new(
        chunk["upTo"] is { } key ? SnapshotKey.FromJson((string)key!) : null,
        (long)chunk["scn"]!,
        chunk["visible"] is { } visible ? TransactionSnapshot.Parse((string)visible!) : null);

    private static TablePosition ReadTable(JsonObject table) => new()
    {
        Shape = [.. table["shape"]!.AsArray().Select(line => (string)line!)],
        Scn = (long)table["scn"]!,
        SnapshotDone = (bool)table["snapshotDone"]!,
        Chunks = [.. table["chunks"]!.AsArray().Select(chunk => ReadChunk(chunk!))],
    };
}
