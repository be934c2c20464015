namespace Harunire.Benchmarks;

/// <summary>The same work done by Harunire and by a bare loop, in turns. The ratio of each round counts, and of the rounds the median: what else runs on the machine hits both.</summary>
/// <param name="what">For the report.</param>
/// <param name="count">Records or rows of one turn.</param>
internal sealed class Duel(string what, long count)
{
    private readonly List<(Stopwatches Ours, Stopwatches Bare)> _rounds = [];

    /// <summary>One round; each side starts and stops its watch around what is to be measured. The first round only warms up.</summary>
    /// <param name="round">From 0; the side that begins changes with it.</param>
    public async Task PlayAsync(int round, Func<Stopwatches, Task> ours, Func<Stopwatches, Task> bare)
    {
        var (first, second) = (new Stopwatches(), new Stopwatches());
        if (round % 2 == 0)
        {
            await TurnAsync(ours, first);
            await TurnAsync(bare, second);
        }
        else
        {
            await TurnAsync(bare, second);
            await TurnAsync(ours, first);
        }

        if (round > 0)
        {
            _rounds.Add((first, second));
        }
    }

    public void Report()
    {
        var (ours, bare) = (Median(r => Rate(r.Ours.Wall)), Median(r => Rate(r.Bare.Wall)));
        var ratios = _rounds.Select(r => r.Bare.Wall / r.Ours.Wall).Order().ToList();
        Console.WriteLine(
            $"{what}: {ours:N0}/s, bare {bare:N0}/s: {Median(r => r.Bare.Wall / r.Ours.Wall):P0} ({ratios[0]:P0} to {ratios[^1]:P0} in {ratios.Count} rounds); "
            + $"per processor second {Median(r => Rate(r.Ours.Processor)):N0}, bare {Median(r => Rate(r.Bare.Processor)):N0}: {Median(r => r.Bare.Processor / r.Ours.Processor):P0}; {Machine.Load()}");
    }

    private static async Task TurnAsync(Func<Stopwatches, Task> side, Stopwatches watches)
    {
        // What the other side left to collect is not this side's cost.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await side(watches);
    }

    private double Rate(TimeSpan time) => count / time.TotalSeconds;

    private double Median(Func<(Stopwatches Ours, Stopwatches Bare), double> figure) => _rounds.Select(figure).Order().ElementAt(_rounds.Count / 2);
}
