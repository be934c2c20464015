using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Harunire.Model.Errors;

namespace Harunire.Engine.Checkpoints;

/// <summary>State of one mapping in one SQLite file: groups, offsets and pending results in one transaction.</summary>
/// <remarks>Each group has a checksum, and the metadata holds their sum, so a lost group is found as well as a changed one. All are read at opening.</remarks>
public sealed class SqliteCheckpointStore : ICheckpointStore
{
    private const int ApplicationId = 0x48617245;
    private const int FormatVersion = 1;
    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly DbConnection _connection;
    private ulong _sum;

    private SqliteCheckpointStore(string path, FileStream? fileLock, DbConnection connection) =>
        (_path, _lock, _connection) = (path, fileLock, connection);

    public CheckpointMetadata? Metadata { get; private set; }

    /// <summary>Opens and checks the whole file; makes it where there is none.</summary>
    public static SqliteCheckpointStore Open(DbProviderFactory provider, string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fileLock = Lock(path);
        DbConnection? connection = null;
        try
        {
            if (!File.Exists(path))
            {
                Make(provider, path);
            }

            connection = Connect(provider, path);
            var store = new SqliteCheckpointStore(path, fileLock, connection);
            store.Check();
            return store;
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            fileLock.Dispose();
            if (failure is DbException or InvalidCastException or FormatException)
            {
                throw Damaged(path, failure.Message, failure);
            }

            throw;
        }
    }

    public byte[]? Read(int table, byte[] key)
    {
        using var command = Command("SELECT value, checksum FROM state WHERE operator = @a AND key = @b", null, table, key);
        using var rows = command.ExecuteReader();
        if (!rows.Read())
        {
            return null;
        }

        var value = (byte[])rows[0];
        return Checksum(table, key, value) == unchecked((ulong)rows.GetInt64(1)) ? value : throw Damaged(_path, "a group's checksum does not fit");
    }

    public void Commit(IEnumerable<StateChange> changes, CheckpointMetadata metadata)
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        using var find = Command("SELECT checksum FROM state WHERE operator = @a AND key = @b", transaction, 0, Array.Empty<byte>());
        using var put = Command("INSERT OR REPLACE INTO state (operator, key, value, checksum) VALUES (@a, @b, @c, @d)", transaction, 0, Array.Empty<byte>(), Array.Empty<byte>(), 0L);
        using var delete = Command("DELETE FROM state WHERE operator = @a AND key = @b", transaction, 0, Array.Empty<byte>());
        var sum = _sum;
        foreach (var change in changes)
        {
            Set(find, change.Table, change.Key);
            var before = find.ExecuteScalar();
            sum = unchecked(sum - (before is null ? 0UL : (ulong)Convert.ToInt64(before, CultureInfo.InvariantCulture)));
            if (change.Value is not null)
            {
                var checksum = Checksum(change.Table, change.Key, change.Value);
                sum = unchecked(sum + checksum);
                Set(put, change.Table, change.Key, change.Value, unchecked((long)checksum));
                put.ExecuteNonQuery();
            }
            else if (before is not null)
            {
                Set(delete, change.Table, change.Key);
                delete.ExecuteNonQuery();
            }
        }

