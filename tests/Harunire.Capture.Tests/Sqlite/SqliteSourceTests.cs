using Harunire.Specifications.Sources;

namespace Harunire.Capture.Tests.Sqlite;

public sealed class SqliteSourceTests : SourceSpecification
{
    protected override Task<ISourceDatabase> OpenAsync() => Task.FromResult<ISourceDatabase>(new SqliteSourceDatabase());
}
