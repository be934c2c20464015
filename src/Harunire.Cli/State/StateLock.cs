using System.Diagnostics;
using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Cli.State;

/// <summary>The right to do one kind of work on a migration's state. The system frees it when the process ends in whatever way; a file that is left behind locks nothing.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>HAR8508 where another process has it, with that process's id.</summary>
    /// <param name="stateFolder">The migration's; made where it does not exist.</param>
    /// <param name="work"><c>capture</c>, <c>stream</c> or <c>apply</c>.</param>
    public static StateLock Take(string stateFolder, string work)
    {
        Directory.CreateDirectory(stateFolder);
        var path = Path.Combine(stateFolder, work + ".lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(OwnerOf(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new StateLock(file);
        }
        catch (IOException failure) when (failure is not DirectoryNotFoundException and not PathTooLongException && File.Exists(path))
        {
            throw new HarunireException(
                CliErrors.StateLocked,
                $"{(Owner(OwnerOf(path)) is { } pid ? $"process {pid}" : "another process")} does '{work}' on it",
                stateFolder,
                "wait for it or end it; to work beside it on other data, give this call a state folder of its own: --set state=DIR",
                failure)
            { IsTransient = true };
        }
    }

    public void Dispose() => _file.Dispose();

    private static string OwnerOf(string path) => Path.ChangeExtension(path, ".pid");

    // The owner writes its id just after it took the lock, so for an instant there is an older one, or none.
    private static string? Owner(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && IsAlive(pid)
            ? pid.ToString(CultureInfo.InvariantCulture)
            : null;

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
