using System.Diagnostics;

namespace Harunire.Benchmarks;

/// <summary>Wall and processor time of the measured parts of a run. Processor time is that of all threads, the collector's included.</summary>
internal sealed class Stopwatches
{
    private readonly Stopwatch _wall = new();
    private TimeSpan _started;

    public TimeSpan Wall => _wall.Elapsed;

    public TimeSpan Processor { get; private set; }

    public void Start()
    {
        _started = Environment.CpuUsage.TotalTime;
        _wall.Start();
    }

    public void Stop()
    {
        _wall.Stop();
        Processor += Environment.CpuUsage.TotalTime - _started;
    }
}
