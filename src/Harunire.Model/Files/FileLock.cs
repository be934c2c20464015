using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Model.Files;

/// <summary>The sole right to write a file. A lock on a side file holds it (flock), which the system frees when the process ends in whatever way.</summary>
/// <remarks>The lock file stays where it is: that it exists says nothing. Who has the lock stands in another file beside it, for messages only.</remarks>
public sealed class FileLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _owner;

    private FileLock(FileStream held, string owner) => (_held, _owner) = (held, owner);

    /// <summary>Takes the lock, or throws at once with the process that has it.</summary>
    /// <param name="path">The file to write; its folder is made where it is missing.</param>
    /// <param name="suffix">Of the lock file's name.</param>
    /// <param name="held">The error where another process has the lock.</param>
    /// <param name="hint">What to do then.</param>
    public static FileLock Take(string path, string suffix, ErrorCode held, string hint)
    {
        var file = Path.GetFullPath(path) + suffix;
        var owner = file + ".owner";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Tell(owner);
            return new FileLock(stream, owner);
        }
        catch (IOException failure) when (failure is not DirectoryNotFoundException and not PathTooLongException && !CanOpen(file))
        {
            throw new HarunireException(held, $"{Holder(owner)} has the lock", path, hint, failure);
        }
    }

    public void Dispose()
    {
        File.Delete(_owner);
        _held.Dispose();
    }

    // For messages only: a disk that is full or a folder that can't be written shows where the locked file is.
    private static void Tell(string owner)
    {
        try
        {
            File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    // Other errors of the system (no permission, disk full) are not a held lock.
    private static bool CanOpen(string file)
    {
        try
        {
            new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return !File.Exists(file);
        }
    }

    private static string Holder(string owner)
    {
        try
        {
            return File.ReadAllText(owner) is { Length: > 0 } text ? text : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
