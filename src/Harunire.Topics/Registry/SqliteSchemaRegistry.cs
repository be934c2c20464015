using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Topics.Embedded;

namespace Harunire.Topics.Registry;

/// <summary>A schema registry in one SQLite file. What was found is kept for ever; what was not found is asked again.</summary>
public sealed class SqliteSchemaRegistry : ISchemaRegistry
{
    private const int ApplicationId = 0x48617253;
    private const int FormatVersion = 2;

    // AUTOINCREMENT: an id stays used even if someone deletes its row.
    private const string CreationScript = """
        CREATE TABLE schema (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL);
        CREATE TABLE subject_version (subject TEXT NOT NULL, version INTEGER NOT NULL, schema INTEGER NOT NULL REFERENCES schema(id),
          PRIMARY KEY (subject, version), UNIQUE (subject, schema)) WITHOUT ROWID;
        """;

    private readonly SqliteFile _file;
    private readonly DbConnection _connection;
    private readonly SemaphoreSlim _using = new(1, 1);
    private readonly ConcurrentDictionary<int, string> _texts = new();
    private readonly ConcurrentDictionary<(string Subject, string Text), int> _ids = new();

    private SqliteSchemaRegistry(SqliteFile file, DbConnection connection) => (_file, _connection) = (file, connection);

    /// <summary>Opens the file; makes it where there is none. Several processes may hold it.</summary>
    public static SqliteSchemaRegistry Open(DbProviderFactory provider, string path)
    {
        var (file, connection) = OpenFile(provider, path);
        return new SqliteSchemaRegistry(file, connection);
    }

    internal static (SqliteFile File, DbConnection Connection) OpenFile(DbProviderFactory provider, string path)
    {
        var file = new SqliteFile(provider, path, ApplicationId, FormatVersion);
        return (file, file.OpenWriter(CreationScript));
    }

    public async ValueTask<int> RegisterAsync(string subject, string text, CancellationToken cancellationToken = default)
    {
        if (_ids.TryGetValue((subject, text), out var known))
        {
            return known;
        }

        var id = await LockedAsync(
            () =>
            {
                using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
                Run(transaction, "INSERT INTO schema (text, checksum) SELECT @a, 0 WHERE NOT EXISTS (SELECT 1 FROM schema WHERE text = @a)", text, null);
                Run(
                    transaction,
                    """
                    INSERT INTO subject_version (subject, version, schema)
                    SELECT @a, 1 + (SELECT coalesce(max(version), 0) FROM subject_version WHERE subject = @a), schema.id FROM schema
                    WHERE schema.text = @b AND NOT EXISTS (SELECT 1 FROM subject_version WHERE subject = @a AND subject_version.schema = schema.id)
                    """,
                    subject,
                    text);
                var found = Convert.ToInt32(Run(transaction, "SELECT id FROM schema WHERE text = @a", text, null), CultureInfo.InvariantCulture);
                Run(transaction, "UPDATE schema SET checksum = @b WHERE id = @a AND checksum = 0", found, RowChecksum.Of(text, found));
                transaction.Commit();
                return found;
            },
            cancellationToken);
        _texts.TryAdd(id, text);
        _ids.TryAdd((subject, text), id);
        return id;
    }

    public async ValueTask<string> GetByIdAsync(int id, CancellationToken cancellationToken = default)
    {
        if (_texts.TryGetValue(id, out var known))
        {
            return known;
        }

        var text = await LockedAsync(() => Read(id), cancellationToken)
            ?? throw new HarunireException(TopicErrors.SchemaUnknown, $"the registry has no schema {id}", _file.Path);
        return _texts.GetOrAdd(id, text);
    }

    public ValueTask<IReadOnlyList<SchemaVersion>> GetVersionsAsync(string subject, CancellationToken cancellationToken = default) =>
        LockedAsync<IReadOnlyList<SchemaVersion>>(
            () =>
            {
                using var command = Command(null, "SELECT version, schema FROM subject_version WHERE subject = @a ORDER BY version", subject, null);
                using var rows = command.ExecuteReader();
                var versions = new List<SchemaVersion>();
                while (rows.Read())
                {
                    versions.Add(new SchemaVersion(rows.GetInt32(0), rows.GetInt32(1)));
                }

                return versions;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _using.WaitAsync();
        await _connection.DisposeAsync();
        _using.Dispose();
    }

    // A changed schema would read other values out of the same bytes.
    private string? Read(int id)
    {
        using var command = Command(null, "SELECT text, checksum FROM schema WHERE id = @a", id, null);
        using var rows = command.ExecuteReader();
        return !rows.Read() ? null
            : RowChecksum.Of(rows.GetString(0), id) == rows.GetInt64(1) ? rows.GetString(0)
            : throw new HarunireException(TopicErrors.LogDamaged, $"the schema {id} was changed", _file.Path);
    }

    private async ValueTask<T> LockedAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        await _using.WaitAsync(cancellationToken);
        try
        {
            return _file.Guard(action);
        }
        finally
        {
            _using.Release();
        }
    }

    private object? Run(DbTransaction? transaction, string sql, object a, object? b)
    {
        using var command = Command(transaction, sql, a, b);
        return command.ExecuteScalar();
    }

    private DbCommand Command(DbTransaction? transaction, string sql, object a, object? b)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in new[] { ("@a", a), ("@b", b) })
        {
            if (value is not null)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }
        }

        return command;
    }
}
