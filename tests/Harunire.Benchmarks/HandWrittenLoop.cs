using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Harunire.Testing;

namespace Harunire.Benchmarks;

/// <summary>The hand-written Rust loop of the specification, as the measure of the machine at this moment.</summary>
/// <param name="EventsPerSecond">By the clock.</param>
/// <param name="EventsPerProcessorSecond">By the processor time of its one thread: less sensitive to what else runs.</param>
internal sealed record HandWrittenLoop(string Name, double EventsPerSecond, double EventsPerProcessorSecond)
{
    /// <summary>Null where it is not beside the checkout.</summary>
    public static HandWrittenLoop? Run(string name, long changes)
    {
        var path = RepositoryPaths.Shared is null ? "" : Path.Combine(RepositoryPaths.Shared, "bench", "rust-hand");
        if (!File.Exists(path))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(path, [name, changes.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var json = JsonDocument.Parse(output);
        double Value(string key) => json.RootElement.GetProperty(key).GetDouble();
        return new HandWrittenLoop(name, Value("events_per_s"), Value("events") / Value("timed_thread_cpu_s"));
    }
}