        WriteMetadata(transaction, metadata, sum);
        transaction.Commit();
        (_sum, Metadata) = (sum, metadata);
    }

    public void MarkApplied()
    {
        var applied = (Metadata ?? throw new InvalidOperationException("There is no checkpoint yet.")) with { Applied = true };
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        WriteMetadata(transaction, applied, _sum);
        transaction.Commit();
        Metadata = applied;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _lock?.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new HarunireException(EngineErrors.StateInUse, "the lock on the state file is held", path, "stop the other job", failure);
        }
    }

    // A new file appears whole: an empty one is a damaged one.
    private static void Make(DbProviderFactory provider, string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = Connect(provider, unfinished))
        using (var store = new SqliteCheckpointStore(path, null, connection))
        {
            store.Run($"PRAGMA application_id={ApplicationId}");
            store.Run($"PRAGMA user_version={FormatVersion}");
            store.Run("CREATE TABLE state (operator INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (operator, key)) WITHOUT ROWID");
            store.Run("CREATE TABLE metadata (id INTEGER PRIMARY KEY, body BLOB NOT NULL, checksum INTEGER NOT NULL)");
            store.WriteMetadata(null, null, 0);
        }

        File.Move(unfinished, path);
    }

    private static DbConnection Connect(DbProviderFactory provider, string path)
    {
        var connection = provider.CreateConnection()!;
        connection.ConnectionString = new DbConnectionStringBuilder { ["Data Source"] = path, ["Pooling"] = "False" }.ConnectionString;
        connection.Open();
        return connection;
    }

    private static ulong Checksum(int table, byte[] key, byte[] value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, table);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], key.Length);
        hash.AppendData(head);
        hash.AppendData(key);
        hash.AppendData(value);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    private static HarunireException Damaged(string path, string message, Exception? cause = null) =>
        new(EngineErrors.StateDamaged, message, path, "delete the file and rebuild the mapping's state from the topics", cause);

    private void Check()
    {
        Run("PRAGMA busy_timeout=5000");
        if (Number("PRAGMA application_id") != ApplicationId || Number("PRAGMA user_version") != FormatVersion)
        {
            throw new HarunireException(EngineErrors.StateFormat, $"the file is no state file of format {FormatVersion}", _path);
        }

        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
        using (var check = Command("PRAGMA integrity_check", null))
        {
            if (check.ExecuteScalar() as string is var verdict && verdict != "ok")
            {
                throw Damaged(_path, verdict ?? "the check gave nothing");
            }
        }

        var sum = 0UL;
        using (var all = Command("SELECT operator, key, value, checksum FROM state", null))
        using (var rows = all.ExecuteReader())
        {
            while (rows.Read())
            {
                var checksum = Checksum(rows.GetInt32(0), (byte[])rows[1], (byte[])rows[2]);
                sum = unchecked(sum + checksum);
                if (checksum != unchecked((ulong)rows.GetInt64(3)))
                {
                    throw Damaged(_path, "a group's checksum does not fit");
                }
            }
        }

        ReadMetadata();
        if (sum != _sum)
        {
            throw Damaged(_path, "groups are missing");
        }
    }

    private void ReadMetadata()
    {
        using var command = Command("SELECT body, checksum FROM metadata WHERE id = 1", null);
        using var rows = command.ExecuteReader();
        if (!rows.Read() || (byte[])rows[0] is not { } body || Checksum(0, [], body) != unchecked((ulong)rows.GetInt64(1)))
        {
            throw Damaged(_path, "the checkpoint's metadata is missing or changed");
        }

        using var reader = new BinaryReader(new MemoryStream(body));
        _sum = reader.ReadUInt64();
        Metadata = !reader.ReadBoolean() ? null : new CheckpointMetadata
        {
            Fingerprint = reader.ReadString(),
            CutId = reader.ReadString(),
            CutScn = reader.ReadInt64(),
            Version = reader.ReadInt64(),
            Offsets = reader.ReadBytes(reader.ReadInt32()),
            PendingResults = reader.ReadBytes(reader.ReadInt32()),
            Applied = reader.ReadBoolean(),
        };
    }

    private void WriteMetadata(DbTransaction? transaction, CheckpointMetadata? metadata, ulong sum)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(sum);
        writer.Write(metadata is not null);
        if (metadata is not null)
        {
            writer.Write(metadata.Fingerprint);
            writer.Write(metadata.CutId);
            writer.Write(metadata.CutScn);
            writer.Write(metadata.Version);
            writer.Write(metadata.Offsets.Length);
            writer.Write(metadata.Offsets);
            writer.Write(metadata.PendingResults.Length);
            writer.Write(metadata.PendingResults);
            writer.Write(metadata.Applied);
        }

        writer.Flush();
        var body = stream.ToArray();
        using var command = Command("INSERT OR REPLACE INTO metadata (id, body, checksum) VALUES (1, @a, @b)", transaction, body, unchecked((long)Checksum(0, [], body)));
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = Command(sql, null);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Run(string sql)
    {
        using var command = Command(sql, null);
        command.ExecuteNonQuery();
    }

    private DbCommand Command(string sql, DbTransaction? transaction, params object[] values)
    {
        var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + (char)('a' + i), values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Set(DbCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
