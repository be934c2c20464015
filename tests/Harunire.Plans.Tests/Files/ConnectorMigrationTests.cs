using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Plans.Files;

namespace Harunire.Plans.Tests.Files;

/// <summary>Migrations over topics that a connector fills.</summary>
public sealed class ConnectorMigrationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-connector-file-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_TypesAndLosses_AreTaken()
    {
        var migration = Read("provider: debezium, schema: HR, tables: { ORDERS: { key: [ID], columns: { T: timestamp(9) with time zone, S: 'VARCHAR2(10 CHAR)' }, accept loss: [T] } }");

        migration.IsFilledByConnector.Should().BeTrue();
        var table = migration.Tables.Should().ContainSingle().Which;
        table.Columns["t"].Should().Be(new TimestampTzType(9));
        table.Columns["S"].Should().Be(new TextType(10));
        table.AcceptLoss.Should().Equal("T");
    }

    [Theory]
    [InlineData("provider: debezium, tables: { T: {} }", "'source' has no 'schema'")]
    [InlineData("provider: debezium, schema: HR, connection: shop, tables: { T: {} }", "has no 'connection'")]
    [InlineData("provider: debezium, schema: HR, tables: { T: { strategy: flashback } }", "'strategy' has no meaning")]
    [InlineData("provider: debezium, schema: HR, audit: 1d, tables: { T: {} }", "'audit' has no meaning")]
    [InlineData("provider: debezium, schema: HR, tables: { T: { columns: { A: VARCHAR3 } } }", "'VARCHAR3' is no type of a column")]
    [InlineData("provider: debezium, schema: HR, tables: { T: { columns: { A: 'NUMBER(39)' } } }", "is no type of a column")]
    [InlineData("provider: sqlite, connection: shop, tables: { T: { columns: { A: DATE } } }", "'columns' has no meaning for SQLite")]
    [InlineData("provider: oracle, connection: shop, schema: HR, tables: { T: { accept loss: [A] } }", "'accept loss' has no meaning")]
    public void Read_WhatHasNoMeaning_IsRefused(string source, string message) =>
        this.Invoking(t => t.Read(source)).Should().Throw<HarunireException>().Which.Diagnostics.Should().Contain(d => d.Message.Contains(message));

    [Theory]
    [InlineData("partitions: 3")]
    [InlineData("retention: 3d")]
    public void Read_TopicsThatTheConnectorMakes_TakeNoSettings(string topics) =>
        this.Invoking(t => t.Read("provider: debezium, schema: HR, tables: { T: {} }", topics)).Should().Throw<HarunireException>().Which.Diagnostics.Should().Contain(d => d.Message.Contains("has no meaning where a connector"));

    private MigrationFile Read(string source, string? topics = null)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "m.yaml"), "mapping: m\nquery: SELECT a FROM t\ntarget: { table: m, partition key: [a] }\n");
        var path = Path.Combine(_folder.FullName, "migration.yaml");
        File.WriteAllText(path, $$"""
            migration: x
            source:   { {{source}} }
            topics:   { provider: kafka, connection: bus, prefix: p{{(topics is null ? "" : ", " + topics)}} }
            results:  { provider: sqlite, connection: serving }
            mappings: [ m.yaml ]
            """);
        return MigrationReader.Read(path);
    }
}
