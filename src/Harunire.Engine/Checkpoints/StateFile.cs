using System.Data;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Files;

namespace Harunire.Engine.Checkpoints;

/// <summary>A state file as a SQLite database under a lock: opened, made, and asked with positional parameters @a, @b, ...</summary>
internal sealed class StateFile : IDisposable
{
    private const int ApplicationId = 0x48617245;
    private const int FormatVersion = 2;
    private readonly FileLock? _lock;
    private readonly DbConnection _connection;
    private WriterFence? _fence;

    private StateFile(string path, FileLock? fileLock, DbConnection connection) => (Path, _lock, _connection) = (path, fileLock, connection);

    public string Path { get; }

    /// <summary>Makes the file where there is none; <paramref name="fill"/> gives a new one its first contents.</summary>
    /// <param name="anew">True: an existing file is thrown away, once nobody else has it.</param>
    public static StateFile Open(DbProviderFactory provider, string path, bool anew, Action<StateFile> fill)
    {
        path = System.IO.Path.GetFullPath(path);
        FileLock? fileLock = null;
        DbConnection? connection = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            fileLock = FileLock.Take(path, ".lock", EngineErrors.StateInUse, "stop the other job");
            if (anew)
            {
                Delete(path);
            }

            if (!File.Exists(path))
            {
                Make(provider, path, fill);
            }

            connection = Connect(provider, path);
            var file = new StateFile(path, fileLock, connection);
            file.Prepare();
            file._fence = WriterFence.Raise(connection);
            return file;
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            fileLock?.Dispose();
            switch (failure)
            {
                case DbException error:
                    throw Translate(path, error);
                case IOException or UnauthorizedAccessException:
                    throw new HarunireException(EngineErrors.StateUnavailable, failure.Message, path, inner: failure);
                default:
                    throw;
            }
        }
    }

    /// <summary>An existing file without its lock, for reading: another process may be writing it.</summary>
    public static StateFile OpenToRead(DbProviderFactory provider, string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var connection = provider.CreateConnection()!;
        try
        {
            connection.ConnectionString = ConnectionString(path);
            connection.Open();
            var file = new StateFile(path, null, connection);
            file.Run("PRAGMA busy_timeout=5000");
            file.Run("PRAGMA query_only=1");
            file.CheckFormat();
            return file;
        }
        catch (DbException failure)
        {
            connection.Dispose();
            throw Translate(path, failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static HarunireException Damaged(string path, string message, Exception? cause = null) =>
        new(EngineErrors.StateDamaged, message, path, "delete the file and rebuild the mapping's state from the topics", cause);

    /// <summary>The driver's errors become HAR5010 where SQLite finds the file damaged, else HAR5014: who starts again after damage meets it again.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DbException failure)
        {
            throw Translate(Path, failure);
        }
    }

    /// <summary>A write transaction. HAR5012 where another process has taken the file over.</summary>
    public DbTransaction Begin()
    {
        var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        if (_fence?.IsOwn(transaction) == false)
        {
            transaction.Dispose();
            throw new HarunireException(EngineErrors.StateInUse, "another process has opened the state since this one did: this one was taken for dead", Path, "nothing was written; go on with the other process");
        }

        return transaction;
    }

    public DbCommand Command(string sql, DbTransaction? transaction, params ReadOnlySpan<object> values)
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

    public void Run(string sql)
    {
        using var command = Command(sql, null);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _fence?.Dispose();
        _connection.Dispose();
        _lock?.Dispose();
    }

    private static HarunireException Translate(string path, DbException failure) => SqliteResultCode.IsDamage(failure)
        ? Damaged(path, failure.Message, failure)
        : new HarunireException(EngineErrors.StateUnavailable, failure.Message, path, inner: failure);

    private static void Delete(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(file);
        }
    }

    // A new file appears whole: an empty one is a damaged one.
    private static void Make(DbProviderFactory provider, string path, Action<StateFile> fill)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = Connect(provider, unfinished))
        using (var file = new StateFile(path, null, connection))
        {
            file.Run($"PRAGMA application_id={ApplicationId}");
            file.Run($"PRAGMA user_version={FormatVersion}");
            file.Run(WriterFence.CreationScript);
            fill(file);
        }

        File.Move(unfinished, path);
    }

    private static DbConnection Connect(DbProviderFactory provider, string path)
    {
        var connection = provider.CreateConnection()!;
        connection.ConnectionString = ConnectionString(path);
        connection.Open();
        return connection;
    }

    private static string ConnectionString(string path) => new DbConnectionStringBuilder { ["Data Source"] = path, ["Pooling"] = "False" }.ConnectionString;

    private void Prepare()
    {
        Run("PRAGMA busy_timeout=5000");
        CheckFormat();
        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
    }

    private void CheckFormat()
    {
        if (Number("PRAGMA application_id") != ApplicationId || Number("PRAGMA user_version") != FormatVersion)
        {
            throw new HarunireException(EngineErrors.StateFormat, $"the file is no state file of format {FormatVersion}", Path);
        }
    }

    private long Number(string sql)
    {
        using var command = Command(sql, null);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
