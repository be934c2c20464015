using System.Collections.Immutable;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Changes;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs.Connectors;

/// <summary>Assembles epochs from the topics of a Debezium connector: its snapshot first, then its transactions as cuts. Not for several threads.</summary>
/// <remarks>docs/decisions/0020: what is proved by what, since this connector publishes at least once and its snapshot has no END.</remarks>
public sealed class ConnectorEpochReader : IEpochReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private readonly IReadOnlyList<TableSchema> _wanted;
    private readonly long _maxEvents;
    private readonly ConnectorOrder _order;
    private readonly CutLog _cuts;
    private readonly BlockReader _blocks;
    private readonly SnapshotScan _scan;
    private readonly EarlierTransactions _earlier;
    private readonly WantedColumns? _columns;
    private EpochPosition _position;

    /// <param name="log">Where the topics are.</param>
    /// <param name="registry">Of their schemas.</param>
    /// <param name="prefix">The connector's <c>topic.prefix</c>.</param>
    /// <param name="wanted">The tables and columns that are needed.</param>
    /// <param name="start">The <see cref="Epoch.After"/> of the last applied epoch.</param>
    /// <param name="maxEvents">Waiting transactions are joined into one epoch, and a snapshot is parted, up to so many events; 0: never.</param>
    /// <param name="options">What decoding lets pass.</param>
    /// <param name="quarantine">Takes records that can't be decoded or applied; null: the first of them is an error.</param>
    /// <param name="columns">Those that are read; null: all of the wanted tables.</param>
    public ConnectorEpochReader(
        ITopicLog log, ISchemaRegistry registry, string prefix, IReadOnlyList<TableSchema> wanted, EpochPosition start, long maxEvents, DecoderOptions options, Quarantine? quarantine = null,
        WantedColumns? columns = null)
    {
        var source = new EnvelopeSource { Version = "", Connector = "", Name = prefix, Database = "" };
        (_wanted, _position, _maxEvents, _columns) = (wanted, start, maxEvents, columns);
        _order = new ConnectorOrder(start);
        _cuts = new CutLog(log, registry, source.TransactionTopic, start, _order);
        _blocks = new BlockReader(log, table => new EventDecoder(registry, table, options with { Columns = columns?.Of(table.Name) }, withMarks: true), source, wanted, start, _order, quarantine);
        _scan = new SnapshotScan(log, registry, source, wanted);
        _earlier = new EarlierTransactions(log, registry, source.TransactionTopic);
    }

    /// <summary>Events that came again and were dropped.</summary>
    public long Duplicates => _blocks.Duplicates + _blocks.Orphans;

    public bool Covers(IEnumerable<TableSchema> tables, WantedColumns columns) => tables.All(table => _wanted.Contains(table)) && _columns?.Include(columns) != false;

    public async ValueTask<Epoch?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        var part = _order.Applied.SnapshotIsWhole ? null : await ReadSnapshotAsync(cancellationToken);
        return part is null && _order.Applied.SnapshotIsWhole ? await ReadTransactionsAsync(cancellationToken) : part;
    }

    private async ValueTask<Epoch?> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        await _scan.ReadOnAsync(cancellationToken);
        var hasTransactions = await _cuts.PeekAsync(cancellationToken) is not null;
        if (!_scan.IsWhole(hasTransactions, out var unfinished))
        {
            return hasTransactions && unfinished is not null
                ? throw new HarunireException(JobErrors.IncompleteCut, "transactions follow the snapshot, and its last row of this table is not in the topic", unfinished.Name.ToString()) { IsTransient = true }
                : null;
        }

        if (_scan.Scn < 0)
        {
            _order.Applied = _order.Applied with { SnapshotIsWhole = true };
            return null;
        }

        _order.Applied = _order.Applied with { SnapshotScn = _order.Applied.SnapshotRows == 0 ? _scan.Scn : _order.Applied.SnapshotScn };
        var deltas = NewDeltas();
        var (rows, milliseconds) = (0L, 0L);
        foreach (var cursor in await _blocks.OpenAllAsync(cancellationToken))
        {
            while ((rows < _maxEvents || _maxEvents == 0) && await NextRowAsync(cursor, cancellationToken) is { } row)
            {
                if (row.Change is null || row.Change.Position.Scn == _order.Applied.SnapshotScn)
                {
                    await _blocks.ApplyAsync(cursor, row, deltas[cursor.Table.Name], cancellationToken);
                    (rows, milliseconds) = (rows + 1, Math.Max(milliseconds, row.Record.TimestampMilliseconds));
                }
            }
        }

        var scn = _order.Applied.SnapshotScn;
        _order.Applied = _order.Applied with { SnapshotRows = _order.Applied.SnapshotRows + rows, SnapshotIsWhole = rows < _maxEvents || _maxEvents == 0 };
        var cut = new Cut { Id = $"snapshot:{scn}", Scn = scn, ReadMicroseconds = milliseconds * 1000, EventCounts = ImmutableSortedDictionary<string, long>.Empty };
        return new Epoch(cut, _order.Applied.SnapshotIsWhole, deltas, Move(_position.TransactionOffset, cut), rows);
    }

    // The next row of a snapshot, of this or an earlier one; null where the partition has no more of them.
    private async ValueTask<PartitionCursor.BufferedEvent?> NextRowAsync(PartitionCursor cursor, CancellationToken cancellationToken)
    {
        if (!cursor.TryPeek(out var next) && (!await cursor.ReadOnAsync(cancellationToken) || !cursor.TryPeek(out next)))
        {
            return null;
        }

        if (next.Change is { } change)
        {
            if (change.Position.CutId.Length > 0)
            {
                return null;
            }

            if (change.Position.Scn >= _order.Applied.SnapshotScn || change.Operation != ChangeOperation.Read)
            {
                _order.CheckSnapshotRow(cursor, next);
            }
        }

        return cursor.TakeNext();
    }

    private async ValueTask<Epoch?> ReadTransactionsAsync(CancellationToken cancellationToken)
    {
        Epoch? epoch = null;
        var deltas = NewDeltas();
        while (await _cuts.PeekAsync(cancellationToken) is { } end)
        {
            var cut = CutOf(end);
            if (epoch is not null && epoch.Events + cut.TotalEvents > _maxEvents)
            {
                break;
            }

            if (await MissingAsync(cut, cancellationToken) is { } missing)
            {
                return epoch ?? throw new HarunireException(missing.Diagnostics) { IsTransient = true };
            }

            var events = await TakeAsync(cut, end, deltas, cancellationToken);
            _cuts.Take();
            _earlier.Add(end);
            _order.Applied = _order.Applied with { LastTransaction = cut.Id };
            cut = cut with { Scn = Math.Max(_order.Applied.Scn, _order.Applied.SnapshotScn) };
            epoch = new Epoch(cut, IsWhole: true, deltas, Move(end.Offset + 1, cut), (epoch?.Events ?? 0) + events);
            if (_maxEvents == 0)
            {
                break;
            }
        }

        if (epoch is null)
        {
            await CheckTransactionsAreToldAsync(cancellationToken);
        }

        return epoch;
    }

    // END can be there before events of other partitions are: a moment is waited here, more by the job's patience with outages.
    private async ValueTask<HarunireException?> MissingAsync(Cut cut, CancellationToken cancellationToken)
    {
        var missing = await _blocks.FindAsync(cut, cancellationToken);
        if (missing is not null)
        {
            await _cuts.WaitAsync(Patience, cancellationToken);
            missing = await _blocks.FindAsync(cut, cancellationToken);
        }

        return missing;
    }

    private async ValueTask<long> TakeAsync(Cut cut, CutLog.BlockEnd end, Dictionary<TableName, DeltaBatch> deltas, CancellationToken cancellationToken)
    {
        if (cut.TotalEvents == 0)
        {
            return 0;
        }

        var scn = _blocks.EventsOf(cut.Id).Select(e => e.Change!.Position.Scn).DefaultIfEmpty(_order.Applied.Scn).Max();
        var applied = _order.Applied;
        if (scn < applied.Scn || (scn == applied.Scn && applied.AtScn.Contains(cut.Id)))
        {
            if (scn < applied.Scn && !await _earlier.ContainsAsync(cut.Id, end.Offset, cancellationToken))
            {
                throw new HarunireException(JobErrors.StrayTransaction, $"transaction {cut.Id}, committed at SCN {scn}, ends after one that committed at SCN {applied.Scn}", _cuts.Place(end.Offset));
            }

            _order.IsPassing = true;
            await _blocks.PassAsync(cut, deltas, cancellationToken);
            _order.IsPassing = false;
            return 0;
        }

        var events = await _blocks.TakeAsync(cut, deltas, cancellationToken);
        _order.Applied = applied.With(scn, cut.Id);
        return events;
    }

    // Without a transaction topic no cut ever comes: said where a change shows that one is missing.
    private async ValueTask CheckTransactionsAreToldAsync(CancellationToken cancellationToken)
    {
        if (await _cuts.HasTopicAsync(cancellationToken))
        {
            return;
        }

        foreach (var cursor in await _blocks.OpenAllAsync(cancellationToken))
        {
            if ((cursor.TryPeek(out var next) || (await cursor.ReadOnAsync(cancellationToken) && cursor.TryPeek(out next))) && next.Change is { Position.CutId.Length: 0 })
            {
                _order.CheckSnapshotRow(cursor, next);
            }
        }
    }

    // Debezium puts the database before the table: ORCLPDB1.HR.ORDERS.
    private Cut CutOf(CutLog.BlockEnd end)
    {
        try
        {
            var all = end.Record.ToCut(new EnvelopeSource { Version = "", Connector = "", Name = "", Database = "" }, -1, end.Record.Milliseconds * 1000);
            return all with
            {
                EventCounts = _wanted.Select(table => table.Name.ToString()).Distinct(StringComparer.Ordinal)
                    .Select(name => KeyValuePair.Create(name, all.EventCounts.Where(count => IsOf(count.Key, name)).Sum(count => count.Value)))
                    .Where(count => count.Value > 0)
                    .ToImmutableSortedDictionary(StringComparer.Ordinal),
            };
        }
        catch (HarunireException failure)
        {
            throw new HarunireException(failure.Code, failure.Diagnostics[0].Message, _cuts.Place(end.Offset), inner: failure);
        }
    }

    private static bool IsOf(string collection, string table) =>
        collection == table || (collection.EndsWith("." + table, StringComparison.Ordinal) && !collection[..^(table.Length + 1)].Contains('.', StringComparison.Ordinal));

    private Dictionary<TableName, DeltaBatch> NewDeltas() => _wanted.ToDictionary(table => table.Name, table => new DeltaBatch(table.Columns));

    private EpochPosition Move(long transactionOffset, Cut cut) => _position = _position with
    {
        TransactionOffset = transactionOffset,
        Offsets = _blocks.Offsets,
        Quarantined = _blocks.Quarantined,
        TopicIds = _blocks.TopicIds.SetItems(_cuts.TopicIds),
        Connector = _order.Applied,
        ReadMicroseconds = cut.ReadMicroseconds,
    };
}
