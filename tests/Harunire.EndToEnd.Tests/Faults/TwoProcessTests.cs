using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Faults;

/// <summary>Two runs on the same files: locks, a process that died with one, a process that sleeps while its successor works.</summary>
public sealed class TwoProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-two-").FullName;

    [Fact]
    public async Task Run_WhileAnotherRuns_IsRefusedWithItsProcessAndGoesOnAfterAKill()
    {
        var pipeline = await FaultPipeline.CreateAsync(Path.Combine(_folder, "a"));
        using var first = pipeline.Start([], "run");
        try
        {
            await WaitForResultsAsync(pipeline);

            var (exit, error) = await pipeline.RunToolAsync([], "run", "--once");

            exit.Should().Be(4, error);
            error.Should().Contain("HAR8508").And.Contain(first.Id.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }

        pipeline.Change();
        (await pipeline.RunToolAsync([], "run", "--once")).Exit.Should().Be(0, "a lock file that a killed process left is no lock");
        pipeline.Results().Should().Equal(pipeline.Expected());
    }

    [Fact]
    public async Task Run_Stopped_KeepsItsLocksAndGoesOnWhenItWakes()
    {
        var pipeline = await FaultPipeline.CreateAsync(Path.Combine(_folder, "b"));
        using var sleeper = pipeline.Start([], "run");
        try
        {
            await WaitForResultsAsync(pipeline);
            await StopAsync(sleeper, pipeline);

            // Its locks hold as long as it lives, awake or not: there is no successor that it could write over.
            pipeline.Change();
            var (exit, error) = await pipeline.RunToolAsync([], "run", "--once");
            exit.Should().Be(4, error);
            Signal(sleeper, "CONT");
            await WaitForResultsAsync(pipeline);
        }
        finally
        {
            if (!sleeper.HasExited)
            {
                sleeper.Kill();
            }
        }

        var (last, tells) = await pipeline.RunToolAsync([], "run", "--once");
        last.Should().Be(0, "the successor's files are whole: {0}", tells);
        pipeline.Results().Should().Equal(pipeline.Expected());
    }

    [Fact]
    public async Task Run_StoppedAndItsLockFilesDeleted_WritesNothingWhenItWakes()
    {
        var pipeline = await FaultPipeline.CreateAsync(Path.Combine(_folder, "c"));
        using var sleeper = pipeline.Start([], "run");
        try
        {
            await WaitForResultsAsync(pipeline);
            await StopAsync(sleeper, pipeline);
            string[] locks = [".lock", ".writer", ".owner", ".pid"];
            foreach (var file in Directory.EnumerateFiles(pipeline.Folder, "*", SearchOption.AllDirectories).Where(f => locks.Contains(Path.GetExtension(f))).ToList())
            {
                File.Delete(file);
            }

            pipeline.Change();
            var (exit, error) = await pipeline.RunToolAsync([], "run", "--once");
            exit.Should().Be(0, error);
            var results = pipeline.Results();
            results.Should().Equal(pipeline.Expected());

            // Awake, it finds changes to capture behind its own position, and events to take in.
            pipeline.Source("UPDATE ORDERS SET TOTAL = TOTAL + 2 WHERE ID % 5 = 0");
            Signal(sleeper, "CONT");
            var (ended, said) = await FaultPipeline.EndAsync(sleeper);

            ended.Should().Be(4, said);
            said.Should().Contain("this one was taken for dead");
            pipeline.Results().Should().Equal(results, "the sleeper was replaced");
        }
        finally
        {
            if (!sleeper.HasExited)
            {
                sleeper.Kill();
            }
        }

        var (last, tells) = await pipeline.RunToolAsync([], "run", "--once");
        last.Should().Be(0, "the successor's files are whole: {0}", tells);
        pipeline.Results().Should().Equal(pipeline.Expected());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WaitForResultsAsync(FaultPipeline pipeline)
    {
        var deadline = Stopwatch.StartNew();
        while (!Has())
        {
            deadline.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), "the first results come");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        bool Has()
        {
            try
            {
                return pipeline.Results().SequenceEqual(pipeline.Expected());
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                return false;
            }
        }
    }

    // Stopped while it holds a lock of the source's file, it would stop the application, too: then it sleeps a little later.
    private static async Task StopAsync(Process process, FaultPipeline pipeline)
    {
        while (true)
        {
            Signal(process, "STOP");
            try
            {
                pipeline.Source("BEGIN IMMEDIATE; ROLLBACK");
                return;
            }
            catch (SqliteException)
            {
                Signal(process, "CONT");
                await Task.Delay(20);
            }
        }
    }

    private static void Signal(Process process, string signal) => Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
}
