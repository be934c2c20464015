using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Plans.Files;

namespace Harunire.Plans.Tests.Files;

/// <summary>Tests of mappings as files: the tables that they describe.</summary>
public sealed class MappingTestReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-mapping-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_Columns_AreTakenInTheirOrder()
    {
        var table = Read("T: { columns: { B: VARCHAR2(8), A: 'NUMBER(10,2)' }, key: [a] }").Tables.Should().ContainSingle().Which;

        table.Columns.Select(column => (column.Name, column.Type, column.Nullable)).Should().Equal(("B", new TextType(8), true), ("A", new NumberType(10, 2), false));
    }

    [Theory]
    [InlineData("T: { columns: { AMOUNT: DATE, Amount: DATE }, key: [AMOUNT] }", "HAR2008", "the column Amount stands here a second time", 41)]
    [InlineData("T: { columns: { AMOUNT: DAT }, key: [] }", "HAR2005", "'DAT' is no type of a column", 35)]
    [InlineData("T: { columns: { A: DATE }, key: [A] }, t: { columns: { A: DATE }, key: [A] }", "HAR2008", "the table t stands here a second time", 50)]
    public void Read_TableWithAMistake_TellsThePlace(string tables, string code, string message, int column)
    {
        var problem = this.Invoking(t => t.Read(tables)).Should().Throw<HarunireException>().Which.Diagnostics[0];

        (problem.Code.Code, problem.Message, problem.Location.Line, problem.Location.Column).Should().Be((code, message, 2, column));
    }

    private MappingTest Read(string tables)
    {
        var path = Path.Combine(_folder.FullName, "m.test.yaml");
        File.WriteAllText(path, $"mapping: m.yaml\ntables: {{ {tables} }}\ncases: [ {{ case: a, expect: [] }} ]\n");
        return MappingTestReader.Read(path);
    }
}
