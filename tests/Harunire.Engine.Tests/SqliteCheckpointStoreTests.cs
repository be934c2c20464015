using Harunire.Engine.Checkpoints;
using Harunire.Specifications.Checkpoints;
using Microsoft.Data.Sqlite;

namespace Harunire.Engine.Tests;

public sealed class SqliteCheckpointStoreTests : CheckpointStoreSpecification, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ICheckpointStore Open() => SqliteCheckpointStore.Open(SqliteFactory.Instance, Path.Combine(_folder, "m.state"));
}
