using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Cli.Sqlite;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Sql.Binding;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>The tables of the corpus before and after their changes, in two SQLite files and as rows.</summary>
internal sealed class CorpusTables : ITableCatalog, IDisposable
{
    public const string Before = "before";
    public const string After = "after";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-corpus-");
    private readonly Dictionary<string, SqliteConnection> _connections = [];

    public CorpusTables()
    {
        foreach (var phase in new[] { Before, After })
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, phase + ".db"), Pooling = false }.ConnectionString);
            connection.Open();
            SqliteFunctionRegistration.Register(connection);
            using var command = connection.CreateCommand();
            command.CommandText = Script(phase);
            command.ExecuteNonQuery();
            _connections[phase] = connection;
        }

        Schemas = Describe();
    }

    public IReadOnlyList<TableSchema> Schemas { get; }

    public IEnumerable<string> Names => Schemas.Select(s => s.Name.Table);

    public static string Script(string phase) =>
        File.ReadAllText(Path.Combine(CorpusCase.Folder, "tables.sql")) + (phase == After ? File.ReadAllText(Path.Combine(CorpusCase.Folder, "changes.sql")) : "");

    public TableSchema? TryFind(string? schema, string table) => Schemas.FirstOrDefault(s => string.Equals(s.Name.Table, table, StringComparison.OrdinalIgnoreCase));

    public SqliteConnection Connection(string phase) => _connections[phase];

    public List<Datum[]> Rows(string phase, TableSchema table)
    {
        using var command = _connections[phase].CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {table.Name.Table}";
        using var reader = command.ExecuteReader();
        var rows = new List<Datum[]>();
        while (reader.Read())
        {
            rows.Add([.. table.Columns.Select((c, i) => StoredValue.Read(reader.GetValue(i), c.Type))]);
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private IReadOnlyList<TableSchema> Describe()
    {
        var source = new SqliteSource(SqliteFactory.Instance, _connections[Before].ConnectionString, "corpus");
        return source.DescribeAsync([.. new[] { "dept", "emp", "task" }.Select(t => new TableRequest(t, []))], CancellationToken.None).GetAwaiter().GetResult();
    }
}
