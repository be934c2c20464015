using Harunire.Model.Errors;

namespace Harunire.Topics.Debezium;

/// <summary>Makes the source block from its fields by name, so that blocks of older connectors fit too.</summary>
internal static class SourceFields
{
    public static SourceBlock Read(Dictionary<string, object?> fields)
    {
        return new SourceBlock
        {
            Version = Text("version") ?? "",
            Connector = Text("connector") ?? "",
            Name = Text("name") ?? throw new HarunireException(TopicErrors.EnvelopeInvalid, "the source has no name"),
            Milliseconds = Number("ts_ms") ?? 0,
            Snapshot = Text("snapshot"),
            Database = Text("db") ?? "",
            Sequence = Text("sequence"),
            Microseconds = Number("ts_us"),
            Nanoseconds = Number("ts_ns"),
            Schema = Text("schema") ?? "",
            Table = Text("table") ?? "",
            TransactionId = Text("txId"),
            Scn = Text("scn"),
            CommitScn = Text("commit_scn"),
            LcrPosition = Text("lcr_position"),
            RsId = Text("rs_id"),
            Ssn = Number("ssn"),
            RedoThread = fields.GetValueOrDefault("redo_thread") as int?,
            UserName = Text("user_name"),
            RedoSql = Text("redo_sql"),
            RowId = Text("row_id"),
            CommitMilliseconds = Number("commit_ts_ms"),
            StartScn = Text("start_scn"),
            StartMilliseconds = Number("start_ts_ms"),
            TransactionSequence = Number("txSeq"),
        };

        string? Text(string name) => fields.GetValueOrDefault(name) as string;

        long? Number(string name) => fields.GetValueOrDefault(name) as long?;
    }
}
