using System.Text;
using Harunire.Model.Errors;
using Harunire.Plans.Files;

namespace Harunire.Plans.Tests.Files;

public sealed class BrokenFilesTests : IDisposable
{
    private const string Target = "\ntarget: { table: t, partition key: [a] }";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-plans-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", "HAR2002", 1, 1)]
    [InlineData("# only a comment\n", "HAR2002", 1, 1)]
    [InlineData("[a, b]", "HAR2002", 1, 1)]
    [InlineData("mapping: m\nmapping: n\nquery: x" + Target, "HAR2002", 2, 1)]
    [InlineData("mapping: m\nqury: x\nquery: x" + Target, "HAR2003", 2, 1)]
    [InlineData("mapping: m\nquery: x\ntarget: { table: t, partition key: a }", "HAR2005", 3, 36)]
    [InlineData("mapping: m\nquery: x\ntarget: { table: t }", "HAR2004", 3, 9)]
    [InlineData("mapping: m\nquery:" + Target, "HAR2005", 2, 7)]
    [InlineData("mapping: m\nquery: x\ntarget: { table: t, partition key: [a], clustering key: [b down] }", "HAR2005", 3, 58)]
    [InlineData("mapping: &a m\nquery: x" + Target, "HAR2002", 1, 10)]
    [InlineData("mapping: m\nquery: *a" + Target, "HAR2002", 2, 8)]
    [InlineData("mapping: !!str m\nquery: x" + Target, "HAR2002", 1, 10)]
    [InlineData("mapping: m\nquery: x\n<<: {}" + Target, "HAR2003", 3, 1)]
    [InlineData("mapping: m\nquery: x" + Target + "\n---\na: b", "HAR2002", 4, 1)]
    [InlineData("mapping: m\nquery: >\n  SELECT 1 -- one\n  FROM dual" + Target, "HAR2005", 2, 8)]
    [InlineData("mapping: m\nquery: SELECT 1\n  FROM dual" + Target, "HAR2005", 2, 8)]
    [InlineData("mapping: m\nquery: x" + Target + "\nverify: { legacy: L, allow empty: yes }", "HAR2005", 4, 35)]
    [InlineData("mapping: m\nquery: x" + Target + "\nverify: { legacy: L, columns: { c: { tolerance: -1 } } }", "HAR2005", 4, 49)]
    public void Read_BrokenMapping_TellsThePlace(string text, string code, int line, int column)
    {
        var error = Errors(text)[0];
        error.Code.Code.Should().Be(code);
        (error.Location.Line, error.Location.Column).Should().Be((line, column), error.ToString());
    }

    [Fact]
    public void Read_SeveralErrors_AreAllTold() =>
        Errors("maping: m\nquery: x\ntarget: { tabel: t, partition key: [a] }").Select(d => d.Code)
            .Should().BeEquivalentTo([PlanErrors.UnknownKey, PlanErrors.MissingKey, PlanErrors.UnknownKey, PlanErrors.MissingKey]);

    [Fact]
    public void Read_MistypedKey_NamesTheNearest() =>
        Errors("mapping: m\nquery: x\ntarget: { table: t, partition keys: [a] }").Should().Contain(d => d.Hint != null && d.Hint.Contains("'partition key'"));

