using System.Globalization;

namespace Harunire.Benchmarks;

/// <summary>What else ran: figures mean little without it.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} cores, {memory} GiB, {Load()}, .NET {Environment.Version}";
    }

    /// <summary>The load average of the last minute.</summary>
    public static string Load() => $"load average {(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown")}";

    /// <summary>The process's greatest resident memory, in MiB.</summary>
    public static long PeakMebibytes()
    {
        const string status = "/proc/self/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.Integer, CultureInfo.InvariantCulture) / 1024;
    }
}
