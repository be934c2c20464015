using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Topics.Logs;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire topic list|peek</c>: what is in the topics.</summary>
internal static class TopicCommand
{
    public static Command Build()
    {
        var command = new ToolCommand("topic", "Looks into the topics.")
        {
            Examples =
            [
                "topic list migrations/customer-orders/migration.yaml",
                "topic peek migrations/customer-orders/migration.yaml co.ORDERS",
                "topic peek migrations/customer-orders/migration.yaml co.ORDERS -n 3 -o ndjson",
            ],
        };
        command.Subcommands.Add(List());
        command.Subcommands.Add(Peek());
        return command;
    }

    private static Command List()
    {
        var command = new ToolCommand("list", "Lists the topics with their partitions, records and bytes.")
        {
            Examples =
            [
                "topic list migrations/customer-orders/migration.yaml",
                "topic list migrations/customer-orders/migration.yaml -o csv",
                "topic list migrations/customer-orders/migration.yaml -o json",
            ],
            Exits = [3],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var connections = Connections(parsed, call);
            await using var log = connections.Topics.OpenReader();
            await using var quarantine = connections.Topics.OpenQuarantineReader();
            IReadOnlyList<TopicDescription> topics = [.. await log.ListTopicsAsync(cancellationToken), .. quarantine is null ? [] : await quarantine.ListTopicsAsync(cancellationToken)];
            var document = new JsonObject
            {
                ["topics"] = new JsonArray([.. topics.Select(t => (JsonNode)new JsonObject { ["name"] = t.Name, ["partitions"] = t.Partitions.Length, ["records"] = t.Records, ["bytes"] = t.Bytes })]),
            };
            var width = topics.Select(t => t.Name.Length).DefaultIfEmpty(0).Max();
            var text = new StringBuilder();
            foreach (var topic in topics)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{topic.Name.PadRight(width)} {topic.Partitions.Length,3} {(topic.Partitions.Length == 1 ? "partition " : "partitions")} {topic.Records,12:N0} {(topic.Records == 1 ? "record " : "records")}{(topic.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" {bytes,14:N0} bytes") : "")}");
            }

            text.Append(CultureInfo.InvariantCulture, $"{Numerals.Of(topics.Count, "topic")} with {Numerals.Of(topics.Sum(t => t.Records), "record")}. Next: harunire topic peek {parsed.GetRequiredValue(GlobalOptions.Migration)} {(topics.Count > 0 ? topics[0].Name : "TOPIC")}");
            call.Write(new CommandResult("topics", document, "topics", text.ToString()));
            return 0;
        });
        return command;
    }

    private static Command Peek()
    {
        var topic = new Argument<string>("TOPIC") { Description = "The topic's name, as 'topic list' shows it" };
        var partition = new Option<int?>("--partition", "-p") { Description = "Only this partition", HelpName = "NUMBER" };
        var from = new Option<long?>("--from") { Description = "From this offset on; without it, the last records", HelpName = "OFFSET" };
        var count = new Option<int>("--count", "-n") { Description = "At most so many records of each partition", HelpName = "NUMBER", DefaultValueFactory = _ => 10 };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1)
            {
                result.AddError("--count takes a number of at least 1");
            }
        });
        var command = new ToolCommand("peek", "Shows records of a topic, decoded.")
        {
            Examples =
            [
                "topic peek migrations/customer-orders/migration.yaml co.ORDERS",
                "topic peek migrations/customer-orders/migration.yaml co.ORDERS -p 0 --from 100 -n 3",
                "topic peek migrations/customer-orders/migration.yaml co.transaction -o ndjson",
            ],
            Exits = [3],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.Arguments.Add(topic);
        command.Options.Add(partition);
        command.Options.Add(from);
        command.Options.Add(count);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var name = parsed.GetRequiredValue(topic);
            var (records, held) = await ReadAsync(Connections(parsed, call), name, parsed.GetValue(partition), parsed.GetValue(from), parsed.GetValue(count), cancellationToken);
            var text = new StringBuilder();
            foreach (var record in records)
            {
                text.AppendLine(record!.ToJsonString(RecordText.Options));
            }

            text.Append(CultureInfo.InvariantCulture, $"{records.Count:N0} of {held:N0} records of {name} shown. Next: harunire topic peek {parsed.GetRequiredValue(GlobalOptions.Migration)} {name} --from 0");
            call.Write(new CommandResult("records", new JsonObject { ["topic"] = name, ["held"] = held, ["records"] = records }, "records", text.ToString()));
            return 0;
        });
        return command;
    }

    private static async Task<(JsonArray Records, long Held)> ReadAsync(MigrationConnections connections, string name, int? partition, long? from, int count, CancellationToken cancellationToken)
    {
        await using var topicLog = connections.Topics.OpenReader();
        await using var quarantine = connections.Topics.OpenQuarantineReader();
        await using var registry = connections.Topics.OpenRegistry();
        var topics = await topicLog.ListTopicsAsync(cancellationToken);
        var quarantined = quarantine is null ? [] : await quarantine.ListTopicsAsync(cancellationToken);
        var found = topics.Concat(quarantined).FirstOrDefault(t => t.Name == name) ?? throw UnknownTopic(name, [.. topics, .. quarantined]);
        var isQuarantined = quarantined.Contains(found);
        var log = isQuarantined ? quarantine! : topicLog;
        if (partition is { } wanted && !found.Partitions.Any(p => p.Partition == wanted))
        {
            throw new HarunireException(CliErrors.BadUsage, $"the topic {name} has no partition {wanted}", hint: $"it has {string.Join(", ", found.Partitions.Select(p => p.Partition))}");
        }

        var records = new JsonArray();
        foreach (var each in found.Partitions.Where(p => partition is not { } only || p.Partition == only))
        {
            var start = Math.Max(each.FirstOffset, from ?? (each.EndOffset - count));
            if (start >= each.EndOffset)
            {
                continue;
            }

            foreach (var record in await log.ReadAsync(name, each.Partition, start, new ReadLimits(count, long.MaxValue), cancellationToken))
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

                records.Add((JsonNode)line);
            }
        }

        return (records, found.Records);
    }

    private static MigrationConnections Connections(ParseResult parsed, Invocation call) =>
        new(MigrationReader.Read(parsed.GetRequiredValue(GlobalOptions.Migration)), call.Settings);

    private static HarunireException UnknownTopic(string name, IReadOnlyList<TopicDescription> topics)
    {
        var nearest = NearestName.Find(name, topics.Select(t => t.Name));
        return new HarunireException(CliErrors.BadUsage, $"there is no topic {name}", hint: nearest is null ? "'harunire topic list' shows them" : $"did you mean {nearest}?");
    }
}
