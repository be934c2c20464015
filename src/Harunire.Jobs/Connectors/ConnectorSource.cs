using System.Collections.Frozen;
using Harunire.Capture;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Topics;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Connectors;

/// <summary>A source that a Debezium connector captures: its tables are described by the schemas of their topics, and it can't be read itself.</summary>
/// <param name="prefix">The connector's <c>topic.prefix</c>.</param>
/// <param name="schema">The owner of the tables.</param>
/// <param name="declarations">What the migration says about them.</param>
/// <param name="openRegistry">Opens the registry of the topics' schemas.</param>
/// <param name="openLog">Opens the topics.</param>
public sealed class ConnectorSource(string prefix, string schema, IReadOnlyList<ConnectorTable> declarations, Func<ISchemaRegistry> openRegistry, Func<ITopicLog> openLog) : ISourceReader
{
    private static readonly ReadLimits LastRecords = new(100, 1024 * 1024);
    private readonly EnvelopeSource _source = new() { Version = "", Connector = "", Name = prefix, Database = "" };
    private readonly Dictionary<TableName, (AvroSchema Envelope, TopicTable Table)> _described = [];

    public string Name => $"topics {prefix}.{schema}.* of a Debezium connector";

    /// <summary>For the stream job.</summary>
    public DecoderOptions Options { get; } = new()
    {
        AcceptedLoss = declarations.SelectMany(table => table.AcceptLoss.Select(column => $"{new TableName(schema, table.Name)}.{column}")).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
    };

    public async Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken)
    {
        await using var registry = openRegistry();
        var described = new List<TableSchema>();
        foreach (var request in tables)
        {
            var name = new TableName(schema, request.Name);
            var topic = _source.TopicOf(name);
            var envelope = await SchemaOfAsync(registry, topic, cancellationToken)
                ?? throw new HarunireException(JobErrors.NoTopicSchema, $"the registry has no subject {topic}-value, and the topic has no record", topic, "names of topics have case: is it the table's as the database has it?");
            var keys = await registry.GetVersionsAsync(topic + "-key", cancellationToken);
            var key = keys.Count == 0 ? null : AvroSchema.Parse(await registry.GetByIdAsync(keys[^1].Id, cancellationToken));
            var declared = declarations.FirstOrDefault(t => string.Equals(t.Name, request.Name, StringComparison.OrdinalIgnoreCase))?.Columns;
            var table = TopicTable.Describe(name, envelope, key, declared ?? FrozenDictionary<string, Model.Types.OracleType>.Empty, request.Key);
            _described[name] = (envelope, table);
            described.Add(table.Table);
        }

        return described;
    }

    /// <summary>What stands in the way of reading these columns of described tables: types that the topic does not tell (HAR8117), or that it can't hold.</summary>
    public IReadOnlyList<Diagnostic> Check(IEnumerable<(TableName Table, ColumnDefinition Column)> reads)
    {
        var problems = new List<Diagnostic>();
        foreach (var table in reads.GroupBy(read => read.Table, read => read.Column))
        {
            var (envelope, known) = _described[table.Key];
            var columns = table.DistinctBy(c => c.Name).ToList();
            problems.AddRange(columns.Where(c => known.Doubts.ContainsKey(c.Name)).Select(c => Undeclared(table.Key, c, known.Doubts[c.Name])));
            foreach (var column in columns.Where(c => !known.Doubts.ContainsKey(c.Name)))
            {
                try
                {
                    _ = new EnvelopeDecoder(envelope, known.Table with { Columns = [column], Key = [] }, Options);
                }
                catch (HarunireException failure)
                {
                    problems.AddRange(failure.Diagnostics);
                }
            }
        }

        return problems;
    }

    /// <summary>The same for a query that could not be planned: its words may name columns whose types were taken for others.</summary>
    public IReadOnlyList<Diagnostic> CheckNamed(string query)
    {
        var words = query.Split([.. query.Where(c => !char.IsLetterOrDigit(c) && c is not ('_' or '$' or '#')).Distinct()], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. _described.Values.Where(each => words.Contains(each.Table.Table.Name.Table)).SelectMany(each => each.Table.Table.Columns
                .Where(column => words.Contains(column.Name) && each.Table.Doubts.ContainsKey(column.Name))
                .Select(column => Undeclared(each.Table.Table.Name, column, each.Table.Doubts[column.Name]))),
            .. _described.Values.SelectMany(each => each.Table.Unread.Where(unread => words.Contains(unread.Key))
                .Select(unread => new Diagnostic { Code = TopicErrors.ColumnMismatch, Message = unread.Value, Subject = $"{each.Table.Table.Name}.{unread.Key}" })),
        ];
    }

    public LossContract ContractOf(TableSchema table) => new()
    {
        Strategy = "debezium",
        SeesDeletes = true,
        SeesEveryVersion = true,
        GivesBeforeImages = true,
        Notes =
        [
            $"captured by a Debezium connector into {_source.TopicOf(table.Name)}, not by Harunire",
            .. _described.TryGetValue(table.Name, out var known) ? known.Table.Unread.Select(unread => $"{unread.Key} can't be read: {unread.Value}") : [],
        ],
    };

    public Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) =>
        statements.Count == 0 ? Task.CompletedTask : throw NotReadable("statements can't be run at the source");

    public Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => throw NotReadable("the source can't be read");

    public Task AcknowledgeAsync(long scn, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>HAR8116 for what needs the source.</summary>
    public HarunireException NotReadable(string what) => new(JobErrors.NoCapture, what, Name);

    private static Diagnostic Undeclared(TableName table, ColumnDefinition column, string doubt) => new()
    {
        Code = JobErrors.UndeclaredType,
        Message = $"it is {doubt}",
        Subject = $"{table}.{column.Name}",
        Hint = $"declare it under 'source: tables: {table.Table}': columns: {{ {column.Name}: {column.Type} }}, or whatever it is at the source",
    };

    // A registry may name its subjects otherwise (RecordNameStrategy): then the last record tells the schema.
    private async Task<AvroSchema?> SchemaOfAsync(ISchemaRegistry registry, string topic, CancellationToken cancellationToken)
    {
        var versions = await registry.GetVersionsAsync(topic + "-value", cancellationToken);
        if (versions.Count > 0)
        {
            return AvroSchema.Parse(await registry.GetByIdAsync(versions[^1].Id, cancellationToken));
        }

        await using var log = openLog();
        var found = (await log.ListTopicsAsync(cancellationToken)).FirstOrDefault(t => t.Name == topic);
        foreach (var partition in found?.Partitions ?? [])
        {
            var from = Math.Max(partition.FirstOffset, partition.EndOffset - LastRecords.MaxRecords);
            var records = partition.Records == 0 ? [] : await log.ReadAsync(topic, partition.Partition, from, LastRecords, cancellationToken);
            if (records.LastOrDefault(record => record.Value is not null).Value is { } value)
            {
                return AvroSchema.Parse(await registry.GetByIdAsync(SchemaFrame.ReadId(value.Span), cancellationToken));
            }
        }

        return null;
    }
}
