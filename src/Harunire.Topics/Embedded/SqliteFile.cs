using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Files;

namespace Harunire.Topics.Embedded;

/// <summary>Opens SQLite files of topics and schemas in one way, and gives SQLite's errors their codes.</summary>
/// <remarks>synchronous=FULL: a reader's offset may outlive a power failure, so a record it saw must too; with NORMAL the tail could come back different.</remarks>
internal sealed class SqliteFile(DbProviderFactory provider, string path, int applicationId, int formatVersion)
{
    private const string LeastVersion = "3.51.3";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Opens for writing; makes the file where there is none. An empty file is a damaged one, so a new file appears whole.</summary>
    public DbConnection OpenWriter(string creationScript) => Guard(() =>
    {
        if (!File.Exists(Path))
        {
            Make(creationScript);
        }

        CheckHeader();
        var connection = Connect(Path);
        try
        {
            CheckIdentity(connection);
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, "PRAGMA synchronous=FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Opens an existing file for reading.</summary>
    public DbConnection OpenReader() => Guard(() =>
    {
        if (!File.Exists(Path))
        {
            throw new HarunireException(TopicErrors.LogUnavailable, "there is no such file", Path);
        }

        CheckHeader();
        var connection = Connect(Path);
        try
        {
            CheckIdentity(connection);
            Execute(connection, "PRAGMA query_only=1");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DbException e)
        {
            throw Translate(e);
        }
        catch (HarunireException e) when (e.Code == TopicErrors.LogDamaged && e.Diagnostics[0].Subject != Path)
        {
            // What was read knows its row, and not the file.
            throw new HarunireException(TopicErrors.LogDamaged, e.Diagnostics[0].Subject is { } row ? $"{row}: {e.Diagnostics[0].Message}" : e.Diagnostics[0].Message, Path, inner: e);
        }
        catch (HarunireException e) when (e.Code == TopicErrors.RecordDamaged)
        {
            throw new HarunireException(TopicErrors.RecordDamaged, $"{e.Diagnostics[0].Message}, in {Path}", e.Diagnostics[0].Subject, inner: e);
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or FormatException)
        {
            // A damaged row may hold a value of another type.
            throw new HarunireException(TopicErrors.LogDamaged, e.Message, Path, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HarunireException(TopicErrors.LogUnavailable, e.Message, Path, inner: e);
        }
    }

    public static void Execute(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    public static long Scalar(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private HarunireException Translate(DbException e) => SqliteResultCode.IsDamage(e)
        ? new HarunireException(TopicErrors.LogDamaged, e.Message, Path, inner: e)
        : new HarunireException(TopicErrors.LogUnavailable, e.Message, Path, inner: e) { IsTransient = SqliteResultCode.IsBusy(e) };

    private void Make(string creationScript)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var unfinished = $"{Path}.new{Environment.ProcessId}";
        File.Delete(unfinished);
        using (var connection = Connect(unfinished))
        {
            Execute(connection, "PRAGMA page_size=16384");
            Execute(connection, $"BEGIN IMMEDIATE; PRAGMA application_id={applicationId}; PRAGMA user_version={formatVersion}; {creationScript} COMMIT");
        }

        try
        {
            File.Move(unfinished, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process made it in the same moment.
            File.Delete(unfinished);
        }
    }

    private DbConnection Connect(string path)
    {
        var connection = provider.CreateConnection() ?? throw new InvalidOperationException("The provider makes no connections.");
        var builder = provider.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
        builder["Data Source"] = path;
        builder["Pooling"] = false;
        connection.ConnectionString = builder.ConnectionString;
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=10000");
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sqlite_version()";
        var version = (string)command.ExecuteScalar()!;
        if (Version.Parse(version) < Version.Parse(LeastVersion))
        {
            connection.Dispose();
            throw new HarunireException(TopicErrors.SqliteTooOld, $"SQLite is {version}, at least {LeastVersion} is needed", Path);
        }

        return connection;
    }

    private void CheckHeader()
    {
        Span<byte> header = stackalloc byte[100];
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header[..16].SequenceEqual("SQLite format 3\0"u8))
        {
            throw new HarunireException(TopicErrors.LogDamaged, read < header.Length ? $"the file has only {read} bytes" : "the file is no SQLite database", Path);
        }
    }

    private void CheckIdentity(DbConnection connection)
    {
        if (Scalar(connection, "PRAGMA application_id") != applicationId)
        {
            throw new HarunireException(TopicErrors.LogDamaged, "the file is an SQLite database, but not of this kind", Path);
        }

        var version = Scalar(connection, "PRAGMA user_version");
        if (version != formatVersion)
        {
            throw new HarunireException(TopicErrors.FormatUnknown, $"the file has format {version}, this version of Harunire reads {formatVersion}", Path);
        }
    }
}
