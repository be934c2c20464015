using System.Data;
using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Embedded;

/// <summary>The writing half of a topic file.</summary>
internal sealed class TopicAppender : StatementSet
{
    private readonly DbCommand _find;
    private readonly DbCommand _bounds;
    private readonly DbCommand _insert;
    private readonly DbCommand _advance;
    private readonly Dictionary<string, TopicPartitions> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _ends = [];
    private int _withoutKey;

    public TopicAppender(DbConnection connection)
        : base(connection, deferred: false)
    {
        _find = Prepare(TopicPartitions.Query, ("@name", DbType.String));
        _bounds = Prepare("SELECT end_offset FROM part WHERE id = @id", ("@id", DbType.Int64));
        _insert = Prepare("INSERT INTO batch (id, records, data) VALUES (@id, @records, @data)", ("@id", DbType.Int64), ("@records", DbType.Int64), ("@data", DbType.Binary));
        _advance = Prepare("UPDATE part SET end_offset = @end, bytes = bytes + @bytes WHERE id = @id", ("@end", DbType.Int64), ("@bytes", DbType.Int64), ("@id", DbType.Int64));
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
        using var insert = Prepare("INSERT INTO topic (name, partitions) VALUES (@name, @partitions)", ("@name", DbType.String), ("@partitions", DbType.Int64));
        insert.Parameters[0].Value = topic;
        insert.Parameters[1].Value = (long)partitions;
        insert.ExecuteNonQuery();
        using var part = Prepare(
            "INSERT INTO part (topic, number, first_offset, end_offset, bytes) SELECT id, @number, 0, 0, 0 FROM topic WHERE name = @name",
            ("@number", DbType.Int64), ("@name", DbType.String));
        part.Parameters[1].Value = topic;
        for (var i = 0; i < partitions; i++)
        {
            part.Parameters[0].Value = (long)i;
            part.ExecuteNonQuery();
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

            positions[i] = new TopicPosition(record.Topic, partition, End(id) + group.Count);
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
        var end = End(id);
        if (offset < 0 || offset > end)
        {
            throw new HarunireException(TopicErrors.OffsetBeyondEnd, $"the partition ends at offset {end}", new TopicPosition(topic, partition, offset).ToString());
        }

        var first = id << offsetBits;
        SqliteFile.Execute(
            Connection,
            $"""
            UPDATE part SET first_offset = max(first_offset, {offset}),
              bytes = bytes - (SELECT coalesce(sum(length(data)), 0) FROM batch WHERE id >= {first} AND id < {first + offset} AND id + records <= {first + offset}) WHERE id = {id};
            DELETE FROM batch WHERE id >= {first} AND id < {first + offset} AND id + records <= {first + offset};
            """);
        return true;
    }

    protected override void Forget()
    {
        _ends.Clear();
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

        var end = End(id) + group.Count;
        _advance.Parameters[0].Value = end;
        _advance.Parameters[1].Value = total;
        _advance.Parameters[2].Value = id;
        _advance.ExecuteNonQuery();
        _ends[id] = end;
    }

    private long End(long id)
    {
        if (!_ends.TryGetValue(id, out var end))
        {
            _bounds.Parameters[0].Value = id;
            _ends[id] = end = Convert.ToInt64(_bounds.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }

        return end;
    }
}
