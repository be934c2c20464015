using System.Buffers.Text;
using System.Text;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>Reads change events that were written with one schema, by a plan made once. Not for several threads.</summary>
public sealed class EnvelopeDecoder
{
    private readonly AvroSchema _schema;
    private readonly AvroSchema _sourceSchema;
    private readonly ColumnDecoder?[] _columns;
    private readonly int[] _ordinals;
    private readonly AvroSchema _rowSchema;
    private byte[] _lastCutBytes = [];
    private string _lastCut = "";

    /// <param name="writerSchema">The schema of the records' id.</param>
    /// <param name="table">The columns that are needed, and their types; null: all of the topic's, with types inferred and no key.</param>
    /// <param name="options">Null: strict.</param>
    public EnvelopeDecoder(AvroSchema writerSchema, TableSchema? table = null, DecoderOptions? options = null)
    {
        _schema = writerSchema;
        _rowSchema = RowOf(writerSchema);
        _sourceSchema = writerSchema.Fields[writerSchema.IndexOf("source")].Schema;
        options ??= DecoderOptions.Strict;
        var name = table?.Name ?? NameOf(writerSchema);
        _columns = new ColumnDecoder?[_rowSchema.Fields.Count];
        _ordinals = new int[_rowSchema.Fields.Count];
        Plan(table, name, options);
        Table = table ?? new TableSchema { Name = name, Columns = [.. _columns.Select(c => c!.Column)], Key = [] };
    }

    public TableSchema Table { get; }

    /// <summary>The record of before and after. HAR4201 where the schema is no envelope.</summary>
    public static AvroSchema RowOf(AvroSchema envelope)
    {
        if (envelope.Kind != AvroKind.Record || FieldOf("op") is not { Kind: AvroKind.String } || FieldOf("source") is not { } source
            || FieldOf("before") is not { } before || FieldOf("after") is not { } after)
        {
            throw new HarunireException(TopicErrors.EnvelopeInvalid, $"{envelope.Name ?? envelope.Kind.ToString()} has no before, after, source and op");
        }

        var row = after.Branches.FirstOrDefault(b => b.Kind == AvroKind.Record);
        return row is not null && before.Branches.Contains(row) && source.Kind == AvroKind.Record
            ? row
            : throw new HarunireException(TopicErrors.EnvelopeInvalid, "before and after are not unions of null and one record, or source is no record");

        AvroSchema? FieldOf(string name) => envelope.IndexOf(name) is var i and >= 0 ? envelope.Fields[i].Schema : null;
    }

    /// <summary>The change alone: allocates the rows, their texts and bytes.</summary>
    public ChangeEvent DecodeEvent(ReadOnlySpan<byte> frame) => Decode(frame, withSource: false, out _, out _).Event;

    /// <summary>The change with what a reader of a connector's topics must know of it.</summary>
    public ChangeEvent DecodeEvent(ReadOnlySpan<byte> frame, out EventMarks marks)
    {
        var change = Decode(frame, withSource: false, out var mark, out var length).Event;
        marks = new EventMarks(mark, EventMarks.HashOf(frame.Slice(SchemaFrame.Length, length)));
        return change;
    }

    /// <summary>The change with its source block.</summary>
    public DecodedEnvelope Decode(ReadOnlySpan<byte> frame) => Decode(frame, withSource: true, out _, out _);

    private static TableName NameOf(AvroSchema schema)
    {
        var parts = schema.Name!.Split('.');
        return parts.Length >= 3 ? new TableName(parts.Length > 3 ? parts[^3] : null, parts[^2]) : new TableName(null, schema.Name);
    }

