using Harunire.Model.Errors;

namespace Harunire.Topics.Embedded;

/// <summary>The row ids of a topic's partitions; they never change.</summary>
internal sealed class TopicPartitions(string topic, long[] ids)
{
    public int Count => ids.Length;

    public long Id(int partition) => (uint)partition < (uint)ids.Length
        ? ids[partition]
        : throw new HarunireException(TopicErrors.UnknownTopic, $"the topic has {ids.Length} partitions, there is no partition {partition}", topic);

    public static string Query => "SELECT part.id, topic.partitions, topic.checksum FROM part JOIN topic ON topic.id = part.topic WHERE topic.name = @name ORDER BY part.number";

    /// <summary>HAR4006 where a topic's row is not what was written.</summary>
    public static void Check(string topic, long partitions, long checksum)
    {
        if (RowChecksum.Of(topic, partitions) != checksum)
        {
            throw new HarunireException(TopicErrors.LogDamaged, "the row of the topic was changed", topic);
        }
    }
}
