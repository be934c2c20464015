using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>What the topics tell about one key, collected while they are read.</summary>
internal sealed class KeyWatch(TrailRequest request)
{
    /// <summary>A trail lists so many of its last events.</summary>
    private const int ListedEvents = 40;

    private readonly Queue<TrailEvent> _events = new();
    private readonly List<EarlierRow> _history = [];
    private IReadOnlyList<SourceRow> _orphans = [];
    private EarlierRow? _without;
    private long _left;

    public TrailRequest Request => request;

    /// <summary>The key's values, the oldest first.</summary>
    public IReadOnlyList<EarlierRow> History => _history;

    public void AddValue(EarlierRow value) => _history.Add(value);

    public void AddEvent(TopicEvent item, string row)
    {
        var change = item.Change;
        _events.Enqueue(new TrailEvent(change.Operation, row, change.Position.Scn, item.Topic, item.Partition, item.Offset, _history.Count > 0 ? _history[^1] : null));
        if (_events.Count > ListedEvents)
        {
            _events.Dequeue();
            _left++;
        }
    }

    public void WithoutOrphans(EarlierRow value, IReadOnlyList<SourceRow> orphans) => (_without, _orphans) = (value, orphans);

    /// <summary>The value as of an SCN; null: not known, for it lies before the first event.</summary>
    public EarlierRow? ValueAt(long scn) => _history.FindLast(v => v.Scn <= scn);

    public KeyTrail ToTrail(string? note) => new()
    {
        Events = [.. _events],
        Left = _left,
        History = [.. _history],
        Orphans = [.. _orphans],
        WithoutOrphans = _without,
        Note = note,
    };
}
