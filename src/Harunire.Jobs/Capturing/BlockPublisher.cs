using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Harunire.Jobs.Capturing.Commits;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>Makes blocks of events: BEGIN, events, END with counts and the capture's position.</summary>
internal sealed class BlockPublisher
{
    private readonly EnvelopeSource _source;
    private readonly TransactionTopic _transactions;
    private readonly TablePublisher _tables;
    private readonly IBlockCommit _commit;

    private BlockPublisher(EnvelopeSource source, TransactionTopic transactions, TablePublisher tables, IBlockCommit commit) =>
        (_source, _transactions, _tables, _commit) = (source, transactions, tables, commit);

    public static async Task<BlockPublisher> CreateAsync(
        IReadOnlyList<TableSchema> tables, ITopicLog log, ISchemaRegistry registry, CaptureSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var source = new EnvelopeSource
        {
            Version = typeof(BlockPublisher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
            Connector = settings.SourceProvider,
            Name = settings.Prefix,
            Database = "",
        };
        var transactions = new TransactionTopic(log, registry, source.TransactionTopic);
        var positions = CapturePosition.TopicOf(settings.Prefix);
        IBlockCommit commit = log.Capabilities.AtomicAppends ? new AtomicCommit(log, positions, source.TransactionTopic) : new StagedCommit(log, transactions, positions, clock);
        var publisher = new BlockPublisher(source, transactions, new TablePublisher(source, registry), commit);
        await log.CreateTopicAsync(positions, 1, TopicCleanup.ByKey, cancellationToken);
        await transactions.CreateAsync(cancellationToken);
        foreach (var table in tables)
        {
            await log.CreateTopicAsync(source.TopicOf(table.Name), settings.Partitions, TopicCleanup.ByAge, cancellationToken);
            await publisher._tables.EncoderOfAsync(table, cancellationToken);
        }

        return publisher;
    }

    /// <inheritdoc cref="IBlockCommit.TakeOverAsync"/>
    public Task<CapturePosition?> TakeOverAsync(CancellationToken cancellationToken) => _commit.TakeOverAsync(cancellationToken);

    /// <summary>Publishes a block; the events' positions are given here. Not cancelled: whether the block counts must be known.</summary>
    /// <returns>The position to go on from.</returns>
    public async Task<CapturePosition> PublishAsync(BlockId id, IReadOnlyList<ChangeEvent> events, CapturePosition position)
    {
        var cutId = id.ToString();
        var records = new List<ProducedRecord>(events.Count);
        var counts = new Dictionary<TableName, long>();
        for (var i = 0; i < events.Count; i++)
        {
            var ofTable = ++CollectionsMarshal.GetValueRefOrAddDefault(counts, events[i].Table.Name, out _);
            var change = events[i] with { Position = new ChangePosition(events[i].Position.Scn, cutId, i + 1, ofTable) };
            await _tables.AddAsync(records, change, id.Microseconds, CancellationToken.None);
        }

        var cut = new Cut
        {
            Id = cutId,
            Scn = id.Scn,
            ReadMicroseconds = id.Microseconds,
            EventCounts = counts.ToImmutableSortedDictionary(c => c.Key.ToString(), c => c.Value, StringComparer.Ordinal),
        };
        var begin = _transactions.Encode(TransactionRecord.Begin(cutId, id.Microseconds));
        return await _commit.CommitAsync(new Block(id, begin, records, _transactions.Encode(TransactionRecord.End(cut, _source))), position);
    }
}
