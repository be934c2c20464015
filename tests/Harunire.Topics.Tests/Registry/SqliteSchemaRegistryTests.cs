using Harunire.Specifications.Topics;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Topics.Tests.Registry;

public sealed class SqliteSchemaRegistryTests : SchemaRegistrySpecification, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<ISchemaRegistry> OpenAsync() =>
        ValueTask.FromResult<ISchemaRegistry>(SqliteSchemaRegistry.Open(SqliteFactory.Instance, _folder.File("schemas.db")));
}
