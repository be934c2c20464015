using System.Data.Common;
using Harunire.Model.Errors;

namespace Harunire.Topics.Embedded;

/// <summary>A partition's row.</summary>
/// <param name="Topic">The topic's row id.</param>
/// <param name="First">The first offset that can be read.</param>
/// <param name="End">The next record's offset.</param>
internal readonly record struct PartRow(long Id, long Topic, long Number, long First, long End, long Bytes)
{
    public const string Query = "SELECT id, topic, number, first_offset, end_offset, bytes, checksum FROM part WHERE id = @id";

    public long Checksum => RowChecksum.Of("", Id, Topic, Number, First, End, Bytes);

    /// <summary>HAR4006 where the row is missing, or not what was written.</summary>
    public static PartRow Read(DbCommand query, long id)
    {
        query.Parameters[0].Value = id;
        using var rows = query.ExecuteReader();
        return rows.Read() ? Read(rows, 0) : throw new HarunireException(TopicErrors.LogDamaged, $"the row of partition {id} is missing");
    }

    /// <summary>The columns of <see cref="Query"/>, from an ordinal on.</summary>
    public static PartRow Read(DbDataReader rows, int first)
    {
        if (rows.IsDBNull(first))
        {
            throw new HarunireException(TopicErrors.LogDamaged, "the rows of a topic's partitions are missing");
        }

        var row = new PartRow(rows.GetInt64(first), rows.GetInt64(first + 1), rows.GetInt64(first + 2), rows.GetInt64(first + 3), rows.GetInt64(first + 4), rows.GetInt64(first + 5));
        return row.Checksum == rows.GetInt64(first + 6) ? row : throw new HarunireException(TopicErrors.LogDamaged, $"the row of partition {row.Id} was changed");
    }
}