    // Sources of YAML bombs, and what other readers make of words: refused with a place, or a plain text.
    [Theory]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\nmapping: *d")]
    [InlineData("mapping: &m { a: *m }")]
    [InlineData("mapping: m\nquery: x\ntarget: &t\n  table: *t")]
    [InlineData("mapping: !!python/object:os.system m")]
    [InlineData("%YAML 1.2\n%TAG ! tag:x,2000:\n---\nmapping: !a m")]
    [InlineData("mapping: m\n...\nquery: x")]
    [InlineData("mapping: m\nquery: \"a\0b\"")]
    [InlineData("mapping: \"\\uD800\"")]
    [InlineData("mapping: 'open\nquery: x")]
    [InlineData("? [a, b]\n: c")]
    public void Read_WhatNoMappingNeeds_IsRefused(string text)
    {
        var errors = Errors(text);

        errors.Should().Contain(e => e.Code == PlanErrors.BadYaml || e.Code == PlanErrors.NoFile, "found: {0}", string.Join("; ", errors));
        errors.Should().OnlyContain(e => e.Location.File != null || e.Subject != null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Utf16_IsRefused(bool bigEndian)
    {
        var path = Path.Combine(_folder.FullName, "m.yaml");
        File.WriteAllText(path, "mapping: m", new UnicodeEncoding(bigEndian, byteOrderMark: true));
        var act = () => MappingReader.Read(path);
        act.Should().Throw<HarunireException>().Which.Code.Should().Be(PlanErrors.NoFile);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_AreRefused()
    {
        var path = Path.Combine(_folder.FullName, "m.yaml");
        File.WriteAllBytes(path, [.. "mapping: "u8, 0xC0, 0x80]);
        var act = () => MappingReader.Read(path);
        act.Should().Throw<HarunireException>().Which.Code.Should().Be(PlanErrors.NoFile);
    }

    [Fact]
    public void Read_EightyThousandKeys_AreRefusedByTheLimits() =>
        Errors(string.Concat(Enumerable.Range(0, 80_000).Select(i => $"k{i}: v\n"))).Should().NotBeEmpty();

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    public void Read_ABombOfBrackets_IsRefused(string bracket) =>
        Errors("mapping: " + string.Concat(Enumerable.Repeat(bracket, 100_000))).Should().ContainSingle(d => d.Code == PlanErrors.BadYaml);

    [Fact]
    public void Read_TooManyBytes_IsRefused() => Errors(new string(' ', (1 << 20) + 1))[0].Code.Should().Be(PlanErrors.NoFile);

    [Fact]
    public void Read_TooManyValues_IsRefused() =>
        Errors("mapping: [" + string.Concat(Enumerable.Repeat("a,", 100_001)) + "]")[0].Message.Should().Contain("100,000");

    [Fact]
    public void Read_ATabInTheIndentation_IsRefused() => Errors("mapping: m\n\tquery: x" + Target)[0].Code.Should().Be(PlanErrors.BadYaml);

    [Fact]
    public void Read_BomAndCrLf_AreAccepted()
    {
        var file = MappingReader.Read(Write("\uFEFF" + ("mapping: m\nquery: |\n\n  SELECT 1\n    FROM dual" + Target).ReplaceLineEndings("\r\n")));
        file.Query.Should().Be("\nSELECT 1\n  FROM dual\n");
        (file.QueryLocation.Line, file.QueryLocation.Column).Should().Be((3, 3));
    }

    [Fact]
    public void Read_OneLineQuery_BeginsWhereItsTextStands() =>
        MappingReader.Read(Write("mapping: m\nquery: \"SELECT 1\"" + Target)).QueryLocation.Column.Should().Be(9);

    [Fact]
    public void Read_WordsThatYamlTakesForOtherThings_StayText() =>
        MappingReader.Read(Write("mapping: no\nquery: SELECT 1\ntarget: { table: 1e3, partition key: [on, 0o7, ~] }"))
            .PartitionKey.Select(k => k.Column).Should().Equal("on", "0o7", "~");

    [Theory]
    [InlineData("connection: shop", "connection: 'Data Source=shop.db;Password=x'", "HAR2005")]
    [InlineData("connection: shop", "connection: \"${env:SHOP}\"", "HAR2005")]
    [InlineData("mappings:", "verify: { connection: 'Data Source=x' }\nmappings:", "HAR2005")]
    [InlineData("mappings:", "verify: { provider: sybase }\nmappings:", "HAR2005")]
    [InlineData("provider: sqlite, connection: shop", "provider: sqlit, connection: shop", "HAR2005")]
    [InlineData("T: {}", "T: { strategy: flashback }", "HAR2005")]
    [InlineData("T: {}", "T: { watermark: CHANGED }", "HAR2005")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "oracle, connection: shop, tables: { T: { strategy: triggers }", "HAR2005")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "oracle, connection: shop, tables: { T: { strategy: watermark }", "HAR2004")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "oracle, connection: shop, tables: { T: { overlap: 2 weeks }", "HAR2005")]
    [InlineData("sqlite, connection: shop,", "oracle, connection: shop, limits: { parallel: 0 },", "HAR2005")]
    [InlineData("sqlite, connection: shop,", "sqlite, connection: shop, limits: { parallel: 2 },", "HAR2005")]
    [InlineData("sqlite, connection: shop,", "postgresql, connection: shop, limits: { parallel: 2 },", "HAR2005")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "postgresql, connection: shop, tables: { T: { strategy: flashback }", "HAR2005")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "postgresql, connection: shop, tables: { T: { strategy: watermark }", "HAR2004")]
    [InlineData("sqlite, connection: shop, tables: { T: {}", "oracle, connection: shop, tables: { T: { strategy: replication }", "HAR2005")]
    [InlineData("T: {}", "T: {}, t: {}", "HAR2008")]
    [InlineData("prefix: p", "prefix: p, partitions: 0x10", "HAR2005")]
    [InlineData("tables: { T: {} }", "tables: {}", "HAR2004")]
    [InlineData("'m*.yaml'", "'none*.yaml'", "HAR2001")]
    [InlineData("provider: sqlite, connection: out", "provider: cassandra, connection: out", "HAR2004")]
    [InlineData("connection: out", "connection: out, keyspace: k, replication: { class: EverywhereStrategy, dc1: 3 }", "HAR2005")]
    [InlineData("connection: out", "connection: out, keyspace: k, replication: { class: SimpleStrategy }", "HAR2005")]
    [InlineData("connection: out", "connection: out, keyspace: k, replication: { class: SimpleStrategy, dc1: 3 }", "HAR2005")]
    [InlineData("connection: out", "connection: out, keyspace: k, replication: { class: NetworkTopologyStrategy, dc1: 0 }", "HAR2005")]
    [InlineData("connection: out", "connection: out, keyspace: k, replication: { dc1: 3 }", "HAR2004")]
    public void Read_BrokenMigration_HasTheCode(string part, string replacement, string code)
    {
        const string migration = "migration: m\nsource: { provider: sqlite, connection: shop, tables: { T: {} } }\ntopics: { provider: embedded, connection: bus, prefix: p }\nresults: { provider: sqlite, connection: out }\nmappings: [ 'm*.yaml' ]\n";
        Write("mapping: m\nquery: x" + Target);
        var path = Path.Combine(_folder.FullName, "x.yaml");
        File.WriteAllText(path, migration);
        MigrationReader.Read(path).Legacy.Connection.Should().Be("shop");
        File.WriteAllText(path, migration.Replace(part, replacement, StringComparison.Ordinal));
        var act = () => MigrationReader.Read(path);
        act.Should().Throw<HarunireException>().Which.Code.Code.Should().Be(code);
    }

    [Fact]
    public void Read_KeyspaceAndColumnTypes_AreTaken()
    {
        var mapping = Write("mapping: m\nquery: x\ntarget: { table: t, partition key: [a], types: { day: date, n: bigint } }");
        var path = Path.Combine(_folder.FullName, "x.yaml");
        File.WriteAllText(path, "migration: m\nsource: { provider: sqlite, connection: shop, tables: { T: {} } }\ntopics: { provider: embedded, connection: bus, prefix: p }\n"
            + "results: { provider: cassandra, connection: out, keyspace: reporting, replication: { class: NetworkTopologyStrategy, dc1: 3, dc2: 2 } }\nmappings: [ 'm*.yaml' ]\n");

        var migration = MigrationReader.Read(path);

        migration.Keyspace.Should().Be("reporting");
        migration.KeyspaceReplication.Should().BeEquivalentTo(new Dictionary<string, string> { ["class"] = "NetworkTopologyStrategy", ["dc1"] = "3", ["dc2"] = "2" });
        MappingReader.Read(mapping).Types.Select(t => (t.Column, t.Type)).Should().Equal(("day", "date"), ("n", "bigint"));
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "m.yaml");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private IReadOnlyList<Diagnostic> Errors(string text)
    {
        var act = () => MappingReader.Read(Write(text));
        return act.Should().Throw<HarunireException>().Which.Diagnostics;
    }
}
