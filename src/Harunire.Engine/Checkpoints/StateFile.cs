using System.Data;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Engine.Checkpoints;

/// <summary>A state file as a SQLite database under a lock: opened, made, and asked with positional parameters @a, @b, ...</summary>
internal sealed class StateFile : IDisposable
{
    private const int ApplicationId = 0x48617245;
    private const int FormatVersion = 2;
    private readonly FileStream? _lock;
    private readonly DbConnection _connection;

    private StateFile(string path, FileStream? fileLock, DbConnection connection) => (Path, _lock, _connection) = (path, fileLock, connection);

    public string Path { get; }

    /// <summary>Makes the file where there is none; <paramref name="fill"/> gives a new one its first contents.</summary>
    public static StateFile Open(DbProviderFactory provider, string path, Action<StateFile> fill)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream? fileLock = null;
        DbConnection? connection = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            fileLock = Lock(path);
            if (!File.Exists(path))
            {
                Make(provider, path, fill);
            }

            connection = Connect(provider, path);
            var file = new StateFile(path, fileLock, connection);
            file.Prepare();
            return file;
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            fileLock?.Dispose();
            if (failure is DbException)
            {
                throw Damaged(path, failure.Message, failure);
            }

            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new HarunireException(EngineErrors.StateUnavailable, failure.Message, path, inner: failure);
            }

            throw;
        }
    }

    public static HarunireException Damaged(string path, string message, Exception? cause = null) =>
        new(EngineErrors.StateDamaged, message, path, "delete the file and rebuild the mapping's state from the topics", cause);

    /// <summary>The driver's errors become HAR5014.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DbException failure)
        {
            throw new HarunireException(EngineErrors.StateUnavailable, failure.Message, Path, inner: failure);
        }
    }

    public DbTransaction Begin() => _connection.BeginTransaction(IsolationLevel.Serializable);

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
        _connection.Dispose();
        _lock?.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new HarunireException(EngineErrors.StateInUse, "the lock on the state file is held", path, "stop the other job", failure);
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
            fill(file);
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

    private void Prepare()
    {
        Run("PRAGMA busy_timeout=5000");
        if (Number("PRAGMA application_id") != ApplicationId || Number("PRAGMA user_version") != FormatVersion)
        {
            throw new HarunireException(EngineErrors.StateFormat, $"the file is no state file of format {FormatVersion}", Path);
        }

        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
    }

    private long Number(string sql)
    {
        using var command = Command(sql, null);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
