using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>A folder with a SQLite database that is not of our making, a migration over it, and the tool on both.</summary>
internal sealed class BranchShop : IDisposable
{
    public const string Migration = "migration.yaml";

    /// <summary>The beginning of a test of the mapping, up to its cases.</summary>
    public const string TestHead = """
        mapping: branch_totals.yaml
        tables: { INVOICE: { columns: { ID: NUMBER(10), BRANCH: VARCHAR2(8), TOTAL: "NUMBER(12,2)" }, key: [ID] } }
        cases:

        """;

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public BranchShop()
    {
        Folder = Directory.CreateTempSubdirectory("harunire-shop-").FullName;
        Execute(
            """
            CREATE TABLE invoice (id NUMBER(10) PRIMARY KEY, branch VARCHAR2(8), total NUMBER(12,2));
            INSERT INTO invoice VALUES (1, 'north', 10.5), (2, 'north', 4.25), (3, 'south', 7);
            CREATE TABLE branch_totals (branch VARCHAR2(8), amount NUMBER(14,2), invoices NUMBER(10));
            INSERT INTO branch_totals VALUES ('north', 14.75, 2), ('south', 7, 1);
            """);
        Write(Migration,
            """
            migration: branches
            source:   { provider: sqlite, connection: shop, tables: { INVOICE: {} } }
            topics:   { provider: embedded, connection: bus, prefix: br }
            results:  { provider: sqlite, connection: serving }
            verify:   { connection: shop }
            mappings: [ branch_totals.yaml ]
            """);
        Write("branch_totals.yaml",
            """
            mapping: branch_totals
            query: |
              SELECT i.branch, SUM(i.total) AS amount, COUNT(*) AS invoices
              FROM   invoice i
              GROUP  BY i.branch
            target: { table: branch_totals, partition key: [branch] }
            verify: { legacy: BRANCH_TOTALS }
            """);
        Write("branch_totals.test.yaml", TestHead + "  - case: one invoice\n    rows: { INVOICE: [ { ID: 1, BRANCH: north, TOTAL: 2.5 } ] }\n    expect: [ { branch: north, amount: 2.5, invoices: 1 } ]");
        Set("HARUNIRE__CONNECTIONS__SHOP", $"Data Source={In("shop.db")}");
        Set("HARUNIRE__CONNECTIONS__BUS", $"Data Source={In("bus.db")}");
        Set("HARUNIRE__CONNECTIONS__SERVING", $"Data Source={In("serving.db")}");
        Set("HARUNIRE__CAPTURE__POLL", "10ms");
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, string> Environment => _environment;

    public string In(string name) => Path.Combine(Folder, name);

    public void Set(string variable, string value) => _environment[variable] = value;

    public void Write(string name, string text) => File.WriteAllText(In(name), text + "\n");

    public void Execute(string sql, string database = "shop.db")
    {
        using var connection = new SqliteConnection($"Data Source={In(database)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public System.Diagnostics.Process Start(params string[] arguments) => ToolRun.Start(Folder, _environment, arguments);

    public Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.EndAsync(Start(arguments));

    /// <summary>Runs a call that must end with 0.</summary>
    public async Task<string> DoneAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        run.Code.Should().Be(0, $"'{string.Join(' ', arguments)}' said: {run.Error}");
        return run.Output;
    }

    /// <summary>Every file of the folder by its relative path, with its bytes: to show that nothing was touched.</summary>
    public IReadOnlyDictionary<string, string> Contents(params string[] except) =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(path => !except.Contains(Path.GetFileName(path)))
            .ToDictionary(path => Path.GetRelativePath(Folder, path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
