using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;

namespace Harunire.Results;

/// <summary>The check that every target makes before it writes: each row has its table's columns, and no key stands twice.</summary>
public static class BatchShape
{
    /// <returns>Each row's key, encoded.</returns>
    public static byte[][] Check(ResultBatch batch)
    {
        var table = batch.Table;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var keys = new byte[batch.Rows.Count][];
        for (var i = 0; i < keys.Length; i++)
        {
            var row = batch.Rows[i];
            if (row.Key.Length != table.KeyCount || (row.Values is not null && row.Values.Length != table.Columns.Length - table.KeyCount))
            {
                throw new HarunireException(ResultErrors.BatchShape, $"row {i + 1} of version {batch.Version} has {row.Key.Length} key and {row.Values?.Length ?? 0} other values", table.Name);
            }

            keys[i] = KeyEncoding.Encode(row.Key);
            if (!seen.Add(Convert.ToBase64String(keys[i])))
            {
                throw new HarunireException(ResultErrors.BatchShape, $"version {batch.Version} holds the key ({string.Join(", ", row.Key)}) twice", table.Name);
            }
        }

        return keys;
    }
}
