using System.Buffers;
using System.Data.Common;
using Harunire.Jobs.Epochs;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Jobs.Capturing.Polling;

/// <summary>What polling must remember beside the topics: the published rows by key, and the source's marks at positions. One SQLite file.</summary>
/// <remarks>It is a cache. The rows are those of the topics, read again from where it stopped; a mark that is gone is a gap, which is repaired.</remarks>
internal sealed class PollingState : IDisposable
{
    private readonly DbConnection _connection;
    private DbTransaction? _transaction;

    private PollingState(DbConnection connection) => _connection = connection;

    public static PollingState Open(DbProviderFactory factory, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = $"Data Source={path};Pooling=False";
            connection.Open();
            var state = new PollingState(connection);
            state.Run("PRAGMA busy_timeout = 10000");
            state.Run("PRAGMA journal_mode = WAL");
            state.Run("PRAGMA synchronous = NORMAL");
            state.Run("CREATE TABLE IF NOT EXISTS published (table_name TEXT NOT NULL, key BLOB NOT NULL, image BLOB NOT NULL, PRIMARY KEY (table_name, key)) WITHOUT ROWID");
            state.Run("CREATE TABLE IF NOT EXISTS progress (table_name TEXT PRIMARY KEY, position BLOB NOT NULL, shape TEXT NOT NULL) WITHOUT ROWID");
            state.Run("CREATE TABLE IF NOT EXISTS marks (table_name TEXT NOT NULL, scn INTEGER NOT NULL, is_snapshot INTEGER NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (table_name, scn)) WITHOUT ROWID");
            state.Run("CREATE TABLE IF NOT EXISTS audits (table_name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
            state.Run("CREATE TEMP TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID");
            return state;
        }
        catch (DbException failure)
        {
            connection.Dispose();
            throw new HarunireException(JobErrors.DamagedPollingState, failure.Message, path, "delete the file: it is made again from the topics", failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Forgets a table: its snapshot begins anew.</summary>
    public void Reset(TableSchema table)
    {
        foreach (var name in new[] { "published", "progress", "marks", "audits" })
        {
            Run($"DELETE FROM {name} WHERE table_name = @a", Name(table));
        }
    }

    /// <summary>How far the table's topic is in <see cref="Find"/>'s rows.</summary>
    /// <param name="shape">Columns and key: rows of another shape are forgotten.</param>
    public EpochPosition Progress(TableSchema table, string shape)
    {
        using var command = Command("SELECT position, shape FROM progress WHERE table_name = @a", Name(table));
        using (var reader = command.ExecuteReader())
        {
            if (!reader.Read())
            {
                return EpochPosition.Start;
            }

            if (reader.GetString(1) == shape)
            {
                return EpochPosition.FromBytes((byte[])reader.GetValue(0), Name(table));
            }
        }

        Run("DELETE FROM published WHERE table_name = @a", Name(table));
        Run("DELETE FROM progress WHERE table_name = @a", Name(table));
        return EpochPosition.Start;
    }

    /// <summary>Takes in what a block published of the table, in its order.</summary>
    public void Apply(TableSchema table, DeltaBatch deltas, EpochPosition after, string shape)
    {
        Begin();
        for (var i = 0; i < deltas.Count; i++)
        {
            var row = deltas.Row(i);
            if (deltas.Weights[i] > 0)
            {
                Run("INSERT INTO published VALUES (@a, @b, @c) ON CONFLICT (table_name, key) DO UPDATE SET image = excluded.image", Name(table), KeyOf(table, row), Image(row));
            }
            else
            {
                Run("DELETE FROM published WHERE table_name = @a AND key = @b AND image = @c", Name(table), KeyOf(table, row), Image(row));
            }
        }

        Run("INSERT INTO progress VALUES (@a, @b, @c) ON CONFLICT (table_name) DO UPDATE SET position = excluded.position, shape = excluded.shape", Name(table), after.ToBytes(), shape);
        Commit();
    }

    /// <summary>The last published row of a key; null: there is none.</summary>
    public byte[]? Find(TableSchema table, byte[] key)
    {
        using var command = Command("SELECT image FROM published WHERE table_name = @a AND key = @b", Name(table), key);
        return (byte[]?)command.ExecuteScalar();
    }

    /// <summary>Begins to note keys for <see cref="Unseen"/>.</summary>
    public void ClearSeen()
    {
        Run("DELETE FROM seen");
        Begin();
    }

    /// <summary>False: the key was seen before.</summary>
    public bool See(byte[] key) => Run("INSERT INTO seen VALUES (@a) ON CONFLICT DO NOTHING", key) == 1;

    /// <summary>The published rows whose keys were not seen, by key.</summary>
    public IEnumerable<byte[]> Unseen(TableSchema table)
    {
        Commit();
        using var command = Command("SELECT image FROM published WHERE table_name = @a AND key NOT IN (SELECT key FROM seen) ORDER BY key", Name(table));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (byte[])reader.GetValue(0);
        }
    }

    /// <summary>The last mark at or before a position, or that of a snapshot that began later; null: it is gone.</summary>
    /// <remarks>An earlier mark is as good: what has moved since the position has moved since the mark.</remarks>
    public (long Scn, string Mark)? FindMark(TableSchema table, long scn)
    {
        using var command = Command(
            "SELECT scn, mark FROM marks WHERE table_name = @a AND (scn <= @b OR is_snapshot = 1) ORDER BY scn <= @b DESC, CASE WHEN scn <= @b THEN -scn ELSE scn END LIMIT 1", Name(table), scn);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }

    /// <summary>Keeps a mark before the position that it belongs to is published.</summary>
    public void KeepMark(TableSchema table, long scn, bool isSnapshot, string mark) =>
        Run("INSERT INTO marks VALUES (@a, @b, @c, @d) ON CONFLICT (table_name, scn) DO UPDATE SET mark = excluded.mark, is_snapshot = excluded.is_snapshot", Name(table), scn, isSnapshot ? 1 : 0, mark);

    /// <summary>Marks before the one that a published position uses are not asked for again.</summary>
    public void ForgetMarks(TableSchema table, long publishedScn) =>
        Run("DELETE FROM marks WHERE table_name = @a AND scn < (SELECT max(scn) FROM marks WHERE table_name = @a AND scn <= @b)", Name(table), publishedScn);

    /// <summary>When the table was compared as a whole, microseconds since 1970-01-01 UTC; null: never.</summary>
    public long? LastAudit(TableSchema table)
    {
        using var command = Command("SELECT at FROM audits WHERE table_name = @a", Name(table));
        return (long?)command.ExecuteScalar();
    }

    public void KeepAudit(TableSchema table, long microseconds) =>
        Run("INSERT INTO audits VALUES (@a, @b) ON CONFLICT (table_name) DO UPDATE SET at = excluded.at", Name(table), microseconds);

    public void Dispose()
    {
        _transaction?.Dispose();
        _connection.Dispose();
    }

    public static byte[] Image(ReadOnlySpan<Datum> row)
    {
        var bytes = new ArrayBufferWriter<byte>();
        DatumCodec.Write(bytes, row);
        return bytes.WrittenSpan.ToArray();
    }

    public static Datum[] Row(TableSchema table, byte[] image)
    {
        ReadOnlySpan<byte> bytes = image;
        return DatumCodec.Read(ref bytes, table.Columns.Length);
    }

    public static byte[] KeyOf(TableSchema table, ReadOnlySpan<Datum> row)
    {
        var key = new Datum[table.Key.Length];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = row[table.Key[i]];
        }

        return KeyEncoding.Encode(key);
    }

    private static string Name(TableSchema table) => table.Name.ToString();

    private void Begin() => _transaction ??= _connection.BeginTransaction();

    private void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    private int Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private DbCommand Command(string sql, params object[] values)
    {
        var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@{(char)('a' + i)}", values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
