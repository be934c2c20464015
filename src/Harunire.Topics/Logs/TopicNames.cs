using Harunire.Model.Errors;

namespace Harunire.Topics.Logs;

/// <summary>Kafka's rules for topic names, which the embedded log keeps too.</summary>
public static class TopicNames
{
    public const int MaxLength = 249;

    /// <summary>Throws HAR4011 where the name is not allowed.</summary>
    public static void Check(string topic)
    {
        if (topic.Length is 0 or > MaxLength || topic is "." or ".." || !topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw new HarunireException(TopicErrors.RecordRefused, $"\"{topic}\" can't be a topic's name", topic);
        }
    }

    /// <summary>The topic of cuts of a topic prefix.</summary>
    public static string TransactionsOf(string prefix) => Sanitize($"{prefix}.transaction");

    /// <summary>Replaces what Kafka does not allow by an underscore, as Debezium's topic naming does.</summary>
    public static string Sanitize(string name) =>
        string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '.' or '_' or '-' ? source[i] : '_';
            }
        });
}
