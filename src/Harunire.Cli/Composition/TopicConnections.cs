using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Topics.Embedded;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Kafka.Logs;
using Harunire.Topics.Kafka.Registry;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Composition;

/// <summary>Opens a migration's topics and their schema registry.</summary>
internal sealed class TopicConnections(MigrationFile migration, ToolSettings settings, Func<SystemReference, string> embeddedFile)
{
    private const string Kafka = "kafka";
    private const string Embedded = "embedded";

    private SystemReference Topics => migration.Topics;

    /// <summary>False: the embedded log's file was not made yet.</summary>
    public bool Exist => IsKafka || File.Exists(embeddedFile(Topics));

    public ITopicLog OpenWriter() => IsKafka ? OpenKafka() : SqliteTopicLog.OpenWriter(SqliteFactory.Instance, embeddedFile(Topics));

    public ITopicLog OpenReader() => IsKafka ? OpenKafka() : SqliteTopicLog.OpenReader(SqliteFactory.Instance, embeddedFile(Topics));

    public ISchemaRegistry OpenRegistry() => migration.Registry is { } name
        ? new ConfluentSchemaRegistry(settings.Connection(name), name, logger: StandardErrorLogger.Instance)
        : OpenEmbeddedRegistry();

    public SqliteSchemaRegistry OpenEmbeddedRegistry() => SqliteSchemaRegistry.Open(SqliteFactory.Instance, EmbeddedRegistryPath);

    /// <summary>Beside embedded topics; for Kafka in the migration's state folder.</summary>
    public string EmbeddedRegistryPath => IsKafka
        ? Path.Combine(StateFolder.Of(migration, settings), "schemas.registry")
        : embeddedFile(Topics) + ".registry";

    /// <summary>Takes quarantined records: a file of the stream's own, since capture alone may write the topics.</summary>
    public SqliteTopicLog OpenQuarantineWriter() => SqliteTopicLog.OpenWriter(SqliteFactory.Instance, QuarantinePath);

    /// <summary>Null: nothing was ever put into quarantine.</summary>
    public SqliteTopicLog? OpenQuarantineReader() => File.Exists(QuarantinePath) ? SqliteTopicLog.OpenReader(SqliteFactory.Instance, QuarantinePath) : null;

    // Beside embedded topics; for Kafka in the migration's state folder.
    private string QuarantinePath => IsKafka ? Path.Combine(StateFolder.Of(migration, settings), "topics.quarantine") : embeddedFile(Topics) + ".quarantine";

    private bool IsKafka => Topics.Provider switch
    {
        Kafka => true,
        Embedded => false,
        var other => throw new HarunireException(new Diagnostic { Code = CliErrors.NoProvider, Message = $"the provider '{other}' is not in this version", Location = Topics.Location, Hint = $"here it can be '{Embedded}' or '{Kafka}'" }),
    };

    private KafkaTopicLog OpenKafka() => new(
        KafkaConnection.Parse(settings.Connection(Topics.Connection), Topics.Connection),
        new KafkaTopicSettings
        {
            Prefix = TopicNames.Sanitize(migration.Prefix),
            Replication = checked((short?)migration.Replication),
            Retention = migration.Retention,
            Group = $"harunire.{migration.Name}",
        },
        logger: StandardErrorLogger.Instance);
}
