using Harunire.Jobs.Capturing.Commits;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing;

/// <summary>How many changes of some tables capture has published, by the counts of its cuts: from the transaction topic alone.</summary>
public sealed class PublishedChanges(ITopicLog log, ISchemaRegistry registry, string prefix)
{
    private const long FirstStep = 500;

    private readonly EnvelopeSource _source = new() { Version = "", Connector = "", Name = prefix, Database = "" };

    /// <summary>Counts the cuts above <paramref name="after"/>, up to the first one that is not below <paramref name="until"/>. A block that was overtaken counts too.</summary>
    /// <returns>The SCN of the last cut that was published; null: there is none. And the changes.</returns>
    public async Task<(long? LastScn, long Changes)> CountAsync(long after, long until, IEnumerable<TableName> tables, CancellationToken cancellationToken)
    {
        var topic = new TransactionTopic(log, registry, _source.TransactionTopic);
        if ((await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(t => t.Name == topic.Name)?.Partitions[0] is not { } partition)
        {
            return (null, 0);
        }

        var wanted = tables.Select(table => table.ToString()).ToHashSet(StringComparer.Ordinal);
        var (lastScn, changes, isOver) = ((long?)null, 0L, false);
        await foreach (var (record, _) in topic.ReadAsync(await StartAsync(topic, partition, after, cancellationToken), partition.EndOffset, cancellationToken))
        {
            if (!record.IsEnd || BlockId.TryParse(record.Id) is not { } block)
            {
                continue;
            }

            if (block.Scn > after && !isOver)
            {
                changes += record.ToCut(_source).EventCounts.Where(count => wanted.Contains(count.Key)).Sum(count => count.Value);
            }

            isOver |= !block.IsPart && block.Scn >= until;
            lastScn = block.IsPart ? lastScn : block.Scn;
        }

        return (lastScn, changes);
    }

    // Steps back from the end, twice as far each time, to a cut that is not above the SCN.
    private static async Task<long> StartAsync(TransactionTopic topic, PartitionDescription partition, long after, CancellationToken cancellationToken)
    {
        for (var step = FirstStep; ; step *= 2)
        {
            var start = Math.Max(partition.FirstOffset, partition.EndOffset - step);
            if (start == partition.FirstOffset)
            {
                return start;
            }

            await foreach (var (record, _) in topic.ReadAsync(start, partition.EndOffset, cancellationToken))
            {
                if (record.IsEnd && BlockId.TryParse(record.Id) is { IsPart: false } block)
                {
                    if (block.Scn <= after)
                    {
                        return start;
                    }

                    break;
                }
            }
        }
    }
}
