using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Topics.Avro;
using Harunire.Topics.Logs;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire topic list|peek</c>: what is in the topics.</summary>
internal static class TopicCommand
{
    public static Command Build() => new("topic", "Looks into the topics") { BuildList(), BuildPeek() };

    private static Command BuildList()
    {
        var command = new Command("list", "Lists the topics with their records. Example: harunire topic list migrations/customer-orders/migration.yaml") { CommonOptions.Migration };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var connections = Connections(parsed);
            await using var log = connections.Topics.OpenReader();
            await using var quarantine = connections.Topics.OpenQuarantineReader();
            IReadOnlyList<TopicDescription> topics = [.. await log.ListTopicsAsync(cancellationToken), .. quarantine is null ? [] : await quarantine.ListTopicsAsync(cancellationToken)];
            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write("topics", new JsonObject
                {
                    ["topics"] = new JsonArray([.. topics.Select(t => (JsonNode)new JsonObject { ["name"] = t.Name, ["partitions"] = t.Partitions.Length, ["records"] = t.Records, ["bytes"] = t.Bytes })]),
                });
                return 0;
            }

            foreach (var topic in topics)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{topic.Name,-40} {topic.Partitions.Length,3} partitions {topic.Records,10} records{(topic.Bytes is { } bytes ? $" {bytes,12} bytes" : "")}"));
            }

            return 0;
        });
        return command;
    }

    private static Command BuildPeek()
    {
        var topic = new Argument<string>("topic") { Description = "The topic's name, as 'topic list' shows it" };
        var partition = new Option<int?>("--partition", "-p") { Description = "Only this partition" };
        var from = new Option<long?>("--from") { Description = "From this offset on; default: the last records" };
        var count = new Option<int>("--count", "-n") { Description = "At most so many records of each partition", DefaultValueFactory = _ => 10 };
        var command = new Command("peek", "Shows records of a topic, decoded. Example: harunire topic peek migrations/customer-orders/migration.yaml co.ORDERS -n 3") { CommonOptions.Migration, topic, partition, from, count };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var connections = Connections(parsed);
            await using var topicLog = connections.Topics.OpenReader();
            await using var quarantine = connections.Topics.OpenQuarantineReader();
            await using var registry = connections.Topics.OpenRegistry();
            var name = parsed.GetRequiredValue(topic);
            var topics = await topicLog.ListTopicsAsync(cancellationToken);
            var quarantined = quarantine is null ? [] : await quarantine.ListTopicsAsync(cancellationToken);
            var found = topics.Concat(quarantined).FirstOrDefault(t => t.Name == name) ?? throw UnknownTopic(name, [.. topics, .. quarantined]);
            var isQuarantined = quarantined.Contains(found);
            var log = isQuarantined ? quarantine! : topicLog;
            foreach (var each in found.Partitions.Where(p => parsed.GetValue(partition) is not { } only || p.Partition == only))
            {
                var start = parsed.GetValue(from) ?? Math.Max(each.FirstOffset, each.EndOffset - parsed.GetValue(count));
                if (start >= each.EndOffset)
                {
                    continue;
                }

                foreach (var record in await log.ReadAsync(name, each.Partition, start, new ReadLimits(parsed.GetValue(count), long.MaxValue), cancellationToken))
                {
                    var line = new JsonObject
                    {
                        ["partition"] = each.Partition,
                        ["offset"] = record.Offset,
                        ["key"] = await RecordText.DecodeAsync(record.Key, registry, cancellationToken),
                        ["value"] = isQuarantined ? RecordText.Hex(record.Value) : await RecordText.DecodeAsync(record.Value, registry, cancellationToken),
                    };
                    if (record.Headers.Count > 0)
                    {
                        line["headers"] = new JsonArray([.. record.Headers.Select(h => (JsonNode)new JsonObject { [h.Name] = RecordText.Text(h.Value) })]);
                    }

                    Console.Out.WriteLine(line.ToJsonString(RecordText.Options));
                }
            }

            return 0;
        });
        return command;
    }

    private static MigrationConnections Connections(ParseResult parsed) =>
        new(MigrationReader.Read(parsed.GetRequiredValue(CommonOptions.Migration)), CommonOptions.Settings(parsed));

    private static HarunireException UnknownTopic(string name, IReadOnlyList<TopicDescription> topics)
    {
        var nearest = NearestName.Find(name, topics.Select(t => t.Name));
        return new HarunireException(CliErrors.BadUsage, $"there is no topic {name}", hint: nearest is null ? "'harunire topic list' shows them" : $"did you mean {nearest}?");
    }
}
