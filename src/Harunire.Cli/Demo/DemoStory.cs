using System.Data;
using Harunire.Cli.Commands;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Plans.Files;
using Harunire.Verify.Reports;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Demo;

/// <summary>The demo's steps: history, set-up, live transactions under a running stream, a red verification, the correction, a green one.</summary>
internal sealed class DemoStory(DemoFolder folder, ToolSettings settings)
{
    private const int Red = 1;

    private readonly string _shop = $"Data Source={folder.In("shop.db")};Pooling=False";

    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        settings.Define("connections.shop", _shop, "demo");
        settings.Define("connections.bus", $"Data Source={folder.In("bus.db")}", "demo");
        settings.Define("connections.serving", $"Data Source={folder.In("serving.db")};Pooling=False", "demo");
        settings.Define("state", folder.In("state"), "demo");
        settings.Define("capture.poll", "50ms", "demo");

        var replay = new ShopReplay(Path.Combine(folder.Content, "samples", "co"));
        Say($"1. An online shop's database, with its orders before {ShopReplay.FirstLiveDay} and the tables that a nightly PL/SQL package fills.");
        using var shop = OpenShop();
        replay.LoadHistory(shop);
        var batch = new LegacyBatch(Path.Combine(folder.Content, "legacy", "customer-orders"));
        batch.CreateTables(shop);

        Say("2. harunire apply: the change log at the source, the result tables.");
        var session = await MigrationSession.OpenAsync(folder.Migration, settings, cancellationToken);
        await ApplyCommand.ApplyAsync(session, cancellationToken);

        Say("3. harunire run: the snapshot, then each transaction of the shop as it happens.");
        var transactions = await LiveAsync(session, replay, shop, cancellationToken);
        Say($"   {transactions} transactions were committed while the stream ran; it has caught up.");

        Say("4. The nightly batch runs once more, and harunire verify compares.");
        batch.RunNightly(shop);
        var first = await VerifyAsync("first", cancellationToken);
        if (first.ExitCode != Red)
        {
            return Fail($"the first verification should find the planted fault, and ended with {first.ExitCode}");
        }

        Say("5. One mapping sums unrounded taxes, where the batch rounds each row first. The corrected mapping:");
        File.Copy(folder.CorrectedMapping, folder.FaultyMapping, overwrite: true);
        session = await MigrationSession.OpenAsync(folder.Migration, settings, cancellationToken);
        await new JobRun(session, ProgressReport.Silent).RunAsync(capture: true, stream: true, once: true, ["sales_tax_by_store_month"], cancellationToken);
        Say("   its state was rebuilt from the topics, without reading the source again.");

        Say("6. harunire verify, again.");
        var second = await VerifyAsync("second", cancellationToken);
        if (second.ExitCode != 0)
        {
            return Fail($"the second verification should be green, and ended with {second.ExitCode}");
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine($"The stream's figures equal the batch's. Report: {folder.In("report-second.html")} (and the red one: report-first.html). Next: open it, then write a migration of your own: docs/first-migration.md");
        return 0;
    }

    private SqliteConnection OpenShop()
    {
        var connection = new SqliteConnection(_shop);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
        command.ExecuteNonQuery();
        return connection;
    }

    // The shop goes on while capture and stream run beside it; the last call takes in what is left.
    private static async Task<int> LiveAsync(MigrationSession session, ShopReplay replay, SqliteConnection shop, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.Run(() => new JobRun(session, ProgressReport.Silent).RunAsync(capture: true, stream: true, once: false, [], stop.Token), cancellationToken);
        var count = 0;
        foreach (var transaction in replay.Transactions())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var commit = shop.BeginTransaction(IsolationLevel.Serializable);
            transaction.Apply(shop, commit);
            commit.Commit();
            count++;
            if (count % 100 == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(60), cancellationToken);
            }

            if (running.IsFaulted)
            {
                break;
            }
        }

        await stop.CancelAsync();
        await running;
        await new JobRun(session, ProgressReport.Silent).RunAsync(capture: true, stream: true, once: true, [], cancellationToken);
        return count;
    }

    private async Task<VerificationReport> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        var file = MigrationReader.Read(folder.Migration);
        await using var connections = new MigrationConnections(file, settings);
        var report = await new VerificationRun(file, connections, settings, TimeProvider.System).RunAsync(VerifyOptions.Default, cancellationToken);
        ReportFiles.Writer("text", AnsiStyle.Choose(Console.IsOutputRedirected, Environment.GetEnvironmentVariables())).Write(report, Console.Out);
        ReportFiles.Write(report, folder.In($"report-{name}.html"), ["html", "json"]);
        return report;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"the demo did not go as it should: {message}");
        return 70;
    }

    private static void Say(string line) => Console.Out.WriteLine(SecretMask.Apply(line));
}
