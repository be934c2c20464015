using Harunire.Specifications.Sources;
using Harunire.Testing.Servers;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>The specification of every source, on logical decoding of a real PostgreSQL 15.</summary>
[Collection(nameof(PostgreSqlCluster))]
public sealed class PostgreSqlSourceTests(PostgreSqlCluster cluster) : SourceSpecification
{
    protected override async Task<ISourceDatabase> OpenAsync()
    {
        var database = await PostgreSqlDatabase.CreateAsync(cluster);
        return new PostgreSqlSourceDatabase(database, database.NewSource(), () => database.NewSource());
    }
}
