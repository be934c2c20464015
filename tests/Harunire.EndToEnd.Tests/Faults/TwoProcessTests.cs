using System.Diagnostics;
using System.Globalization;

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
            error.Should().Contain("HAR4007").And.Contain(first.Id.ToString(CultureInfo.InvariantCulture));
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
    public async Task Run_StoppedWhileItsSuccessorWorks_WritesNothingOverIt()
    {
        var pipeline = await FaultPipeline.CreateAsync(Path.Combine(_folder, "b"));
        using var sleeper = pipeline.Start([], "run");
        try
        {
            await WaitForResultsAsync(pipeline);
            Signal(sleeper, "STOP");

            // Its lock holds as long as it lives; only who removes the lock files can make a successor.
            (await pipeline.RunToolAsync([], "run", "--once")).Exit.Should().Be(4);
            foreach (var file in Directory.EnumerateFiles(pipeline.Folder, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".lock", StringComparison.Ordinal) || f.EndsWith(".writer", StringComparison.Ordinal)))
            {
                File.Delete(file);
            }

            pipeline.Change();
            var (done, said) = await pipeline.RunToolAsync([], "run", "--once");
            done.Should().Be(0, said);
            pipeline.Source("UPDATE ORDERS SET TOTAL = TOTAL + 100, STATUS = 'LATE'");
            Signal(sleeper, "CONT");
            var (exit, error) = await FaultPipeline.EndAsync(sleeper).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            exit.Should().BeOneOf([3, 4], "the successor has moved on: {0}", error);
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
                return pipeline.Results().Count == pipeline.Expected().Count;
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                return false;
            }
        }
    }

    private static void Signal(Process process, string signal) => Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
}
