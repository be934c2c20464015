using Harunire.Cli.Output;
using Harunire.Model.Errors;

namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>Each exit code of UX's table, and one clear error for each mistake: with its code and its place, and nothing half done.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Verify_WhereAKeyDiffers_EndsWithOne()
    {
        await ReadyAsync();
        _shop.Execute("UPDATE branch_totals SET amount = 14.76 WHERE branch = 'north'");
        var run = await _shop.RunAsync("verify", BranchShop.Migration);
        run.Code.Should().Be(1, run.Error);
        run.Output.Should().Contain("14.76");
    }

    [Theory]
    [InlineData("HAR2002", "migration.yaml:", "migration: [")]
    [InlineData("HAR2003", "migration.yaml:1:1", "migraton: x")]
    public async Task Plan_WithABrokenMigration_EndsWithTwo(string code, string place, string text)
    {
        _shop.Write(BranchShop.Migration, text);
        await RefusedAsync(2, [code, place], "plan", BranchShop.Migration);
    }

    [Theory]
    [InlineData("HAR1004", "SELECT branch, SUM(totl) AS amount FROM invoice GROUP BY branch", "did you mean total?")]
    [InlineData("HAR1003", "SELECT branch, SUM(total) AS amount FROM invoices GROUP BY branch", "did you mean invoice?")]
    [InlineData("HAR10", "SELECT branch, SOM(total) AS amount FROM invoice GROUP BY branch", "SUM")]
    [InlineData("HAR10", "SELECT branch, SUM(branch + TO_DATE(total)) AS amount FROM invoice GROUP BY branch", ":3:")]
    public async Task Plan_WithAWrongQuery_NamesPlaceAndNearestName(string code, string query, string named)
    {
        _shop.Write("branch_totals.yaml", $"mapping: branch_totals\nquery: |\n  {query}\ntarget: {{ table: branch_totals, partition key: [branch] }}");
        await RefusedAsync(2, [code, "branch_totals.yaml:3:", named], "plan", BranchShop.Migration);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("folder")]
    [InlineData("text")]
    [InlineData("locked")]
    public async Task Plan_WithoutAUsableDatabase_EndsWithThree(string instead)
    {
        var path = _shop.In("other.db");
        switch (instead)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "text":
                File.WriteAllText(path, new string('x', 5000));
                break;
            case "locked":
                _shop.Execute("CREATE TABLE invoice (id NUMBER(10) PRIMARY KEY, branch VARCHAR2(8), total NUMBER(12,2))", "other.db");
                break;
        }

        // Who holds the file keeps it: one second of waiting tells as much as the default's thirty.
        _shop.Set("HARUNIRE__CONNECTIONS__SHOP", $"Data Source={path};Default Timeout=1");
        using var holder = instead == "locked" ? Exclusive(path) : null;
        await RefusedAsync(3, ["HAR3006"], "plan", BranchShop.Migration);
        File.Exists(path).Should().Be(instead is "text" or "locked", "a mistyped path never becomes a new database");
    }

    [Theory]
    [InlineData("bus.db")]
    [InlineData("bus.db.registry")]
    [InlineData("serving.db")]
    [InlineData(".harunire/branches/branch_totals.state")]
    public async Task Run_OnADamagedFile_EndsWithThreeAndNamesIt(string file)
    {
        await ReadyAsync();
        using (var stream = File.OpenWrite(_shop.In(file)))
        {
            stream.Write(new byte[8192]);
        }

        File.Delete(_shop.In(file) + "-wal");
        var run = await _shop.RunAsync("run", BranchShop.Migration, "--once");
        run.Code.Should().Be(3, run.Error);
        run.Error.Should().Contain(Path.GetFileName(file)).And.NotContain("   at ");
    }

    [Fact]
    public async Task Run_WhereAnotherRuns_EndsWithFourAndNamesItsProcess()
    {
        await ReadyAsync();
        using var first = _shop.Start("run", BranchShop.Migration, "-v");
        await first.StandardError.ReadLineAsync();
        await UntilLockedByAsync(first);
        var second = await _shop.RunAsync("run", BranchShop.Migration, "--once");
        first.Kill();
        await first.WaitForExitAsync();
        second.Code.Should().Be(4, second.Error);
        second.Error.Should().Contain("HAR8508").And.Contain($"process {first.Id}");

        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Run_StoppedByASignal_EndsInOrder(string signal, int code)
    {
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupt(), "this process was started with SIGINT ignored (as 'command &' in a script does), and so is the tool");
        await ReadyAsync();
        using var run = _shop.Start("run", BranchShop.Migration);
        await UntilLockedByAsync(run);
        using (var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{run.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await run.WaitForExitAsync(deadline.Token);
        run.ExitCode.Should().Be(code);
        (await run.StandardError.ReadToEndAsync(deadline.Token)).Should().Contain("checkpoint");
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        await _shop.DoneAsync("verify", BranchShop.Migration);
    }

    [Fact]
    public async Task Peek_WhoseReaderLeaves_EndsWithoutAnError()
    {
        await ReadyAsync();
        using var peek = _shop.Start("topic", "peek", BranchShop.Migration, "br.invoice");
        peek.StandardOutput.Close();
        var error = await peek.StandardError.ReadToEndAsync();
        await peek.WaitForExitAsync();
        error.Should().NotContain("HAR9001");
        peek.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Failure_ThatNobodyExpected_IsSeventy() =>
        FailureWriter.Write(new InvalidOperationException("planted")).Should().Be((int)ErrorCategory.Bug).And.Be(70);

    [Fact]
    public void Failure_OfTheFileSystem_IsNoBug() =>
        FailureWriter.Write(new UnauthorizedAccessException("planted")).Should().Be(3);

    public void Dispose() => _shop.Dispose();

    private async Task ReadyAsync()
    {
        await _shop.DoneAsync("apply", BranchShop.Migration);
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
    }

    private async Task RefusedAsync(int code, string[] named, params string[] arguments)
    {
        // Without the database: closing any handle of this process on it would free a lock that a test holds on it.
        var before = _shop.Contents("other.db");
        var run = await _shop.RunAsync(arguments);
        run.Code.Should().Be(code, run.Error);
        run.Output.Should().BeEmpty("stdout is the result and nothing else");
        run.Error.Should().ContainAll(named).And.NotContain("   at ");
        _shop.Contents("other.db").Should().Equal(before, "nothing was touched");
    }

    private static Microsoft.Data.Sqlite.SqliteConnection Exclusive(string path)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return connection;
    }

    // Bit 1 of the mask of ignored signals is SIGINT (number 2).
    private static bool IgnoresInterrupt() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (Convert.ToUInt64(ignored[7..].Trim(), 16) & 2) != 0;

    private Task UntilLockedByAsync(System.Diagnostics.Process process)
    {
        var owner = _shop.In(".harunire/branches/stream.lock.owner");
        return UntilAsync(() => File.Exists(owner) && File.ReadAllText(owner) == $"process {process.Id}");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
