using Harunire.Specifications.Sources;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>The source specification on a real Oracle: its tables are made and dropped in the user's schema, and the user needs the grants of docs/oracle-source.md.</summary>
public sealed class OracleServerSourceTests : SourceSpecification
{
    protected override Task<ISourceDatabase> OpenAsync() => Task.FromResult<ISourceDatabase>(OracleServerDatabase.Open());
}