    private DecodedEnvelope Decode(ReadOnlySpan<byte> frame, bool withSource, out SnapshotMark mark, out int contentLength)
    {
        SchemaFrame.ReadId(frame);
        var reader = new AvroReader(frame[SchemaFrame.Length..]);
        Datum[]? before = null;
        Datum[]? after = null;
        SourceBlock? source = null;
        (long Scn, long? CommitMicroseconds, long Order, SnapshotMark Mark) place = default;
        contentLength = 0;
        (string Id, long Total, long Collection)? transaction = null;
        (long? Ms, long? Us, long? Ns) processed = default;
        ReadOnlySpan<byte> op = default;
        foreach (var field in _schema.Fields)
        {
            switch (field.Name)
            {
                case "before":
                    before = ReadRow(ref reader, field.Schema);
                    break;
                case "after":
                    after = ReadRow(ref reader, field.Schema);
                    break;
                case "source":
                    if (withSource)
                    {
                        var copy = reader;
                        source = SourceFields.Read((Dictionary<string, object?>)copy.ReadValue(_sourceSchema)!);
                    }

                    place = ReadPlace(ref reader);
                    contentLength = frame.Length - SchemaFrame.Length - reader.Remaining;
                    break;
                case "transaction":
                    transaction = ReadTransaction(ref reader, field.Schema);
                    break;
                case "op":
                    op = reader.ReadBytes();
                    break;
                case "ts_ms":
                    processed.Ms = ReadOptional(ref reader, field.Schema);
                    break;
                case "ts_us":
                    processed.Us = ReadOptional(ref reader, field.Schema);
                    break;
                case "ts_ns":
                    processed.Ns = ReadOptional(ref reader, field.Schema);
                    break;
                default:
                    reader.Skip(field.Schema);
                    break;
            }
        }

        reader.End();
        mark = place.Mark;
        var change = new ChangeEvent
        {
            Table = Table,
            Operation = Operation(op, before is not null, after is not null),
            Before = before,
            After = after,
            Position = new ChangePosition(place.Scn, transaction?.Id ?? "", transaction?.Total ?? place.Order, transaction?.Collection ?? 0),
            CommitMicroseconds = place.CommitMicroseconds,
        };
        return new DecodedEnvelope(change, source!, transaction is not null, processed.Ms, processed.Us, processed.Ns);
    }

    private ChangeOperation Operation(ReadOnlySpan<byte> op, bool before, bool after) => (op.Length == 1 ? (char)op[0] : ' ', before, after) switch
    {
        ('r', false, true) => ChangeOperation.Read,
        ('c', false, true) => ChangeOperation.Create,
        ('u', _, true) => ChangeOperation.Update,
        ('d', _, false) => ChangeOperation.Delete,
        ('t', false, false) => ChangeOperation.Truncate,
        _ => throw new HarunireException(
            TopicErrors.EnvelopeInvalid, $"op \"{Encoding.UTF8.GetString(op)}\" {(before ? "with" : "without")} before, {(after ? "with" : "without")} after", Table.Name.ToString()),
    };

    private Datum[]? ReadRow(ref AvroReader reader, AvroSchema union)
    {
        if (union.Branches[reader.ReadBranch(union.Branches.Count)].Kind == AvroKind.Null)
        {
            return null;
        }

        var row = new Datum[Table.Columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is { } column)
            {
                row[_ordinals[i]] = column.Read(ref reader);
            }
            else
            {
                reader.Skip(_rowSchema.Fields[i].Schema);
            }
        }

