using Harunire.Specifications.Sources;

namespace Harunire.Capture.Tests.Oracle;

public sealed class OracleModelSourceTests : SourceSpecification
{
    protected override Task<ISourceDatabase> OpenAsync() => Task.FromResult<ISourceDatabase>(new OracleModelDatabase());
}
