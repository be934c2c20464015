using Harunire.Model.Errors;

namespace Harunire.Topics.Embedded;

/// <summary>The row ids of a topic's partitions; they never change.</summary>
internal sealed class TopicPartitions(string topic, long[] ids)
{
    public int Count => ids.Length;

    public long Id(int partition) => (uint)partition < (uint)ids.Length
        ? ids[partition]
        : throw new HarunireException(TopicErrors.UnknownTopic, $"the topic has {ids.Length} partitions, there is no partition {partition}", topic);

    public static string Query => "SELECT part.id FROM part JOIN topic ON topic.id = part.topic WHERE topic.name = @name ORDER BY part.number";
}