        return row;
    }

    private (long Scn, long? CommitMicroseconds, long Order, SnapshotMark Mark) ReadPlace(ref AvroReader reader)
    {
        (long? scn, long? commitScn, long? commit, long? order) = (null, null, null, null);
        var mark = SnapshotMark.None;
        foreach (var field in _sourceSchema.Fields)
        {
            switch (field.Name)
            {
                case "scn":
                    scn = ReadScn(ref reader, field.Schema);
                    break;
                case "commit_scn":
                    commitScn = ReadScn(ref reader, field.Schema);
                    break;
                case "commit_ts_ms":
                    commit = ReadOptional(ref reader, field.Schema);
                    break;
                case "snapshot":
                    mark = ReadMark(ref reader, field.Schema);
                    break;
                case "txSeq":
                    order = ReadOptional(ref reader, field.Schema);
                    break;
                default:
                    reader.Skip(field.Schema);
                    break;
            }
        }

        return (commitScn ?? scn ?? 0, commit is { } ms and < long.MaxValue / 1000 and > long.MinValue / 1000 ? ms * 1000 : null, order ?? 0, mark);
    }

    private static SnapshotMark ReadMark(ref AvroReader reader, AvroSchema schema)
    {
        var branch = schema.Kind == AvroKind.Union ? schema.Branches[reader.ReadBranch(schema.Branches.Count)] : schema;
        if (branch.Kind != AvroKind.String)
        {
            reader.Skip(branch);
            return SnapshotMark.None;
        }

        var text = reader.ReadBytes();
        return text.SequenceEqual("false"u8) ? SnapshotMark.None
            : text.SequenceEqual("first"u8) ? SnapshotMark.First
            : text.SequenceEqual("last_in_data_collection"u8) ? SnapshotMark.LastOfTable
            : text.SequenceEqual("last"u8) ? SnapshotMark.Last
            : text.SequenceEqual("incremental"u8) ? SnapshotMark.Incremental
            : SnapshotMark.Row;
    }

    private static long? ReadScn(ref AvroReader reader, AvroSchema schema)
    {
        var branch = schema.Kind == AvroKind.Union ? schema.Branches[reader.ReadBranch(schema.Branches.Count)] : schema;
        if (branch.Kind != AvroKind.String)
        {
            reader.Skip(branch);
            return null;
        }

        var text = reader.ReadBytes();
        return Utf8Parser.TryParse(text, out long scn, out var used) && used == text.Length && scn >= 0
            ? scn
            : throw new HarunireException(TopicErrors.EnvelopeInvalid, $"\"{Encoding.UTF8.GetString(text)}\" is no SCN");
    }

    private (string Id, long Total, long Collection)? ReadTransaction(ref AvroReader reader, AvroSchema schema)
    {
        var branch = schema.Kind == AvroKind.Union ? schema.Branches[reader.ReadBranch(schema.Branches.Count)] : schema;
        if (branch.Kind == AvroKind.Null)
        {
            return null;
        }

        if (branch.Fields is not [{ Name: "id", Schema.Kind: AvroKind.String }, { Schema.Kind: AvroKind.Long }, { Schema.Kind: AvroKind.Long }])
        {
            throw new HarunireException(TopicErrors.EnvelopeInvalid, "the transaction block has other fields", Table.Name.ToString());
        }

        var copy = reader;
        var bytes = reader.ReadBytes();
        if (!bytes.SequenceEqual(_lastCutBytes))
        {
            (_lastCut, _lastCutBytes) = (copy.ReadString(), bytes.ToArray());
        }

        return (_lastCut, reader.ReadLong(), reader.ReadLong());
    }

    private static long? ReadOptional(ref AvroReader reader, AvroSchema schema)
    {
        var branch = schema.Kind == AvroKind.Union ? schema.Branches[reader.ReadBranch(schema.Branches.Count)] : schema;
        if (branch.Kind is AvroKind.Long or AvroKind.Int)
        {
            return reader.ReadLong();
        }

        reader.Skip(branch);
        return null;
    }

    private void Plan(TableSchema? table, TableName name, DecoderOptions options)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var field = _rowSchema.Fields[i];
            var ordinal = i;
            if (table is not null)
            {
                ordinal = 0;
                while (ordinal < table.Columns.Length && EnvelopeSchemaText.FieldName(table.Columns[ordinal].Name) != field.Name)
                {
                    ordinal++;
                }

                if (ordinal == table.Columns.Length || options.Columns?.Contains(table.Columns[ordinal].Name) == false)
                {
                    continue;
                }
            }

            _ordinals[i] = ordinal;
            _columns[i] = new ColumnDecoder(field, table?.Columns[ordinal], name, options);
        }

        foreach (var column in table?.Columns ?? [])
        {
            if (options.Columns?.Contains(column.Name) != false && !_columns.Any(c => c?.Column.Name == column.Name))
            {
                throw new HarunireException(TopicErrors.ColumnMismatch, "the topic's schema lacks this column", $"{name}.{column.Name}");
            }
        }
    }
}
