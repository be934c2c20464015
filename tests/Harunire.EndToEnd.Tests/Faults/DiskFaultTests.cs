namespace Harunire.EndToEnd.Tests.Faults;

/// <summary>
/// The n-th write or sync of a run fails or kills the process, n going up until the run is clean: the method of SQLite's own tests
/// (https://sqlite.org/testing.html, "I/O error testing"). strace injects it, so no code of the product knows.
/// </summary>
/// <remarks>A few places of each kind, another set each time. HARUNIRE_TEST_FAULTS=all takes every place, which takes an hour.</remarks>
public sealed class DiskFaultTests : IDisposable
{
    private const int Places = 2;
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-faults-").FullName;

    [Theory]
    [InlineData("fsync,fdatasync", "signal=KILL", false)]
    [InlineData("pwrite64", "signal=KILL", true)]
    [InlineData("fsync,fdatasync", "error=EIO", true)]
    [InlineData("pwrite64", "error=EIO", false)]
    [InlineData("pwrite64", "error=ENOSPC", true)]
    [InlineData("pwrite64", "error=ENOSPC+", false)]
    public async Task Run_TheNthCallFails_EndsTypedOrKilledAndIsWholeAfterwards(string calls, string fault, bool isSecondRun)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed: no disk faults were injected (apt-get install strace)");
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var start = await StartAsync(isSecondRun);
        var count = await CountAsync(start, calls);
        count.Should().BeGreaterThan(5);
        var all = Environment.GetEnvironmentVariable("HARUNIRE_TEST_FAULTS") == "all";
        var stride = all ? 1 : Math.Max(1, count / Places);
        var hits = 0;

        // Which thread makes a call differs from run to run, so a late place may not be reached; the first always is.
        var places = new List<int>();
        for (var n = all ? 1 : 1 + new Random(seed).Next(stride); n <= count; n += stride)
        {
            places.Add(n);
        }

        foreach (var n in places.Append(1))
        {
            if (n == 1 && hits > 0)
            {
                continue;
            }

            var pipeline = start.CopyTo(Path.Combine(_folder, $"{n}"));
            var when = fault.EndsWith('+') ? $"{n}+" : $"{n}";
            var because = $"of {calls}, {fault}, place {n} of {count}, seed {seed}";

            var (exit, error) = await pipeline.RunToolAsync(Strace(calls, $"inject={calls}:{fault.TrimEnd('+')}:when={when}"), "run", "--once");

            if (fault == "signal=KILL")
            {
                exit.Should().BeOneOf([0, 137], "{0}: {1}", because, error);
            }
            else
            {
                exit.Should().BeOneOf([0, 3], "{0}: {1}", because, error);
                (exit == 0 || error.Contains("HAR", StringComparison.Ordinal)).Should().BeTrue("{0}: {1}", because, error);
            }

            hits += exit == 0 ? 0 : 1;
            if (exit == 0)
            {
                pipeline.Results().Should().Equal(pipeline.Expected(), because);
            }

            var (again, said) = await pipeline.RunToolAsync([], "run", "--once");
            again.Should().Be(0, "{0}: {1}", because, said);
            pipeline.Results().Should().Equal(pipeline.Expected(), because);
            Directory.Delete(pipeline.Folder, recursive: true);
        }

        hits.Should().BePositive("seed {0}", seed);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Strace(string calls, params string[] more) => ["/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={calls}", .. more.SelectMany(m => new[] { "-e", m })];

    private async Task<FaultPipeline> StartAsync(bool isSecondRun)
    {
        var pipeline = await FaultPipeline.CreateAsync(Path.Combine(_folder, "start"));
        if (isSecondRun)
        {
            (await pipeline.RunToolAsync([], "run", "--once")).Exit.Should().Be(0);
            pipeline.Change();
        }

        return pipeline;
    }

    // How many calls the busiest thread of an undisturbed run makes: strace counts the n-th call of each thread.
    private async Task<int> CountAsync(FaultPipeline start, string calls)
    {
        var pipeline = start.CopyTo(Path.Combine(_folder, "count"));
        var trace = Path.Combine(_folder, "trace.txt");
        var strace = Strace(calls);
        strace[Array.IndexOf(strace, "/dev/null")] = trace;
        (await pipeline.RunToolAsync(strace, "run", "--once")).Exit.Should().Be(0);
        pipeline.Results().Should().Equal(pipeline.Expected());
        return File.ReadLines(trace).Where(line => line.Contains('(', StringComparison.Ordinal) && !line.Contains("resumed", StringComparison.Ordinal))
            .GroupBy(line => line.Split(' ')[0], StringComparer.Ordinal).Max(thread => thread.Count());
    }
}
