using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Harunire.Cli.Commands;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Faults;

/// <summary>A small shop with two mappings, in a folder that can be copied: run as a process, also under strace, or in this process.</summary>
internal sealed class FaultPipeline
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "harunire.dll");

    private FaultPipeline(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Every file that the product keeps beside source and results.</summary>
    public IReadOnlyList<string> OwnFiles => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(f => f.Contains("bus.db", StringComparison.Ordinal) || f.EndsWith(".state", StringComparison.Ordinal))
        .Where(f => !f.Contains(".writer", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>Set up by <c>apply</c>; nothing is captured yet.</summary>
    public static async Task<FaultPipeline> CreateAsync(string folder)
    {
        var pipeline = new FaultPipeline(Directory.CreateDirectory(folder).FullName);
        Directory.CreateDirectory(Path.Combine(folder, "mappings"));
        await File.WriteAllTextAsync(Path.Combine(folder, "migration.yaml"), """
            migration: faults
            source:  { provider: sqlite, connection: shop, tables: { ORDERS: { chunk rows: 150 }, LINES: {} } }
            topics:  { provider: embedded, connection: bus, prefix: f, partitions: 2 }
            results: { provider: sqlite, connection: serving }
            mappings: [ mappings/*.yaml ]
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "by_customer.yaml"), """
            mapping: by_customer
            query: |
              SELECT o.customer AS customer, SUM(l.qty) AS qty, COUNT(DISTINCT o.id) AS orders, MAX(o.total) AS most
              FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY o.customer
            target: { table: by_customer, partition key: [customer] }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "totals.yaml"), """
            mapping: totals
            query: SELECT o.status AS status, SUM(o.total) AS total, COUNT(*) AS orders FROM orders o GROUP BY o.status
            target: { table: totals, partition key: [status] }
            """);
        pipeline.Source("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE ORDERS (ID NUMBER(9) NOT NULL PRIMARY KEY, CUSTOMER VARCHAR2(20), TOTAL NUMBER(10,2), STATUS VARCHAR2(10));
            CREATE TABLE LINES (ORDER_ID NUMBER(9) NOT NULL, LINE NUMBER(3) NOT NULL, QTY NUMBER(5), PRIMARY KEY (ORDER_ID, LINE));
            WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 200)
              INSERT INTO ORDERS SELECT n, 'c' || (n % 17), n % 50, CASE n % 3 WHEN 0 THEN 'NEW' WHEN 1 THEN 'PAID' END FROM s;
            INSERT INTO LINES SELECT ID, n, n + ID % 5 FROM ORDERS, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3);
            """);
        (await pipeline.RunToolAsync([], "apply")).Exit.Should().Be(0);
        return pipeline;
    }

    public static FaultPipeline At(string folder) => new(folder);

    /// <summary>A second one in the same state; nobody has its files open.</summary>
    public FaultPipeline CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new FaultPipeline(folder);
    }

    /// <summary>Updates, deletes, new rows and a changed key.</summary>
    public void Change() => Source("""
        BEGIN; UPDATE ORDERS SET TOTAL = TOTAL + 1, STATUS = 'PAID' WHERE ID % 7 = 0; DELETE FROM LINES WHERE ORDER_ID % 11 = 0; COMMIT;
        INSERT INTO ORDERS VALUES (900, 'new', 12.5, 'NEW'); INSERT INTO LINES VALUES (900, 1, 5);
        UPDATE ORDERS SET ID = 901 WHERE ID = 900; UPDATE LINES SET ORDER_ID = 901 WHERE ORDER_ID = 900;
        """);

    public void Source(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "shop.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The result tables, one line a row.</summary>
    public IReadOnlyList<string> Results() => [.. Rows("SELECT quote(customer) || '|' || quote(qty) || '|' || quote(orders) || '|' || quote(most) FROM by_customer"), .. Rows("SELECT quote(status) || '|' || quote(total) || '|' || quote(orders) FROM totals")];

    /// <summary>The same figures by SQLite's own query over the source.</summary>
    public IReadOnlyList<string> Expected()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "shop.db")};Pooling=False");
        connection.Open();
        return
        [
            .. Lines(connection, "SELECT quote(o.CUSTOMER) || '|' || quote(SUM(l.QTY)) || '|' || quote(COUNT(DISTINCT o.ID)) || '|' || quote(MAX(o.TOTAL)) FROM ORDERS o JOIN LINES l ON l.ORDER_ID = o.ID GROUP BY o.CUSTOMER"),
            .. Lines(connection, "SELECT quote(STATUS) || '|' || quote(SUM(TOTAL)) || '|' || quote(COUNT(*)) FROM ORDERS GROUP BY STATUS"),
        ];
    }

    /// <summary><c>run --once</c> in this process.</summary>
    public async Task RunHereAsync()
    {
        var settings = ToolSettings.Load(Folder, null, [], Variables().ToDictionary(v => (object)v.Key, v => (object)v.Value));
        var session = await MigrationSession.OpenAsync(Path.Combine(Folder, "migration.yaml"), settings, TestContext.Current.CancellationToken);
        await new JobRun(session, ProgressReport.Silent).RunAsync(capture: true, stream: true, once: true, [], TestContext.Current.CancellationToken);
    }

    /// <param name="prefix">What stands before the tool on the command line: strace with its options, or nothing.</param>
    public Process Start(IReadOnlyList<string> prefix, params string[] arguments)
    {
        string[] line = [.. prefix, "dotnet", Tool, arguments[0], Path.Combine(Folder, "migration.yaml"), .. arguments.Skip(1)];
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (name, value) in Variables())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public async Task<(int Exit, string Error)> RunToolAsync(IReadOnlyList<string> prefix, params string[] arguments)
    {
        using var process = Start(prefix, arguments);
        return await EndAsync(process);
    }

    public static async Task<(int Exit, string Error)> EndAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await error);
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["HARUNIRE__CONNECTIONS__SHOP"] = $"Data Source={Path.Combine(Folder, "shop.db")}",
        ["HARUNIRE__CONNECTIONS__BUS"] = $"Data Source={Path.Combine(Folder, "bus.db")}",
        ["HARUNIRE__CONNECTIONS__SERVING"] = $"Data Source={Path.Combine(Folder, "serving.db")};Pooling=False",
        ["HARUNIRE__STATE"] = Path.Combine(Folder, "state"),
        ["HARUNIRE__CAPTURE__POLL"] = "10ms",
        ["DOTNET_TieredPGO"] = "0",
    };

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "serving.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return Lines(connection, sql);
    }

    // SQLite writes 12.5 as a REAL and we as text: both become the number's text.
    private static List<string> Lines(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!.Replace("'", "", StringComparison.Ordinal).Replace(".0|", "|", StringComparison.Ordinal));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
