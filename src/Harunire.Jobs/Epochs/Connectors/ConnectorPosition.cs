using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Harunire.Jobs.Epochs.Connectors;

/// <summary>How far topics were read that another connector fills.</summary>
public sealed record ConnectorPosition
{
    public static ConnectorPosition Start { get; } = new();

    /// <summary>The SCN of the snapshot whose rows count; -1: none was found.</summary>
    public long SnapshotScn { get; init; } = -1;

    /// <summary>Rows of it so far.</summary>
    public long SnapshotRows { get; init; }

    /// <summary>True once all of its rows are in: from then on transactions are read.</summary>
    public bool SnapshotIsWhole { get; init; }

    /// <summary>The greatest commit SCN of the applied transactions with events in the wanted tables; -1: none.</summary>
    public long Scn { get; init; } = -1;

    /// <summary>The transactions that were applied at this SCN: several may share one.</summary>
    public ImmutableArray<string> AtScn { get; init; } = [];

    /// <summary>The transaction whose END stands before the next offset of the transaction topic; null: none.</summary>
    public string? LastTransaction { get; init; }

    /// <summary>One position of several at the same place: what any of them has applied counts as applied.</summary>
    public static ConnectorPosition? Join(IReadOnlyCollection<ConnectorPosition> positions)
    {
        if (positions.Count == 0)
        {
            return null;
        }

        var scn = positions.Max(position => position.Scn);
        return positions.First() with
        {
            SnapshotScn = positions.Max(position => position.SnapshotScn),
            Scn = scn,
            AtScn = [.. positions.Where(position => position.Scn == scn).SelectMany(position => position.AtScn).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>This position once a transaction with events in the wanted tables is applied.</summary>
    public ConnectorPosition With(long scn, string transaction) =>
        scn == Scn ? this with { AtScn = AtScn.Add(transaction) } : this with { Scn = scn, AtScn = [transaction] };

    public JsonObject ToJson() => new()
    {
        ["snapshotScn"] = SnapshotScn,
        ["snapshotRows"] = SnapshotRows,
        ["snapshotIsWhole"] = SnapshotIsWhole,
        ["scn"] = Scn,
        ["atScn"] = new JsonArray([.. AtScn.Select(id => (JsonNode)id)]),
        ["lastTransaction"] = LastTransaction,
    };

    /// <summary>Throws what System.Text.Json does where the object is not a position.</summary>
    public static ConnectorPosition FromJson(JsonObject document) => new()
    {
        SnapshotScn = (long)document["snapshotScn"]!,
        SnapshotRows = (long)document["snapshotRows"]!,
        SnapshotIsWhole = (bool)document["snapshotIsWhole"]!,
        Scn = (long)document["scn"]!,
        AtScn = [.. document["atScn"]!.AsArray().Select(id => (string)id!)],
        LastTransaction = (string?)document["lastTransaction"],
    };
}
