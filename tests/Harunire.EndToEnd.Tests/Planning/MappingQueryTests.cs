using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Sqlite;
using Harunire.Testing;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Planning;

/// <summary>Every mapping of the repository against the legacy batch, which was written by hand and shares no code with it.</summary>
public sealed class MappingQueryTests
{
    private const string Planted = "mappings/customer-orders/sales_tax_by_store_month.yaml";

    public static TheoryData<string, string> Mappings()
    {
        var data = new TheoryData<string, string>();
        foreach (var migration in new[] { "customer-orders", "sales-history" })
        {
            foreach (var file in RepositoryPaths.MappingFiles(migration))
            {
                data.Add(migration, Path.GetRelativePath(RepositoryPaths.Root, file));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Query_PrintedForSqlite_GivesTheLegacyTablesRows(string migration, string file)
    {
        using var database = SampleDatabase.Open(migration);
        await CompareAsync(database, migration, file);
        if (migration == "customer-orders")
        {
            database.ReplayLiveDays();
            await CompareAsync(database, migration, file);
        }
    }

    private static async Task CompareAsync(SampleDatabase database, string migration, string file)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var mapping = MappingReader.Read(Path.Combine(RepositoryPaths.Root, file));
        var captured = MigrationReader.Read(Path.Combine(RepositoryPaths.Root, "migrations", migration, "migration.yaml")).Tables;
        await using var source = new SqliteSource(SqliteFactory.Instance, database.Connection.ConnectionString, "shop");
        var tables = await source.DescribeAsync([.. captured.Select(t => new TableRequest(t.Name, t.Key))], cancellation);
        var legacy = (await source.DescribeAsync([new TableRequest(mapping.Verify!.Legacy, [])], cancellation))[0];

        var query = PlanBuilder.Bind(mapping, new DescribedTables(tables));
        var plan = PlanBuilder.Build(mapping, query);

        plan.Target.Columns.Select(c => c.Name).Should().BeEquivalentTo(query.Columns.Select(c => c.Name.ToLowerInvariant()));
        plan.Tables.Should().BeSubsetOf(tables).And.NotBeEmpty();
        PlanBuilder.Build(mapping, PlanBuilder.Bind(mapping, new DescribedTables(tables))).Fingerprint.Should().Be(plan.Fingerprint, "a plan is a function of its mapping and tables");
        var actual = QueryRows(database, query);
        var expected = LegacyRows(database, mapping, query, legacy);
        expected.Should().NotBeEmpty();
        if (file == Planted)
        {
            actual.Should().HaveCount(expected.Count);
            actual.Except(expected, StringComparer.Ordinal).Should().NotBeEmpty("it rounds the sum and the batch the lines").And.HaveCountLessThan(expected.Count);
        }
        else
        {
            actual.Should().Equal(expected);
        }
    }

    private static List<string> QueryRows(SampleDatabase database, BoundQuery query) =>
        Texts(database.Rows(new SqlitePrinter().Print(query)), (cell, i) => StoredValue.Read(cell, query.Columns[i].Type));

    private static List<string> LegacyRows(SampleDatabase database, MappingFile mapping, BoundQuery query, TableSchema legacy)
    {
        var columns = query.Columns.Select(c =>
        {
            var rule = mapping.Verify!.Columns.FirstOrDefault(r => string.Equals(r.Column, c.Name, StringComparison.OrdinalIgnoreCase));
            return legacy.Columns.Single(l => string.Equals(l.Name, rule?.As ?? c.Name, StringComparison.OrdinalIgnoreCase));
        }).ToList();
        columns.Should().HaveCount(legacy.Columns.Length, "every legacy column is compared");
        return Texts(database.Rows($"SELECT {string.Join(", ", columns.Select(c => c.Name))} FROM {legacy.Name.Table}"), (cell, i) => StoredValue.Read(cell, columns[i].Type));
    }

    private static List<string> Texts(IEnumerable<object?[]> rows, Func<object?, int, Datum> read) =>
        [.. rows.Select(row => string.Join('|', row.Select((cell, i) => read(cell, i).ToString()))).Order(StringComparer.Ordinal)];
}
