namespace Harunire.Topics.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("harunire-topics-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    public string File(string name) => Path.Combine(_path, name);
}
