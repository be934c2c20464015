using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Changes;
using Harunire.Model.Errors;

namespace Harunire.Topics.Debezium;

/// <summary>A record of the transaction topic: the begin of a transaction block, or its end with counts.</summary>
public sealed record TransactionRecord
{
    public required bool IsEnd { get; init; }

    /// <summary>Our own cuts: <c>scn:microseconds</c>; Oracle's connector: a transaction id in hex.</summary>
    public required string Id { get; init; }

    /// <summary>All events; null at the begin.</summary>
    public long? EventCount { get; init; }

    /// <summary>Events by collection, in the order on the wire; null at the begin.</summary>
    public ImmutableArray<KeyValuePair<string, long>>? Collections { get; init; }

    public required long Milliseconds { get; init; }

    /// <summary>The id of a cut: its SCN and the capture's clock in microseconds, so that both are found again in the record.</summary>
    public static string CutId(long scn, long readMicroseconds) => string.Create(CultureInfo.InvariantCulture, $"{scn}:{readMicroseconds}");

    public static TransactionRecord Begin(string id, long readMicroseconds) => new() { IsEnd = false, Id = id, Milliseconds = readMicroseconds / 1000 };

    public static TransactionRecord End(Cut cut, EnvelopeSource source) => new()
    {
        IsEnd = true,
        Id = cut.Id,
        EventCount = cut.TotalEvents,
        Collections = [.. cut.EventCounts.Select(c => KeyValuePair.Create(source.CollectionOf(c.Key), c.Value))],
        Milliseconds = cut.ReadMicroseconds / 1000,
    };

    /// <summary>The cut of one of our own END records; HAR4206 where the id holds no SCN.</summary>
    public Cut ToCut(EnvelopeSource source)
    {
        var colon = Id.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !long.TryParse(Id.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var scn))
        {
            throw new HarunireException(TopicErrors.TransactionInvalid, $"the id \"{Id}\" holds no SCN", Id);
        }

        // An id that ends in another number keeps the milliseconds of the record.
        var micros = long.TryParse(Id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var exact) && exact / 1000 == Milliseconds
            ? exact
            : Milliseconds * 1000;
        return ToCut(source, scn, micros);
    }

    /// <summary>The cut of a connector's END record, whose SCN is that of its events (<c>source.commit_scn</c>).</summary>
    public Cut ToCut(EnvelopeSource source, long scn, long readMicroseconds)
    {
        if (!IsEnd || Collections is not { } collections || collections.Sum(c => (decimal)c.Value) != EventCount)
        {
            throw new HarunireException(TopicErrors.TransactionInvalid, IsEnd ? "the counts of the tables don't add up to the count of all events" : "it is a BEGIN", Id);
        }

        return new Cut
        {
            Id = Id,
            Scn = scn,
            ReadMicroseconds = readMicroseconds,
            EventCounts = collections.GroupBy(c => source.TableOf(c.Key), StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal),
        };
    }
}
