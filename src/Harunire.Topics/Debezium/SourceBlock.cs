using Harunire.Model.Changes;

namespace Harunire.Topics.Debezium;

/// <summary>An event's <c>source</c> block. Null: the field is null or absent in the schema. Source: Debezium's OracleSourceInfoStructMaker.</summary>
public sealed record SourceBlock
{
    public required string Version { get; init; }

    public required string Connector { get; init; }

    public required string Name { get; init; }

    /// <summary>When the change was made, milliseconds since 1970-01-01 UTC; <see cref="Microseconds"/> and <see cref="Nanoseconds"/> the same.</summary>
    public required long Milliseconds { get; init; }

    /// <summary><c>false</c> for streamed changes; Connect writes the default for null.</summary>
    public string? Snapshot { get; init; }

    public required string Database { get; init; }

    public string? Sequence { get; init; }

    public long? Microseconds { get; init; }

    public long? Nanoseconds { get; init; }

    public required string Schema { get; init; }

    public required string Table { get; init; }

    public string? TransactionId { get; init; }

    public string? Scn { get; init; }

    public string? CommitScn { get; init; }

    public string? LcrPosition { get; init; }

    public string? RsId { get; init; }

    public long? Ssn { get; init; }

    public int? RedoThread { get; init; }

    public string? UserName { get; init; }

    public string? RedoSql { get; init; }

    public string? RowId { get; init; }

    public long? CommitMilliseconds { get; init; }

    public string? StartScn { get; init; }

    public long? StartMilliseconds { get; init; }

    public long? TransactionSequence { get; init; }

    /// <summary>The block of an event that Harunire captured.</summary>
    public static SourceBlock Of(EnvelopeSource source, ChangeEvent change, long readMicroseconds)
    {
        var micros = change.CommitMicroseconds ?? readMicroseconds;
        var scn = change.Position.Scn.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new SourceBlock
        {
            Version = source.Version,
            Connector = source.Connector,
            Name = source.Name,
            Milliseconds = micros / 1000,
            Microseconds = micros,
            Nanoseconds = micros * 1000,
            Snapshot = change.Operation == ChangeOperation.Read ? "true" : "false",
            Database = source.Database,
            Schema = change.Table.Name.Schema ?? "",
            Table = change.Table.Name.Table,
            Scn = scn,
            CommitScn = scn,
            CommitMilliseconds = change.CommitMicroseconds / 1000,
        };
    }
}
