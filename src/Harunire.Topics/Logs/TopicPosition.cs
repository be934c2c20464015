namespace Harunire.Topics.Logs;

/// <summary>A place in a topic.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">From 0.</param>
/// <param name="Offset">From 0.</param>
public readonly record struct TopicPosition(string Topic, int Partition, long Offset)
{
    public override string ToString() => $"{Topic}-{Partition}@{Offset}";
}
