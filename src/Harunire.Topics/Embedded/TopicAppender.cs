using System.Data;
using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Model.Files;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Embedded;

/// <summary>The writing half of a topic file.</summary>
internal sealed class TopicAppender : StatementSet
{
    private readonly WriterFence _fence;
    private readonly DbCommand _find;
    private readonly DbCommand _bounds;
    private readonly DbCommand _insert;
    private readonly DbCommand _write;
    private readonly Dictionary<string, TopicPartitions> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PartRow> _parts = [];
    private int _withoutKey;

    public TopicAppender(DbConnection connection)
        : base(connection, deferred: false)
    {
        _fence = WriterFence.Raise(connection);
        _find = Prepare(TopicPartitions.Query, ("@name", DbType.String));
        _bounds = Prepare(PartRow.Query, ("@id", DbType.Int64));
        _insert = Prepare("INSERT INTO batch (id, records, data) VALUES (@id, @records, @data)", ("@id", DbType.Int64), ("@records", DbType.Int64), ("@data", DbType.Binary));
        _write = Prepare(
            "UPDATE part SET first_offset = @first, end_offset = @end, bytes = @bytes, checksum = @checksum WHERE id = @id",
            ("@first", DbType.Int64), ("@end", DbType.Int64), ("@bytes", DbType.Int64), ("@checksum", DbType.Int64), ("@id", DbType.Int64));
    }

    public TopicPartitions? Find(string topic)
    {
        if (!_topics.TryGetValue(topic, out var partitions) && FindTopic(_find, topic) is { } found)
        {
            _topics[topic] = partitions = found;
        }

        return partitions;
    }

    public void Create(string topic, int partitions)
    {
        using var insert = Prepare(
            "INSERT INTO topic (name, partitions, checksum) VALUES (@name, @partitions, @checksum) RETURNING id",
            ("@name", DbType.String), ("@partitions", DbType.Int64), ("@checksum", DbType.Int64));
        insert.Parameters[0].Value = topic;
        insert.Parameters[1].Value = (long)partitions;
        insert.Parameters[2].Value = RowChecksum.Of(topic, partitions);
        var id = Convert.ToInt64(insert.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        using var part = Prepare(
            "INSERT INTO part (topic, number, first_offset, end_offset, bytes, checksum) VALUES (@topic, @number, 0, 0, 0, 0) RETURNING id",
            ("@topic", DbType.Int64), ("@number", DbType.Int64));
        part.Parameters[0].Value = id;
        for (var i = 0; i < partitions; i++)
        {
            part.Parameters[1].Value = (long)i;
            var partId = Convert.ToInt64(part.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            Write(new PartRow(partId, id, i, 0, 0, 0));
        }
    }

    public IReadOnlyList<TopicPosition> Append(IReadOnlyList<ProducedRecord> records, int batchBytes, int offsetBits)
    {
        var withoutKey = _withoutKey++ & int.MaxValue;
        var positions = new TopicPosition[records.Count];
        var groups = new Dictionary<long, List<int>>();
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            var partitions = Find(record.Topic) ?? throw new HarunireException(TopicErrors.UnknownTopic, "there is no such topic", record.Topic);
            var partition = record.Partition
                ?? (record.Key is { } key ? KeyPartitioner.Partition(key, partitions.Count) : withoutKey % partitions.Count);
            var id = partitions.Id(partition);
            if (!groups.TryGetValue(id, out var group))
            {
                groups.Add(id, group = []);
            }

            positions[i] = new TopicPosition(record.Topic, partition, Part(id).End + group.Count);
            group.Add(i);
        }

        foreach (var (id, group) in groups)
        {
            AppendToPartition(id, records, group, positions, batchBytes, offsetBits);
        }

        return positions;
    }

    public bool DeleteBefore(string topic, int partition, long offset, int offsetBits)
    {
        var id = (Find(topic) ?? throw new HarunireException(TopicErrors.UnknownTopic, "there is no such topic", topic)).Id(partition);
        var part = Part(id);
        var end = part.End;
        if (offset < 0 || offset > end)
        {
            throw new HarunireException(TopicErrors.OffsetBeyondEnd, $"the partition ends at offset {end}", new TopicPosition(topic, partition, offset).ToString());
        }

        var first = id << offsetBits;
        var gone = $"FROM batch WHERE id >= {first} AND id < {first + offset} AND id + records <= {first + offset}";
        var bytes = SqliteFile.Scalar(Connection, $"SELECT coalesce(sum(length(data)), 0) {gone}");
        SqliteFile.Execute(Connection, $"DELETE {gone}");
        Write(part with { First = Math.Max(part.First, offset), Bytes = part.Bytes - bytes });
        return true;
    }

    public override void Dispose()
    {
        _fence.Dispose();
        base.Dispose();
    }

    protected override void Begun()
    {
        if (!_fence.IsOwn(null))
        {
            throw new HarunireException(TopicErrors.LogLocked, "another process has opened the log to write since this one did: this one was taken for dead", hint: "nothing was written; go on with the other process");
        }
    }

    protected override void Forget()
    {
        _parts.Clear();
        _topics.Clear();
    }

    private void AppendToPartition(long id, IReadOnlyList<ProducedRecord> records, List<int> group, TopicPosition[] positions, int batchBytes, int offsetBits)
    {
        var total = 0L;
        for (var start = 0; start < group.Count;)
        {
            var (count, length) = (0, 0);
            while (start + count < group.Count && (count == 0 || length < batchBytes))
            {
                length += RecordFormat.Length(records[group[start + count]]);
                count++;
            }

            var data = new byte[length];
            var at = 0;
            for (var i = start; i < start + count; i++)
            {
                var record = records[group[i]];
                var recordLength = RecordFormat.Length(record);
                RecordFormat.Write(record, id, positions[group[i]].Offset, data.AsSpan(at, recordLength));
                at += recordLength;
            }

            _insert.Parameters[0].Value = (id << offsetBits) + positions[group[start]].Offset;
            _insert.Parameters[1].Value = (long)count;
            _insert.Parameters[2].Value = data;
            _insert.ExecuteNonQuery();
            total += length;
            start += count;
        }

        var part = Part(id);
        Write(part with { End = part.End + group.Count, Bytes = part.Bytes + total });
    }

    private PartRow Part(long id)
    {
        if (!_parts.TryGetValue(id, out var part))
        {
            _parts[id] = part = PartRow.Read(_bounds, id);
        }

        return part;
    }

    private void Write(PartRow part)
    {
        _write.Parameters[0].Value = part.First;
        _write.Parameters[1].Value = part.End;
        _write.Parameters[2].Value = part.Bytes;
        _write.Parameters[3].Value = part.Checksum;
        _write.Parameters[4].Value = part.Id;
        if (_write.ExecuteNonQuery() != 1)
        {
            throw new HarunireException(TopicErrors.LogDamaged, $"the row of partition {part.Id} is missing");
        }

        _parts[part.Id] = part;
    }
}
