using Harunire.Plans.Files;
using Harunire.Testing;

namespace Harunire.Plans.Tests.Files;

public sealed class ShippedFilesTests
{
    [Theory]
    [InlineData("customer-orders", 9, 7)]
    [InlineData("sales-history", 3, 5)]
    public void Read_ShippedMigration_HasAllMappings(string name, int mappings, int tables)
    {
        var migration = MigrationReader.Read(Path.Combine(RepositoryPaths.Root, "migrations", name, "migration.yaml"));
        migration.Name.Should().Be(name);
        migration.Tables.Should().HaveCount(tables);
        migration.Mappings.Should().HaveCount(mappings).And.OnlyContain(m => m.Verify != null && m.PartitionKey.Length > 0);
    }

    [Fact]
    public void Read_ShippedMapping_KeepsThePlaceOfTheQuery()
    {
        var mapping = MappingReader.Read(Path.Combine(RepositoryPaths.Root, "mappings", "customer-orders", "sales_by_store_day.yaml"));
        (mapping.QueryLocation.Line, mapping.QueryLocation.Column).Should().Be((5, 3));
        mapping.Query.Should().StartWith("SELECT o.store_id");
        mapping.ClusteringKey.Should().ContainSingle(c => c.Descending && c.Column == "sales_date");
        mapping.Verify!.Columns.Should().ContainSingle(c => c.Column == "amount" && c.As == "total_amount");
    }
}
