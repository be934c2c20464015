using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Results.Cassandra.Tables;

namespace Harunire.Results.Cassandra.Tests.Tables;

public sealed class TableTests
{
    private static ResultTable Sales { get; } = new()
    {
        Name = "Sales",
        Columns = [new ColumnDefinition("store", new NumberType(4, 0), false), new ColumnDefinition("region", new TextType(5), false), new ColumnDefinition("day", OracleType.Date, false), new ColumnDefinition("say \"hi\"", OracleType.Number, true)],
        PartitionKeyCount = 2,
        ClusteringDescending = [true],
    };

    [Fact]
    public void Statements_AreAsCassandraTakesThem()
    {
        var table = new CqlTable(Sales, "reporting");

        table.Create().Should().Be("CREATE TABLE IF NOT EXISTS \"reporting\".\"Sales\" (\"store\" int, \"region\" text, \"day\" timestamp, \"say \"\"hi\"\"\" decimal, harunire_written bigint, "
            + "PRIMARY KEY ((\"store\", \"region\"), \"day\")) WITH CLUSTERING ORDER BY (\"day\" DESC) AND comment = 'Harunire result table'");
        table.Insert().Should().Be("INSERT INTO \"reporting\".\"Sales\" (\"store\", \"region\", \"day\", \"say \"\"hi\"\"\", harunire_written) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
        table.Delete().Should().Be("DELETE FROM \"reporting\".\"Sales\" USING TIMESTAMP ? WHERE \"store\" = ? AND \"region\" = ? AND \"day\" = ?");
    }

    [Theory]
    [InlineData("a_name_of_forty_nine_characters_which_is_one_more_")]
    [InlineData("sales; DROP TABLE x")]
    [InlineData("")]
    public void Name_ThatCassandraDoesNotTake_IsRefused(string name)
    {
        var act = () => new CqlTable(Sales with { Name = name }, "reporting");
        act.Should().Throw<HarunireException>().Which.Code.Should().Be(ResultErrors.Definition);
    }

    [Fact]
    public void Column_OfHarunires_IsRefused()
    {
        var act = () => new CqlTable(Sales with { Columns = Sales.Columns.SetItem(3, new ColumnDefinition("harunire_written", OracleType.Number, true)) }, "reporting");
        act.Should().Throw<HarunireException>().Which.Code.Should().Be(ResultErrors.Definition);
    }

    [Fact]
    public void Keyspace_WithoutReplication_IsNotMade()
    {
        var act = () => new Keyspace { Name = "reporting" }.Create();
        act.Should().Throw<HarunireException>().Which.Message.Should().Contain("replication");
    }

    [Fact]
    public void Keyspace_WithReplication_ListsItsClassFirst()
    {
        var keyspace = new Keyspace { Name = "reporting", Replication = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("Dc1", "3").Add("class", "NetworkTopologyStrategy") };
        keyspace.Create().Should().Be("CREATE KEYSPACE IF NOT EXISTS \"reporting\" WITH replication = {'class': 'NetworkTopologyStrategy', 'Dc1': '3'}");
    }
}
