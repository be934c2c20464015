using System.Globalization;
using System.Text;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Quarantines;

/// <summary>Keeps records that could not be decoded or applied, byte for byte, with the place that they come from. Not for several threads.</summary>
/// <param name="log">Holds the topic; may be another one than that of the records.</param>
/// <param name="prefix">Of the migration's topics.</param>
/// <param name="limit">How many records may be in it: one more stops the job.</param>
public sealed class Quarantine(ITopicLog log, string prefix, long limit)
{
    private bool _hasTopic;

    /// <summary>The topic of a migration's quarantined records.</summary>
    public static string TopicOf(string prefix) => TopicNames.Sanitize($"{prefix}.quarantine");

    /// <summary>Puts a record in, once: the same place again does nothing. HAR8107 where the limit is reached.</summary>
    public async Task AddAsync(TopicPosition place, TopicRecord record, HarunireException reason, CancellationToken cancellationToken)
    {
        var topic = TopicOf(prefix);
        if (!_hasTopic)
        {
            await log.CreateTopicAsync(topic, 1, TopicCleanup.ByAge, cancellationToken);
            _hasTopic = true;
        }

        var key = Encoding.UTF8.GetBytes(place.ToString());
        if (await log.ReadLastAsync(topic, key, cancellationToken) is not null)
        {
            return;
        }

        if (await log.EndOffsetAsync(topic, 0, cancellationToken) >= limit)
        {
            throw new HarunireException(JobErrors.QuarantineFull, $"{limit} records are in {topic} already; the next one: {reason.Diagnostics[0].Message}", place.ToString());
        }

        await log.AppendAsync([Record(topic, key, place, record, reason)], cancellationToken);
    }

    /// <summary>How many records are in quarantine.</summary>
    public static async Task<long> CountAsync(ITopicLog log, string prefix, CancellationToken cancellationToken) =>
        (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(topic => topic.Name == TopicOf(prefix))?.Records ?? 0;

    private static ProducedRecord Record(string topic, byte[] key, TopicPosition place, TopicRecord record, HarunireException reason) => new()
    {
        Topic = topic,
        Key = key,
        Value = record.Value?.ToArray(),
        TimestampMilliseconds = record.TimestampMilliseconds,
        Headers =
        [
            Header("topic", place.Topic),
            Header("partition", place.Partition.ToString(CultureInfo.InvariantCulture)),
            Header("offset", place.Offset.ToString(CultureInfo.InvariantCulture)),
            Header("code", reason.Code.Code),
            Header("reason", reason.Diagnostics[0].Message),
            new RecordHeader("harunire.key", record.Key?.ToArray()),
            .. record.Headers,
        ],
    };

    private static RecordHeader Header(string name, string value) => new("harunire." + name, Encoding.UTF8.GetBytes(value));
}
