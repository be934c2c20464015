using Harunire.Jobs.Capturing;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>Assembles the topics' events into epochs by the counts in the transaction topic. Not for several threads.</summary>
/// <remarks>Which blocks count is decided by <see cref="Capturing.Commits.BlockRule"/>; those follow each other in every partition. Events of other blocks are dropped and counted.</remarks>
public sealed class EpochReader : IEpochReader
{
    private readonly EnvelopeSource _source;
    private readonly IReadOnlyList<TableSchema> _wanted;
    private readonly long _coalesceEvents;
    private readonly CutLog _cuts;
    private readonly BlockReader _blocks;
    private readonly WantedColumns? _columns;
    private EpochPosition _position;

    /// <param name="log">Where the topics are.</param>
    /// <param name="registry">Of their schemas.</param>
    /// <param name="prefix">Of the topics.</param>
    /// <param name="wanted">The tables and columns that are needed.</param>
    /// <param name="start">The <see cref="Epoch.After"/> of the last applied epoch.</param>
    /// <param name="coalesceEvents">Waiting cuts are joined into one epoch until it has so many events; 0: never.</param>
    /// <param name="quarantine">Takes records that can't be decoded or applied; null: the first of them is an error.</param>
    /// <param name="columns">Those that are read; null: all of the wanted tables.</param>
    public EpochReader(
        ITopicLog log, ISchemaRegistry registry, string prefix, IReadOnlyList<TableSchema> wanted, EpochPosition start, long coalesceEvents = 0, Quarantine? quarantine = null,
        WantedColumns? columns = null)
    {
        (_wanted, _position, _coalesceEvents, _columns) = (wanted, start, coalesceEvents, columns);
        _source = new EnvelopeSource { Version = "", Connector = "", Name = prefix, Database = "" };
        var order = new CaptureOrder(start);
        _cuts = new CutLog(log, registry, _source.TransactionTopic, start, order);
        _blocks = new BlockReader(log, table => new EventDecoder(registry, table, new DecoderOptions { Columns = columns?.Of(table.Name) }, withMarks: false), _source, wanted, start, order, quarantine);
    }

    /// <summary>Events that came again: the same block and total order.</summary>
    public long Duplicates => _blocks.Duplicates;

    /// <summary>Events of blocks that don't count, or that were applied before.</summary>
    public long Orphans => _blocks.Orphans;

    /// <summary>Blocks that ended and don't count: another one counted in their place.</summary>
    public long VoidBlocks => _cuts.VoidBlocks;

    /// <summary>The next epoch, or a part of one; null while no further block is complete.</summary>
    public async ValueTask<Epoch?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        Epoch? epoch = null;
        var deltas = _wanted.ToDictionary(table => table.Name, table => new DeltaBatch(table.Columns));
        while (await _cuts.PeekAsync(cancellationToken) is { } end)
        {
            var block = BlockOf(end);
            if (block.Microseconds <= _position.LastBlockMicroseconds)
            {
                _cuts.Take();
                continue;
            }

            // A part stands alone: a snapshot or a large cut comes in the memory of one part.
            var cut = end.Record.ToCut(_source);
            if (epoch is not null && (block.IsPart || epoch.Events + cut.TotalEvents > _coalesceEvents))
            {
                break;
            }

            if (await _blocks.FindAsync(cut, cancellationToken) is { } missing)
            {
                throw missing;
            }

            var events = await _blocks.TakeAsync(cut, deltas, cancellationToken);
            _cuts.Take();
            _position = _position with
            {
                TransactionOffset = end.Offset + 1,
                LastBlockMicroseconds = block.Microseconds,
                Offsets = _blocks.Offsets,
                Quarantined = _blocks.Quarantined,
                TopicIds = _blocks.TopicIds.SetItems(_cuts.TopicIds),
            };
            epoch = new Epoch(cut, IsWhole: !block.IsPart, deltas, _position, (epoch?.Events ?? 0) + events);
            if (!epoch.IsWhole || _coalesceEvents <= 0)
            {
                break;
            }
        }

        return epoch;
    }

    /// <summary>True where all of these tables and columns are among the wanted ones.</summary>
    public bool Covers(IEnumerable<TableSchema> tables, WantedColumns columns) => tables.All(table => _wanted.Contains(table)) && _columns?.Include(columns) != false;

    /// <summary>Waits for more in the transaction topic; false where the time ran out.</summary>
    public ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => _cuts.WaitAsync(timeout, cancellationToken);

    private BlockId BlockOf(CutLog.BlockEnd end) =>
        BlockId.TryParse(end.Record.Id) ?? throw new HarunireException(JobErrors.ForeignEvent, $"the id \"{end.Record.Id}\" is not one of a capture of ours", _cuts.Place(end.Offset), "topics of another connector need 'source: { provider: debezium }'");
}
