using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;

namespace Harunire.Topics.Tests.Debezium;

/// <summary>What the schemas of a connector's topics tell about a table.</summary>
public class TopicTableTests
{
    private static readonly Dictionary<string, OracleType> Nothing = [];

    [Fact]
    public void Describe_AllTypesAsDeclared_IsTheTable()
    {
        var declared = Fixtures.AllTypes.Columns.ToDictionary(c => c.Name, c => c.Type);

        var described = TopicTable.Describe(Fixtures.AllTypes.Name, Schema("server1.HR.ALL_TYPES", "value"), Schema("server1.HR.ALL_TYPES", "key"), declared, []);

        described.Table.Should().Be(Fixtures.AllTypes);
        described.Doubts.Should().BeEmpty();
        described.Unread.Should().BeEmpty();
    }

    [Fact]
    public void Describe_AllTypesUndeclared_DoubtsWhatIsWrittenAlike()
    {
        var described = TopicTable.Describe(Fixtures.AllTypes.Name, Schema("server1.HR.ALL_TYPES", "value"), null, Nothing, ["ID"]);

        described.Table.Key.Should().Equal(0);
        described.Doubts.Keys.Should().BeEquivalentTo(
            "C_BFLOAT", "C_BDOUBLE", "C_VARCHAR2", "C_CHAR", "C_NVARCHAR2", "C_CLOB", "C_DATE", "C_TS3", "C_TS6", "C_TS9", "C_TSTZ", "C_TSLTZ", "C_IYM", "C_IDS");
    }

    [Theory]
    [InlineData("\"string\"", "CHAR", "5", null, "CHAR(5)")]
    [InlineData("\"string\"", "VARCHAR2", "20", null, "VARCHAR2(20)")]
    [InlineData("\"string\"", "NUMBER", "10", "2", "NUMBER(10,2)")]
    [InlineData("\"string\"", "NUMBER", "0", null, "NUMBER")]
    [InlineData("\"string\"", "CLOB", "4000", null, "CLOB")]
    [InlineData("\"string\",\"connect.name\":\"io.debezium.time.ZonedTimestamp\"", "TIMESTAMP(6) WITH TIME ZONE", "13", null, "TIMESTAMP(6) WITH TIME ZONE")]
    [InlineData("\"string\",\"connect.name\":\"io.debezium.time.ZonedTimestamp\"", "TIMESTAMP WITH LOCAL TIME ZONE", "9", null, "TIMESTAMP(9) WITH LOCAL TIME ZONE")]
    [InlineData("\"long\",\"connect.name\":\"io.debezium.time.Timestamp\"", "DATE", "7", null, "DATE")]
    [InlineData("\"long\",\"connect.name\":\"io.debezium.time.MicroTimestamp\"", "TIMESTAMP", "6", null, "TIMESTAMP(6)")]
    [InlineData("\"long\",\"connect.name\":\"io.debezium.time.MicroDuration\"", "INTERVAL YEAR(2) TO MONTH", "2", null, "INTERVAL YEAR(2) TO MONTH")]
    public void Describe_ConnectorThatTellsSourceTypes_TakesThem(string wire, string name, string length, string? scale, string expected)
    {
        var parameters = $$"""{"__debezium.source.column.type":"{{name}}","__debezium.source.column.length":"{{length}}"{{(scale is null ? "" : $",\"__debezium.source.column.scale\":\"{scale}\"")}}}""";

        var described = TopicTable.Describe(new TableName("S", "T"), Envelope($$"""{"type":{{wire}},"connect.parameters":{{parameters}}}"""), null, Nothing, []);

        described.Doubts.Should().BeEmpty();
        described.Table.Columns[0].Type.ToString().Should().Be(expected);
    }

    [Fact]
    public void Describe_ColumnOfAForeignType_IsLeftOutAndNamed()
    {
        var described = TopicTable.Describe(new TableName("S", "T"), Envelope("""{"type":"string","connect.name":"io.debezium.data.Json"}"""), null, Nothing, []);

        described.Table.Columns.Should().BeEmpty();
        described.Unread["C"].Should().Contain("io.debezium.data.Json");
    }

    [Fact]
    public void Describe_DeclaredColumnThatIsNotThere_NamesTheNearest()
    {
        var describe = () => TopicTable.Describe(Fixtures.Orders.Name, Schema("server1.HR.ORDERS", "value"), null, new Dictionary<string, OracleType> { ["ORDER_STATE"] = new TextType() }, []);

        var failure = describe.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(TopicErrors.ColumnMismatch);
        failure.Diagnostics[0].Hint.Should().Be("did you mean ORDER_STATUS?");
    }

    [Fact]
    public void Describe_NamesThatAvroCantHold_AreTheDeclaredOnes()
    {
        var schema = Schema("variants/names-avro-converter-configured/server1.HR.NAMES", "value");

        var described = TopicTable.Describe(new TableName("HR", "NAMES"), schema, null, new Dictionary<string, OracleType> { ["COL#1"] = new TextType(10) }, []);

        described.Table.IndexOf("COL#1").Should().BeGreaterThan(0);
        described.Table.IndexOf("COL_1").Should().Be(-1);
    }

    private static AvroSchema Schema(string folder, string part) => AvroSchema.Parse(Fixtures.Text(Path.Combine(Fixtures.Root, folder), part));

    private static AvroSchema Envelope(string column) => AvroSchema.Parse(
        $$$"""
        {"type":"record","name":"Envelope","namespace":"p.S.T","fields":[
          {"name":"before","type":["null",{"type":"record","name":"Value","fields":[{"name":"C","type":["null",{{{column}}}]}]}]},
          {"name":"after","type":["null","Value"]},
          {"name":"source","type":{"type":"record","name":"Source","fields":[{"name":"name","type":"string"}]}},
          {"name":"op","type":"string"}]}
        """);
}
