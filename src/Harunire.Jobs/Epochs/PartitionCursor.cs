using Harunire.Jobs.Quarantines;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>Reads a table's partition ahead and keeps its events until their block is known to be whole.</summary>
/// <param name="quarantine">Takes what can't be decoded; null: it stops the job.</param>
internal sealed class PartitionCursor(ITopicLog log, EventDecoder decoder, TopicPosition start, TableSchema table, Quarantine? quarantine)
{
    private static readonly ReadLimits Limits = new(2_000, 4 * 1024 * 1024);
    private readonly Queue<BufferedEvent> _events = new();
    private readonly Dictionary<string, int> _eventsOfBlock = new(StringComparer.Ordinal);
    private long _nextRead = start.Offset;

    public TableSchema Table => table;

    public string Name { get; } = $"{start.Topic}-{start.Partition}";

    /// <summary>The offset behind the last taken event.</summary>
    public long Consumed { get; private set; } = start.Offset;

    /// <summary>Records in quarantine that were read and not yet taken.</summary>
    public int Quarantined { get; private set; }

    /// <summary>How many events of a block are read and not yet taken, those that came twice among them.</summary>
    public int CountOf(string block) => _eventsOfBlock.GetValueOrDefault(block);

    /// <summary>The block's events that are read and not yet taken. Looks no further than the last of them.</summary>
    public IEnumerable<BufferedEvent> EventsOf(string block)
    {
        var left = CountOf(block);
        using var next = _events.GetEnumerator();
        while (left > 0 && next.MoveNext())
        {
            if (next.Current.Change?.Position.CutId == block)
            {
                left--;
                yield return next.Current;
            }
        }
    }

    /// <summary>Reads on; false where the partition ends.</summary>
    public async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        var records = await log.ReadAsync(start.Topic, start.Partition, _nextRead, Limits, cancellationToken);
        foreach (var record in records)
        {
            if (record.Value is not null)
            {
                var (change, marks) = await DecodeAsync(record, cancellationToken);
                _events.Enqueue(new BufferedEvent(record, change, marks));
                Count(change, 1);
                LastBlock = change?.Position.CutId ?? LastBlock;
            }

            _nextRead = record.Offset + 1;
        }

        return records.Count > 0;
    }

    /// <summary>The block of the last event that was read; null where none was.</summary>
    public string? LastBlock { get; private set; }

    /// <summary>The next event; false where none is buffered.</summary>
    public bool TryPeek(out BufferedEvent next) => _events.TryPeek(out next);

    /// <summary>Takes the next event.</summary>
    public BufferedEvent TakeNext() => TakeFirst(1)[0];

    /// <summary>Takes the block's first events up to one of another block, with what stands before them; nothing where it has none.</summary>
    public IReadOnlyList<BufferedEvent> TakeRun(string id)
    {
        if (CountOf(id) == 0)
        {
            return [];
        }

        var (length, place) = (0, 0);
        foreach (var item in _events)
        {
            place++;
            if (item.Change?.Position.CutId == id)
            {
                length = place;
            }
            else if (length > 0 && item.Change is not null)
            {
                break;
            }
        }

        return TakeFirst(length);
    }

    /// <summary>Takes the block's events with what stands before them, which belongs to no block that counts.</summary>
    public IReadOnlyList<BufferedEvent> Take(string id)
    {
        var (left, length) = (_eventsOfBlock.GetValueOrDefault(id), 0);
        using var next = _events.GetEnumerator();
        while (left > 0 && next.MoveNext())
        {
            left -= next.Current.Change?.Position.CutId == id ? 1 : 0;
            length++;
        }

        return TakeFirst(length);
    }

    /// <summary>Takes the next record, where it is a quarantined one.</summary>
    public bool TakeQuarantined()
    {
        var isNext = _events.TryPeek(out var next) && next.Change is null;
        TakeFirst(isNext ? 1 : 0);
        return isNext;
    }

    public TopicPosition Place(long offset) => start with { Offset = offset };

    public HarunireException Foreign(long offset, string reason, Exception? inner = null) =>
        new(JobErrors.ForeignEvent, reason, $"{table.Name} in {Place(offset)}", inner: inner);

    private List<BufferedEvent> TakeFirst(int count)
    {
        var taken = new List<BufferedEvent>(count);
        for (var i = 0; i < count; i++)
        {
            taken.Add(_events.Dequeue());
            Count(taken[i].Change, -1);
            Consumed = taken[i].Record.Offset + 1;
        }

        return taken;
    }

    private void Count(ChangeEvent? change, int events)
    {
        Quarantined += change is null ? events : 0;
        if (change is not null && (_eventsOfBlock[change.Position.CutId] = _eventsOfBlock.GetValueOrDefault(change.Position.CutId) + events) == 0)
        {
            _eventsOfBlock.Remove(change.Position.CutId);
        }
    }

    private async ValueTask<(ChangeEvent? Change, EventMarks Marks)> DecodeAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await decoder.DecodeAsync(record.Value!.Value, cancellationToken);
        }
        catch (HarunireException failure)
        {
            var foreign = Foreign(record.Offset, failure.Diagnostics[0].Message, failure);
            if (failure.IsTransient)
            {
                throw;
            }

            if (quarantine is null)
            {
                throw foreign;
            }

            await quarantine.AddAsync(Place(record.Offset), record, failure, cancellationToken);
            return (null, default);
        }
    }

    /// <param name="Change">Null: the record is in quarantine.</param>
    /// <param name="Marks">Of a connector's event; else nothing.</param>
    internal readonly record struct BufferedEvent(TopicRecord Record, ChangeEvent? Change, EventMarks Marks);
}
