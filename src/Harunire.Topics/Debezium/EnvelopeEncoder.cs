using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>Writes a table's change events as the connector does in its default modes. Not for several threads.</summary>
/// <param name="table">The table; each event's rows follow its columns.</param>
/// <param name="keySchemaId">The id of the key's text; ignored for a table without a primary key.</param>
/// <param name="valueSchemaId">The id of the envelope's text.</param>
public sealed class EnvelopeEncoder(TableSchema table, int keySchemaId, int valueSchemaId)
{
    private readonly AvroWriter _writer = new();
    private readonly ColumnEncoder[] _columns = [.. table.Columns.Select(c => new ColumnEncoder(table.Name, c, c.Nullable))];
    private readonly ColumnEncoder[] _key = [.. table.Key.Select(k => new ColumnEncoder(table.Name, table.Columns[k], nullable: false))];

    /// <summary>The key of a row; null for a table without a primary key.</summary>
    public byte[]? EncodeKey(Datum[] row)
    {
        if (_key.Length == 0)
        {
            return null;
        }

        _writer.Clear();
        _writer.WriteFrame(keySchemaId);
        for (var i = 0; i < _key.Length; i++)
        {
            _key[i].Write(_writer, row[table.Key[i]]);
        }

        return _writer.ToArray();
    }

    /// <summary>An event of our own capture.</summary>
    /// <param name="change">The event.</param>
    /// <param name="source">Who publishes.</param>
    /// <param name="readMicroseconds">The capture's clock, microseconds since 1970-01-01 UTC.</param>
    public byte[] EncodeValue(ChangeEvent change, EnvelopeSource source, long readMicroseconds) => EncodeValue(
        new DecodedEnvelope(change, SourceBlock.Of(source, change, readMicroseconds), change.Position.CutId.Length > 0, readMicroseconds / 1000, readMicroseconds, readMicroseconds * 1000));

    /// <summary>An event with all that its envelope holds.</summary>
    public byte[] EncodeValue(DecodedEnvelope envelope)
    {
        var change = envelope.Event;
        _writer.Clear();
        _writer.WriteFrame(valueSchemaId);
        WriteRow(change.Before);
        WriteRow(change.After);
        WriteSource(envelope.Source);
        _writer.WriteLong(envelope.HasTransaction ? 1 : 0);
        if (envelope.HasTransaction)
        {
            _writer.WriteString(change.Position.CutId);
            _writer.WriteLong(change.Position.TotalOrder);
            _writer.WriteLong(change.Position.CollectionOrder);
        }

        _writer.WriteString(change.Operation switch
        {
            ChangeOperation.Read => "r",
            ChangeOperation.Create => "c",
            ChangeOperation.Update => "u",
            ChangeOperation.Delete => "d",
            _ => "t",
        });
        _writer.WriteOptional(envelope.ProcessedMilliseconds);
        _writer.WriteOptional(envelope.ProcessedMicroseconds);
        _writer.WriteOptional(envelope.ProcessedNanoseconds);
        return _writer.ToArray();
    }

    private void WriteRow(Datum[]? row)
    {
        _writer.WriteLong(row is null ? 0 : 1);
        if (row is null)
        {
            return;
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Write(_writer, row[i]);
        }
    }

    private void WriteSource(SourceBlock source)
    {
        _writer.WriteString(source.Version);
        _writer.WriteString(source.Connector);
        _writer.WriteString(source.Name);
        _writer.WriteLong(source.Milliseconds);
        // Confluent's AvroData writes the default for null: the union's first branch, "false".
        _writer.WriteLong(0);
        _writer.WriteString(source.Snapshot ?? "false");
        _writer.WriteString(source.Database);
        _writer.WriteOptional(source.Sequence);
        _writer.WriteOptional(source.Microseconds);
        _writer.WriteOptional(source.Nanoseconds);
        _writer.WriteString(source.Schema);
        _writer.WriteString(source.Table);
        _writer.WriteOptional(source.TransactionId);
        _writer.WriteOptional(source.Scn);
        _writer.WriteOptional(source.CommitScn);
        _writer.WriteOptional(source.LcrPosition);
        _writer.WriteOptional(source.RsId);
        _writer.WriteOptional(source.Ssn);
        _writer.WriteOptional(source.RedoThread);
        _writer.WriteOptional(source.UserName);
        _writer.WriteOptional(source.RedoSql);
        _writer.WriteOptional(source.RowId);
        _writer.WriteOptional(source.CommitMilliseconds);
        _writer.WriteOptional(source.StartScn);
        _writer.WriteOptional(source.StartMilliseconds);
        _writer.WriteOptional(source.TransactionSequence);
    }
}
