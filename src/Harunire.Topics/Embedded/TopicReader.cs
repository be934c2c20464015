using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Embedded;

/// <summary>One reading connection of a topic file.</summary>
internal sealed class TopicReader : StatementSet
{
    private readonly DbCommand _find;
    private readonly DbCommand _bounds;
    private readonly DbCommand _forward;
    private readonly DbCommand _backward;

    public TopicReader(DbConnection connection)
        : base(connection, deferred: true)
    {
        _find = Prepare(TopicPartitions.Query, ("@name", DbType.String));
        _bounds = Prepare(PartRow.Query, ("@id", DbType.Int64));
        _forward = Prepare(
            """
            SELECT id, records, data FROM batch
            WHERE id >= coalesce((SELECT max(id) FROM batch WHERE id <= @from AND id >= @low), @from) AND id < @end ORDER BY id
            """,
            ("@low", DbType.Int64), ("@from", DbType.Int64), ("@end", DbType.Int64));
        _backward = Prepare("SELECT id, records, data FROM batch WHERE id >= @low AND id < @end ORDER BY id DESC", ("@low", DbType.Int64), ("@end", DbType.Int64));
    }

    public TopicPartitions? Find(string topic) => FindTopic(_find, topic);

    public (long First, long End) Bounds(long id)
    {
        var part = PartRow.Read(_bounds, id);
        return (part.First, part.End);
    }

    public List<TopicRecord> Read(string topic, int partition, long id, long fromOffset, ReadLimits limits, int offsetBits)
    {
        var (first, end) = Bounds(id);
        if (fromOffset < first)
        {
            throw new HarunireException(TopicErrors.OffsetGone, $"the first offset is {first}", new TopicPosition(topic, partition, fromOffset).ToString());
        }

        if (fromOffset > end)
        {
            throw new HarunireException(TopicErrors.OffsetBeyondEnd, $"the partition ends at offset {end}", new TopicPosition(topic, partition, fromOffset).ToString());
        }

        var records = new List<TopicRecord>((int)Math.Min(limits.MaxRecords, end - fromOffset));
        if (fromOffset == end)
        {
            return records;
        }

        var low = id << offsetBits;
        _forward.Parameters[0].Value = low;
        _forward.Parameters[1].Value = low + fromOffset;
        _forward.Parameters[2].Value = low + end;
        using var rows = _forward.ExecuteReader(CommandBehavior.SingleResult);
        var next = fromOffset;
        var bytes = 0L;
        while (next < end && records.Count < limits.MaxRecords && bytes < limits.MaxBytes)
        {
            if (!rows.Read())
            {
                throw RecordFormat.Damaged(topic, partition, next, "its batch is missing");
            }

            var start = rows.GetInt64(0) - low;
            var count = rows.GetInt64(1);
            if (start > next || start + count <= next || start + count > end)
            {
                throw RecordFormat.Damaged(topic, partition, next, "its batch is missing or misplaced");
            }

            var data = new ReadOnlyMemory<byte>((byte[])rows.GetValue(2));
            for (var offset = start; offset < start + count; offset++)
            {
                if (offset < next)
                {
                    RecordFormat.Skip(ref data, topic, partition, offset);
                    continue;
                }

                var before = data.Length;
                var record = RecordFormat.Read(ref data, topic, partition, id, offset);
                bytes += before - data.Length;
                if (records.Count > 0 && bytes > limits.MaxBytes)
                {
                    return records;
                }

                records.Add(record);
                next = offset + 1;
                if (records.Count == limits.MaxRecords)
                {
                    return records;
                }
            }
        }

        return records;
    }

    public TopicRecord? ReadLast(string topic, int partition, long id, ReadOnlySpan<byte> key, int offsetBits)
    {
        var (first, end) = Bounds(id);
        var low = id << offsetBits;
        _backward.Parameters[0].Value = low;
        _backward.Parameters[1].Value = low + end;
        using var rows = _backward.ExecuteReader();
        while (rows.Read())
        {
            TopicRecord? last = null;
            var start = rows.GetInt64(0) - low;
            var data = new ReadOnlyMemory<byte>((byte[])rows.GetValue(2));
            for (var offset = start; offset < start + rows.GetInt64(1); offset++)
            {
                var record = RecordFormat.Read(ref data, topic, partition, id, offset);
                last = offset >= first && record.Key is { } found && found.Span.SequenceEqual(key) ? record : last;
            }

            if (last is not null)
            {
                return last;
            }
        }

        return null;
    }

    public List<TopicDescription> List()
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT topic.name, topic.partitions, topic.checksum, part.id, part.topic, part.number, part.first_offset, part.end_offset, part.bytes, part.checksum FROM topic LEFT JOIN part ON part.topic = topic.id ORDER BY topic.name, part.number";
        using var rows = command.ExecuteReader();
        var partitions = new List<(string Topic, PartitionDescription Partition)>();
        while (rows.Read())
        {
            TopicPartitions.Check(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2));
            var part = PartRow.Read(rows, 3);
            partitions.Add((rows.GetString(0), new PartitionDescription((int)part.Number, part.First, part.End, part.Bytes)));
        }

        return [.. partitions.GroupBy(p => p.Topic, StringComparer.Ordinal)
            .Select(g => new TopicDescription { Name = g.Key, Partitions = [.. g.Select(p => p.Partition)] })];
    }
}
