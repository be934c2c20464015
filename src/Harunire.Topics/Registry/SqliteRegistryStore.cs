using System.Data;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Topics.Embedded;

namespace Harunire.Topics.Registry;

/// <summary>The embedded registry's file as a server of it needs it: subjects with deleted versions, references, compatibility and mode. Calls come one after the other.</summary>
/// <remarks>The same file as <see cref="SqliteSchemaRegistry"/>, which goes on using it beside a server; the tables of this class are added to it.</remarks>
public sealed class SqliteRegistryStore : IDisposable
{
    private const string Script = """
        CREATE TABLE IF NOT EXISTS schema_reference (schema INTEGER NOT NULL REFERENCES schema(id), position INTEGER NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL,
          PRIMARY KEY (schema, position)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS deleted_version (subject TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (subject, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS subject_setting (subject TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (subject, name)) WITHOUT ROWID;
        """;

    private const string Versions = """
        SELECT v.subject, v.version, v.schema, s.text, d.version IS NOT NULL, s.checksum FROM subject_version v JOIN schema s ON s.id = v.schema
        LEFT JOIN deleted_version d ON d.subject = v.subject AND d.version = v.version
        """;

    private readonly SqliteFile _file;
    private readonly DbConnection _connection;
    private readonly Lock _using = new();

    private SqliteRegistryStore(SqliteFile file, DbConnection connection) => (_file, _connection) = (file, connection);

    /// <summary>Opens the file; makes it where there is none.</summary>
    public static SqliteRegistryStore Open(DbProviderFactory provider, string path)
    {
        var (file, connection) = SqliteSchemaRegistry.OpenFile(provider, path);
        file.Guard(() =>
        {
            SqliteFile.Execute(connection, Script);
            return true;
        });
        return new SqliteRegistryStore(file, connection);
    }

    /// <summary>All versions of all subjects, or of one; deleted ones too, told as such. By subject and version.</summary>
    public IReadOnlyList<StoredSchema> Find(string? subject = null, int? id = null) => Locked(() =>
        Read($"{Versions} WHERE (@a IS NULL OR v.subject = @a) AND (@b IS NULL OR v.schema = @b) ORDER BY v.subject, v.version", null, subject, id).ConvertAll(row => new StoredSchema
        {
            Subject = (string)row[0]!,
            Version = Number(row[1]),
            Id = Number(row[2]),
            Text = Checked(Number(row[2]), (string)row[3]!, row[5]),
            IsDeleted = Number(row[4]) == 1,
            References = ReferencesOf(Number(row[2])),
        }));

    /// <summary>A schema's text; null where the id is unknown.</summary>
    public string? TextOf(int id) => Locked(() => Read("SELECT text, checksum FROM schema WHERE id = @a", null, id) is [var row] ? Checked(id, (string)row[0]!, row[1]) : null);

    /// <summary>Adds a version, or brings a deleted one of the same schema back.</summary>
    /// <returns>The schema's id; null where the text is there with other references.</returns>
    public int? Register(string subject, string text, IReadOnlyList<SchemaReference> references) => Locked<int?>(() =>
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        var known = Read("SELECT id FROM schema WHERE text = @a", transaction, text);
        if (known.Count == 0)
        {
            Run("INSERT INTO schema (text, checksum) VALUES (@a, 0)", transaction, text);
            known = Read("SELECT id FROM schema WHERE text = @a", transaction, text);
            Run("UPDATE schema SET checksum = @b WHERE id = @a", transaction, Number(known[0][0]), RowChecksum.Of(text, Number(known[0][0])));
            for (var i = 0; i < references.Count; i++)
            {
                Run("INSERT INTO schema_reference VALUES (@a, @b, @c, @d, @e)", transaction, Number(known[0][0]), i, references[i].Name, references[i].Subject, references[i].Version);
            }
        }

        var id = Number(known[0][0]);
        if (!ReferencesOf(id, transaction).SequenceEqual(references))
        {
            return null;
        }

        Run("DELETE FROM deleted_version WHERE subject = @a AND version IN (SELECT version FROM subject_version WHERE subject = @a AND schema = @b)", transaction, subject, id);
        Run(
            """
            INSERT INTO subject_version (subject, version, schema) SELECT @a, 1 + (SELECT coalesce(max(version), 0) FROM subject_version WHERE subject = @a), @b
            WHERE NOT EXISTS (SELECT 1 FROM subject_version WHERE subject = @a AND schema = @b)
            """,
            transaction,
            subject,
            id);
        transaction.Commit();
        return id;
    });

    /// <summary>Marks a version as deleted; <paramref name="permanently"/>: takes it away from the subject. Its schema stays: records may name its id.</summary>
    public void Delete(string subject, int version, bool permanently) => Locked(() =>
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        if (permanently)
        {
            Run("DELETE FROM subject_version WHERE subject = @a AND version = @b", transaction, subject, version);
            Run("DELETE FROM deleted_version WHERE subject = @a AND version = @b", transaction, subject, version);
        }
        else
        {
            Run("INSERT OR IGNORE INTO deleted_version VALUES (@a, @b)", transaction, subject, version);
        }

        transaction.Commit();
        return true;
    });

    /// <summary>A subject's setting; <paramref name="subject"/> "": of all. Null: not set.</summary>
    public string? Setting(string subject, string name) =>
        Locked(() => Read("SELECT value FROM subject_setting WHERE subject = @a AND name = @b", null, subject, name) is [var row] ? (string)row[0]! : null);

    /// <param name="subject">"": of all.</param>
    /// <param name="name">The setting's.</param>
    /// <param name="value">Null: not set any more.</param>
    public void Set(string subject, string name, string? value) => Locked(() =>
    {
        if (value is null)
        {
            Run("DELETE FROM subject_setting WHERE subject = @a AND name = @b", null, subject, name);
        }
        else
        {
            Run("INSERT OR REPLACE INTO subject_setting VALUES (@a, @b, @c)", null, subject, name, value);
        }

        return true;
    });

    public void Dispose() => _connection.Dispose();

    private List<SchemaReference> ReferencesOf(int id, DbTransaction? transaction = null) =>
        Read("SELECT name, subject, version FROM schema_reference WHERE schema = @a ORDER BY position", transaction, id).ConvertAll(row => new SchemaReference((string)row[0]!, (string)row[1]!, Number(row[2])));

    // A changed schema would read other values out of the same bytes.
    private string Checked(int id, string text, object? checksum) =>
        RowChecksum.Of(text, id) == Convert.ToInt64(checksum, CultureInfo.InvariantCulture) ? text : throw new HarunireException(TopicErrors.LogDamaged, $"the schema {id} was changed", _file.Path);

    private static int Number(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    private T Locked<T>(Func<T> action)
    {
        lock (_using)
        {
            return _file.Guard(action);
        }
    }

    private void Run(string sql, DbTransaction? transaction, params object?[] values)
    {
        using var command = Command(sql, transaction, values);
        command.ExecuteNonQuery();
    }

    private List<object?[]> Read(string sql, DbTransaction? transaction, params object?[] values)
    {
        using var command = Command(sql, transaction, values);
        using var rows = command.ExecuteReader();
        var read = new List<object?[]>();
        while (rows.Read())
        {
            var row = new object[rows.FieldCount];
            rows.GetValues(row);
            read.Add(row);
        }

        return read;
    }

    private DbCommand Command(string sql, DbTransaction? transaction, object?[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@{(char)('a' + i)}";
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
