using Harunire.Model.Rows;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Debezium;

/// <summary>Who publishes: what is the same in each event of one capture.</summary>
public sealed record EnvelopeSource
{
    /// <summary>The connector's version, as in <c>source.version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The connector's kind, as in <c>source.connector</c>.</summary>
    public required string Connector { get; init; }

    /// <summary>The topic prefix, as in <c>source.name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The database, as in <c>source.db</c>; it also stands before the table in transaction records. Empty: none.</summary>
    public required string Database { get; init; }

    /// <summary>The topic of cuts.</summary>
    public string TransactionTopic => TopicNames.TransactionsOf(Name);

    /// <summary>A table's topic.</summary>
    public string TopicOf(TableName table) => TopicNames.Sanitize($"{Name}.{table}");

    /// <summary>A table's name in transaction records.</summary>
    public string CollectionOf(string table) => Database.Length == 0 ? table : $"{Database}.{table}";

    /// <summary>The table of a name in transaction records.</summary>
    public string TableOf(string collection) =>
        Database.Length > 0 && collection.StartsWith(Database + ".", StringComparison.Ordinal) ? collection[(Database.Length + 1)..] : collection;
}
