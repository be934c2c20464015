using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harunire.Capture.Oracle;

/// <summary>What a later poll must know about a table at an SCN: its definition, the database's clock, direct-path loads that were read.</summary>
internal sealed record OracleMark
{
    /// <summary>Number of the table's objects, their data objects, and the last DDL: any DDL, TRUNCATE or exchange moves it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>False: the last DDL is so young that another one could hide behind the same second, or that its history is not kept yet.</summary>
    public required bool IsSettled { get; init; }

    /// <summary>The database's clock before the view's SCN, microseconds since 1970-01-01 UTC.</summary>
    public required long UtcMicroseconds { get; init; }

    /// <summary>The clock's offset from UTC, minutes.</summary>
    public required int OffsetMinutes { get; init; }

    /// <summary>The start of the oldest active transaction before the view's SCN, or the clock, by the database's local time in microseconds.</summary>
    public required long OldestLocalMicroseconds { get; init; }

    /// <summary>Direct-path loads in ALL_SUMDELTA that were read: <c>low-high-scn</c>.</summary>
    public IReadOnlyList<string> Loads { get; init; } = [];

    public static OracleMark? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var json = JsonNode.Parse(text)!.AsObject();
        return new OracleMark
        {
            Fingerprint = (string)json["ddl"]!,
            IsSettled = (bool)json["settled"]!,
            UtcMicroseconds = (long)json["utc"]!,
            OffsetMinutes = (int)json["offset"]!,
            OldestLocalMicroseconds = (long)json["oldest"]!,
            Loads = [.. json["loads"]!.AsArray().Select(load => (string)load!)],
        };
    }

    public override string ToString() => new JsonObject
    {
        ["ddl"] = Fingerprint,
        ["settled"] = IsSettled,
        ["utc"] = UtcMicroseconds,
        ["offset"] = OffsetMinutes,
        ["oldest"] = OldestLocalMicroseconds,
        ["loads"] = new JsonArray([.. Loads.Select(load => (JsonNode)load)]),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = false });

    /// <summary>The database's local clock as a text of <c>YYYY-MM-DD HH24:MI:SS</c>.</summary>
    public static DateTime Clock(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
