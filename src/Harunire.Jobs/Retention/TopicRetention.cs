using Harunire.Jobs.Capturing;
using Harunire.Model.Rows;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Retention;

/// <summary>Deletes from a log that deletes nothing by itself what is older than an age and no checkpoint needs. Not for several threads.</summary>
/// <param name="log">Opened to write.</param>
/// <param name="prefix">Of the topics.</param>
/// <param name="age">Younger records stay.</param>
/// <param name="needs">Of all mappings of the migration; asked each time.</param>
/// <param name="clock">Tells the age.</param>
public sealed class TopicRetention(ITopicLog log, string prefix, TimeSpan age, Func<IReadOnlyList<TopicNeed>> needs, TimeProvider clock)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);
    private readonly EnvelopeSource _source = new() { Version = "", Connector = "", Name = prefix, Database = "" };
    private long? _last;

    /// <summary>Records deleted so far.</summary>
    public long Deleted { get; private set; }

    /// <summary>Deletes what may go, where the last time is long enough ago: a twentieth of the age, a minute at least.</summary>
    /// <param name="tables">The captured ones.</param>
    /// <param name="cancellationToken">Ends it between partitions.</param>
    public async Task TrimAsync(IReadOnlyList<TableName> tables, CancellationToken cancellationToken)
    {
        if (_last is { } last && clock.GetElapsedTime(last) < (age / 20 > LeastPause ? age / 20 : LeastPause))
        {
            return;
        }

        _last = clock.GetTimestamp();
        var needed = needs();
        var topics = (await log.ListTopicsAsync(cancellationToken)).ToDictionary(topic => topic.Name, StringComparer.Ordinal);
        var oldest = (clock.GetUtcNow() - age).ToUnixTimeMilliseconds();

        // The last position stands for all before it.
        await TrimAsync(topics, CapturePosition.TopicOf(prefix), long.MaxValue, partition => partition.EndOffset - 1, cancellationToken);

        // The END of the last applied cut tells a checkpoint that this is still its topic.
        await TrimAsync(topics, _source.TransactionTopic, oldest, _ => Least(needed, position => position.TransactionOffset - 1), cancellationToken);
        foreach (var table in tables)
        {
            var topic = _source.TopicOf(table);
            var readers = needed.Where(need => need.Tables.Contains(table)).ToList();
            await TrimAsync(topics, topic, oldest, partition => Least(readers, position => position.Offsets.GetValueOrDefault($"{topic}-{partition.Partition}")), cancellationToken);
        }
    }

    private static long Least(IEnumerable<TopicNeed> needed, Func<Epochs.EpochPosition, long> offset) =>
        needed.Select(need => need.Position is { } position ? offset(position) : 0).DefaultIfEmpty(long.MaxValue).Min();

    private async Task TrimAsync(Dictionary<string, TopicDescription> topics, string name, long oldest, Func<PartitionDescription, long> bound, CancellationToken cancellationToken)
    {
        if (!topics.TryGetValue(name, out var topic))
        {
            return;
        }

        foreach (var partition in topic.Partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var until = Math.Min(bound(partition), partition.EndOffset);
            if (until > partition.FirstOffset)
            {
                until = await FirstYoungAsync(name, partition, until, oldest, cancellationToken);
            }

            if (until > partition.FirstOffset)
            {
                await log.DeleteBeforeAsync(name, partition.Partition, until, cancellationToken);
                Deleted += until - partition.FirstOffset;
            }
        }
    }

    // Timestamps are the capture's clock, which grows from block to block.
    private async Task<long> FirstYoungAsync(string topic, PartitionDescription partition, long until, long oldest, CancellationToken cancellationToken)
    {
        var (low, high) = (partition.FirstOffset, until);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var record = (await log.ReadAsync(topic, partition.Partition, middle, new ReadLimits(1, 1), cancellationToken))[0];
            (low, high) = record.TimestampMilliseconds < oldest ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
