using System.Data.Common;
using System.Globalization;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects;
using Harunire.Sql.Dialects.PostgreSql;
using Harunire.Sql.Dialects.Sqlite;
using Harunire.Testing.Servers;

namespace Harunire.Sql.Tests.Dialects;

public sealed class PrinterTests(PostgreSqlCluster cluster) : IClassFixture<PostgreSqlCluster>
{
    [Fact]
    public void Corpus_OnSqliteAndPostgreSql_GivesTheSameRows()
    {
        if (cluster.MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }

        using var sqlite = SampleTables.OpenSqlite();
        using var postgreSql = SampleTables.OpenPostgreSql(cluster.ConnectionString);
        var failures = new List<string>();
        foreach (var (name, query) in QueryCorpus.All)
        {
            try
            {
                var expected = Rows(postgreSql, new PostgreSqlPrinter().Print(query), query, AsText(query));
                var actual = Rows(sqlite, new SqlitePrinter().Print(query), query, wrap: null);
                if (!expected.SequenceEqual(actual, StringComparer.Ordinal))
                {
                    failures.Add($"{name}: only PostgreSQL: {string.Join("; ", expected.Except(actual).Take(3))}; only SQLite: {string.Join("; ", actual.Except(expected).Take(3))}");
                }
            }
            catch (DbException failure)
            {
                failures.Add($"{name}: {failure.Message}");
            }
        }

        failures.Should().BeEmpty("seed {0}; the same query has the same rows everywhere", SampleTables.Seed);
        QueryCorpus.All.Count.Should().BeGreaterThan(60);
    }

    [Fact]
    public void Key_OfAGroup_GivesThatGroupAndTheRowsBehindIt()
    {
        using var sqlite = SampleTables.OpenSqlite();
        var query = QueryCorpus.All["aggregates"];
        var all = Rows(sqlite, new SqlitePrinter().Print(query), query, wrap: null);
        var one = Rows(sqlite, new SqlitePrinter().PrintByKey(query, [0]), query, wrap: null, ("@k0", 3L));
        one.Should().ContainSingle().Which.Should().Be(all.Single(row => row.StartsWith("3|", StringComparison.Ordinal)));
        var behind = QueryPrinter.RowsBehind(query, [0])!;
        var rows = Rows(sqlite, new SqlitePrinter().PrintByKey(behind, [0]), behind, wrap: null, ("@k0", 3L));
        rows.Should().HaveCount(int.Parse(one[0].Split('|')[1], CultureInfo.InvariantCulture));
        Rows(sqlite, new SqlitePrinter().PrintByKey(query, [0]), query, wrap: null, ("@k0", DBNull.Value)).Should().ContainSingle("NULL is a group");
    }

    [Fact]
    public void Money_StoredAsText_IsSummedExactly()
    {
        using var sqlite = SampleTables.OpenSqlite();
        using var command = sqlite.CreateCommand();
        command.CommandText = "SELECT har_sum(x), har_avg(x), har_add('0.1', '0.2'), har_cmp('10', 9) FROM (SELECT '12345678901234567890.10' AS x UNION ALL SELECT '0.20' UNION ALL SELECT 1 UNION ALL SELECT NULL)";
        using var reader = command.ExecuteReader();
        reader.Read();
        reader.GetValue(0).Should().Be("12345678901234567891.3");
        reader.GetValue(1).Should().Be("4115226300411522630.43333333333333333333");
        reader.GetValue(2).Should().Be("0.3");
        reader.GetValue(3).Should().Be(1L);
    }

    /// <summary>PostgreSQL's cells as text in the form of StoredValue, so that no driver's type comes between.</summary>
    private static Func<string, string> AsText(BoundQuery query) => text =>
        $"SELECT {string.Join(", ", query.Columns.Select(c => c.Type switch
        {
            NumberType => $"trim_scale(c{c.Id})::text",
            DateType => $"to_char(c{c.Id}, 'YYYY-MM-DD HH24:MI:SS')",
            _ => $"c{c.Id}::text",
        }))} FROM ({text}) AS outermost";

    private static List<string> Rows(DbConnection connection, string text, BoundQuery query, Func<string, string>? wrap, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = wrap is null ? text : wrap(text);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var rows = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(string.Join("|", query.Columns.Select((column, i) => StoredValue.Read(reader.GetValue(i), column.Type).ToString())));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
