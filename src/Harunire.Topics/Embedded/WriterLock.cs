using Harunire.Model.Errors;

namespace Harunire.Topics.Embedded;

/// <summary>Holds the right to write one file, by a side file that the system frees when the process ends in whatever way.</summary>
internal static class WriterLock
{
    public static FileStream Take(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".writer", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not PathTooLongException)
        {
            throw new HarunireException(TopicErrors.LogLocked, "the file is open for writing elsewhere", path, "end the other capture, or use another file", e);
        }
    }
}
