using Harunire.Model.Errors;

namespace Harunire.Topics;

/// <summary>The errors of topics, schemas and records: HAR4xxx.</summary>
public static class TopicErrors
{
    public static ErrorCode UnknownTopic { get; } = new("HAR4001", ErrorCategory.System, "No such topic or partition",
        "The topic log has no topic or partition of this name or number. Topics are made by the capture when it starts; they are never made by reading. Check the topic prefix and the path of the log.");

    public static ErrorCode TopicDiffers { get; } = new("HAR4002", ErrorCategory.Refused, "The topic exists with other partitions",
        "A topic's number of partitions decides where keys go, so it never changes once records may exist. Use the number the topic has, or another topic prefix.");

    public static ErrorCode OffsetGone { get; } = new("HAR4003", ErrorCategory.System, "The offset is gone",
        "Records below the first offset were removed by retention, or the topic was made anew, and a reader still needs them. Nothing is skipped: the reader stops. Rebuild the job from a new snapshot, and keep records longer than the longest pause of a job.");

    public static ErrorCode OffsetBeyondEnd { get; } = new("HAR4004", ErrorCategory.System, "The offset lies beyond the end",
        "A reader asks for an offset that was never written: the topic was made anew or restored from an older copy. Positions of the job and the topic don't belong together. Rebuild the job.");

    public static ErrorCode RecordDamaged { get; } = new("HAR4005", ErrorCategory.System, "A record is damaged",
        "A record's checksum does not fit its bytes: the file was changed or the disk lost data. Restore the topic file from a copy, or rebuild capture and jobs from a new snapshot.");

    public static ErrorCode LogDamaged { get; } = new("HAR4006", ErrorCategory.System, "The topic file is damaged or no topic file",
        "The file is not an SQLite database of Harunire, is truncated, or fails SQLite's own checks. Restore it from a copy, or name another file.");

    public static ErrorCode LogLocked { get; } = new("HAR4007", ErrorCategory.Refused, "Another process writes this topic file",
        "One process at a time may append to a topic file; a second capture is running, or was not ended. The message has the process that holds the lock. A process that was killed holds none. Readers are never refused.");

    public static ErrorCode LogUnavailable { get; } = new("HAR4008", ErrorCategory.System, "The topic file can't be used now",
        "SQLite reports an error of the system: disk full, no permission, input/output error, or the database is busy for longer than the time allowed. The message names it.");

    public static ErrorCode SqliteTooOld { get; } = new("HAR4009", ErrorCategory.System, "SQLite is too old",
        "SQLite before 3.51.3 has a fault by which two connections that checkpoint a write-ahead log at one moment can lose committed data. Harunire does not run with it. Use the SQLite that is delivered with Harunire.");

    public static ErrorCode FormatUnknown { get; } = new("HAR4010", ErrorCategory.Refused, "The topic file has another format version",
        "The file was written by another version of Harunire. Use that version, or a new file.");

    public static ErrorCode RecordRefused { get; } = new("HAR4011", ErrorCategory.Usage, "The record or topic can't be written",
        "A topic's name must be 1 to 249 letters, digits, '.', '_' or '-'; partitions 1 to 1024; a record at most 256 MiB; a partition must exist.");

    public static ErrorCode ReadOnlyLog { get; } = new("HAR4012", ErrorCategory.Bug, "The topic file was opened for reading",
        "A part of Harunire that reads topics tried to write. Please report it.");

    public static ErrorCode TopicReplaced { get; } = new("HAR4013", ErrorCategory.System, "The topic is not the one that was read before",
        "A checkpoint belongs to the topics that it was made from. The topic's id is another one, or the record before the checkpoint's place is not the one that was applied: the topic was deleted and made anew, or restored from an older copy. Nothing is read from it. Rebuild the job's state from the topics (run --rebuild), or restore the topic.");

    public static ErrorCode SchemaUnknown { get; } = new("HAR4101", ErrorCategory.System, "No schema of this id",
        "A record names a schema id that the registry does not have: record and registry don't belong together, or the registry was replaced. Ids are never reused.");

    public static ErrorCode SchemaInvalid { get; } = new("HAR4102", ErrorCategory.System, "The Avro schema is invalid or not supported",
        "The schema text is no valid Avro schema, is larger or deeper than allowed, or uses something that no change topic uses. The message names the place.");

    public static ErrorCode AvroInvalid { get; } = new("HAR4103", ErrorCategory.System, "The record's bytes don't fit its schema",
        "Decoding stopped: bytes missing or left over, a length, branch or number out of range, or text that is not UTF-8. The record was not written with this schema, or is damaged.");

    public static ErrorCode FrameInvalid { get; } = new("HAR4104", ErrorCategory.System, "The record has no schema id",
        "A record must begin with a zero byte and a schema id of four bytes (the framing of Confluent's serializers). Other framings are not supported.");

    public static ErrorCode EnvelopeInvalid { get; } = new("HAR4201", ErrorCategory.System, "The record is no change event",
        "The record's schema is not Debezium's envelope, or before, after and op contradict each other. If the connector unwraps events (ExtractNewRecordState), switch that off.");

    public static ErrorCode ColumnMismatch { get; } = new("HAR4202", ErrorCategory.System, "A column of the topic does not fit the table",
        "The topic's schema lacks a column that the job needs, or its type can't hold that column's values. The table changed, or the connector's settings don't fit.");

    public static ErrorCode ValueLossy { get; } = new("HAR4203", ErrorCategory.Refused, "The connector loses digits of this column",
        "The topic carries a value that is not exactly Oracle's (decimal.handling.mode=double, times cut to milliseconds, or a column with DEFAULT whose NULLs Confluent's converter writes as the default), so results could differ from the batch's. Set decimal.handling.mode=precise and time.precision.mode=adaptive in the connector, or allow lossy columns in the job.");

    public static ErrorCode ValueUnavailable { get; } = new("HAR4204", ErrorCategory.System, "The connector did not send a column's value",
        "A LOB that the statement did not touch comes as a placeholder, not as its value. Set lob.enabled=true in the connector, or leave the column out of the job.");

    public static ErrorCode ValueOutOfRange { get; } = new("HAR4205", ErrorCategory.System, "A value does not fit the column's wire type",
        "The value can't be written in Debezium's type of this column without changing it (a TIMESTAMP(9) after 2262-04-11, more digits than the column has, a fraction in a whole number). It is refused rather than changed.");

    public static ErrorCode TransactionInvalid { get; } = new("HAR4206", ErrorCategory.System, "The transaction record can't be read",
        "A record of the transaction topic is neither BEGIN nor END, or its id holds no position. Cuts are taken from these records, so the job stops.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        UnknownTopic, TopicDiffers, OffsetGone, OffsetBeyondEnd, RecordDamaged, LogDamaged, LogLocked, LogUnavailable, SqliteTooOld,
        FormatUnknown, RecordRefused, ReadOnlyLog, TopicReplaced, SchemaUnknown, SchemaInvalid, AvroInvalid, FrameInvalid, EnvelopeInvalid,
        ColumnMismatch, ValueLossy, ValueUnavailable, ValueOutOfRange, TransactionInvalid,
    ];
}
