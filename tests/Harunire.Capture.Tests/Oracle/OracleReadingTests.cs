using System.Collections.Immutable;
using Harunire.Capture.Oracle;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.OracleModel;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>Dictionary, keys, chunks, values, sessions and grants on the model.</summary>
public sealed class OracleReadingTests
{
    private static readonly ModelColumn Id = new("ID", new NumberType(10, 0), false);
    private readonly ModelOracle _oracle = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Number_OfFortyDigits_NeverPassesThroughTheDriversDecimal()
    {
        var digits = OracleNumber.Divide(1, 3);
        _oracle.Create("T", [Id, new ModelColumn("N", OracleType.Number)], "ID");
        _oracle.Commit(t => t.Insert("T", Datum.FromNumber(1), Datum.FromNumber(digits)));

        var rows = await ReadAsync("T");

        rows[0][1].AsNumber.Should().Be(digits);
        digits.Precision.Should().Be(40);
    }

    [Fact]
    public async Task Session_SetsWhatItDependsOn_WhateverTheClientHas()
    {
        // The model's sessions begin with a comma as decimal point, German sorting and +02:00.
        _oracle.Create("T", [new ModelColumn("K", new NumberType(10, 2), false), new ModelColumn("C", new TextType(10), false), new ModelColumn("AT", new TimestampLtzType(3))], "K", "C");
        _oracle.Commit(t =>
        {
            foreach (var text in new[] { "a", "B", "Z", "b", "ä" })
            {
                t.Insert("T", Datum.FromNumber(OracleNumber.Parse("1.5")), Datum.FromText(text), Datum.FromTimestampTz(new OracleTimestampTz(new OracleTimestamp(0, 0), 0)));
            }
        });

        var rows = await ReadAsync("T", chunkRows: 1);

        rows.Select(r => r[1].AsText).Should().Equal("B", "Z", "a", "b", "ä");
        rows.Should().OnlyContain(r => r[2].AsTimestampTz.Utc.Seconds == 0);
        _oracle.Application.Should().Be(("harunire", "orders"));
        _oracle.Statements.Should().Contain("ALTER SESSION DISABLE PARALLEL QUERY");
    }

    [Fact]
    public async Task Service_ThatIsNotTheWanted_IsRefused()
    {
        _oracle.Create("T", [Id], "ID");

        await FailsAsync(CaptureErrors.Unreachable, Options() with { Service = "batch.example" });
    }

    [Theory]
    [InlineData("WE8MSWIN1252", "VARCHAR2")]
    [InlineData("AL32UTF8", "NVARCHAR2")]
    public async Task KeyThatTheDatabaseOrdersOtherwise_IsReadByRowId(string charset, string type)
    {
        _oracle.Charset = charset;
        _oracle.Create("T", [new ModelColumn("CODE", new TextType(5), false, type), new ModelColumn("N", OracleType.Number)], "CODE");
        _oracle.Commit(t => Enumerable.Range(0, 20).ToList().ForEach(i => t.Insert("T", Datum.FromText($"€{19 - i}"), Datum.FromNumber(i))));

        var rows = await ReadAsync("T", chunkRows: 3);

        rows.Select(r => r[1].AsNumber).Should().Equal(Enumerable.Range(0, 20).Select(i => (OracleNumber)i), "rows lie in the order of insertion");
        _oracle.Statements.Should().Contain(sql => sql.Contains("CHARTOROWID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeyThatTheDatabaseOrdersOtherwise_WithRowMovement_IsRefused()
    {
        _oracle.Charset = "EE8ISO8859P2";
        _oracle.Create("T", [new ModelColumn("CODE", new TextType(5), false)], "CODE").HasRowMovement = true;

        await FailsAsync(CaptureErrors.UnusableStrategy, Options());
    }

    [Theory]
    [InlineData("XMLTYPE")]
    [InlineData("LONG")]
    [InlineData("BFILE")]
    [InlineData("ROWID")]
    [InlineData("JSON")]
    public async Task UnsupportedType_IsRefusedByColumn_AndCanBeLeftOut(string type)
    {
        _oracle.Create("T", [Id, new ModelColumn("DOC", new TextType(), true, type)], "ID");

        var failure = await FailsAsync(CaptureErrors.UnsupportedType, Options());
        failure.Message.Should().Contain("DOC").And.Contain(type);
        failure.Diagnostics[0].Hint.Should().Contain("leave out");
        var tables = await Source(Options(new OracleTableOptions { LeaveOut = ["doc"] })).DescribeAsync([new TableRequest("T", [])], Token);
        tables[0].Columns.Select(c => c.Name).Should().Equal("ID");
    }

    [Fact]
    public async Task Lobs_AreLeftOutUnlessWanted_AndTheContractSaysSo()
    {
        _oracle.Create("T", [Id, new ModelColumn("DOC", new ClobType())], "ID");
        var without = Source(Options());
        var with = Source(Options(new OracleTableOptions { Lobs = true }));

        var narrow = (await without.DescribeAsync([new TableRequest("T", [])], Token))[0];
        var wide = (await with.DescribeAsync([new TableRequest("T", [])], Token))[0];

        narrow.Columns.Should().ContainSingle();
        without.ContractOf(narrow).Notes.Should().Contain(note => note.Contains("DOC"));
        wide.Columns.Should().HaveCount(2);
    }

    [Fact]
    public async Task Lob_WhoseVersionIsGone_IsDebeziumsUnavailableValue()
    {
        _oracle.Create("T", [Id, new ModelColumn("DOC", new ClobType()), new ModelColumn("PIC", new BlobType())], "ID");
        _oracle.Advance(TimeSpan.FromMinutes(1));
        var source = Source(Options(new OracleTableOptions { Lobs = true }));
        var tables = await source.DescribeAsync([new TableRequest("T", [])], Token);
        var lo = _oracle.Scn;
        _oracle.Commit(t => t.Insert("T", Datum.FromNumber(1), Datum.FromText("old"), Datum.FromRaw([1])));
        _oracle.Tick();
        _oracle.ForgetLobs("T");
        _oracle.Commit(t => t.Insert("T", Datum.FromNumber(2), Datum.FromText("new"), Datum.FromRaw([2])));

        await using var view = await source.OpenViewAsync(tables, Token);
        var changes = await view.ReadChangesAsync(tables, lo, Token).ToListAsync(Token);

        changes.Select(c => c.After![1].AsText).Should().Equal("__debezium_unavailable_value", "new");
        changes[0].After![2].AsRaw.Should().Equal("__debezium_unavailable_value"u8.ToArray());
    }

    [Fact]
    public async Task MissingPrivilege_NamesTheGrant()
    {
        _oracle.Create("T", [Id], "ID");
        var source = Source(Options());
        var tables = await source.DescribeAsync([new TableRequest("T", [])], Token);
        _oracle.Revoked.Add("FLASHBACK ON T");
        await using (var view = await source.OpenViewAsync(tables, Token))
        {
            var failure = await FluentActions.Awaiting(() => view.ReadChunkAsync(tables[0], null, 1, Token)).Should().ThrowAsync<HarunireException>();
            failure.Which.Code.Should().Be(CaptureErrors.MissingPrivilege);
            failure.Which.Diagnostics[0].Hint.Should().Contain("GRANT SELECT, FLASHBACK ON \"CO\".\"T\"");
        }

        _oracle.Revoked.Add("V$DATABASE");
        var second = await FluentActions.Awaiting(() => source.OpenViewAsync(tables, Token)).Should().ThrowAsync<HarunireException>();
        second.Which.Diagnostics[0].Hint.Should().Contain("SYS.V_$DATABASE");
    }

    [Theory]
    [InlineData("flashback", "GRANT FLASHBACK ON \"CO\".\"T\"", "SYS.V_$UNDOSTAT")]
    [InlineData("mvlog", "CREATE MATERIALIZED VIEW LOG ON \"CO\".\"T\" WITH PRIMARY KEY, COMMIT SCN", "MLOG$_T")]
    [InlineData("watermark", "SYS.GV_$TRANSACTION", "FLASHBACK")]
    public async Task SetupScript_HasTheLeastGrants(string strategy, string first, string second)
    {
        _oracle.Create("T", [Id, new ModelColumn("CHANGED", OracleType.Date)], "ID");
        var source = Source(Options(new OracleTableOptions { Strategy = strategy, Watermark = "CHANGED" }));
        var tables = await source.DescribeAsync([new TableRequest("T", [])], Token);

        var script = source.SetupScript(tables);

        script.Should().Contain(first).And.Contain(second).And.Contain("TO \"READER\";");
        script.Split('\n').Where(line => line.StartsWith("GRANT", StringComparison.Ordinal)).Should().NotContain(line => line.Contains(" ANY "));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Identifier_ThatOracleCantHave_IsRefused(string name)
    {
        FluentActions.Invoking(() => OracleIdentifier.Quote(name)).Should().Throw<HarunireException>();
        OracleIdentifier.Quote("a'b; DROP TABLE x --").Should().Be("\"a'b; DROP TABLE x --\"");
    }

    [Fact]
    public async Task Model_KnowsNoStatementByGuess()
    {
        await using var connection = new ModelFactory(_oracle).CreateConnection();
        await connection.OpenAsync(Token);
        foreach (var sql in new[] { "SELECT * FROM DUAL CONNECT BY 1 = 1", "DELETE FROM T", "SELECT NOPE(1) FROM DUAL", "SELECT X FROM MISSING" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await FluentActions.Awaiting(() => command.ExecuteReaderAsync(Token)).Should().ThrowAsync<OracleError>();
        }
    }

    private OracleSourceOptions Options(OracleTableOptions? table = null) => new()
    {
        Schema = "CO",
        Action = "orders",
        Tables = ImmutableDictionary.Create<string, OracleTableOptions>(StringComparer.OrdinalIgnoreCase).Add("T", table ?? new OracleTableOptions()),
    };

    private OracleSource Source(OracleSourceOptions options) => new(new ModelFactory(_oracle), "User Id=reader;Password=x", "shop", options, TimeProvider.System);

    private async Task<List<Datum[]>> ReadAsync(string table, int chunkRows = 100)
    {
        var source = Source(Options());
        var tables = await source.DescribeAsync([new TableRequest(table, [])], Token);
        await using var view = await source.OpenViewAsync(tables, Token);
        var rows = new List<Datum[]>();
        SnapshotKey? after = null;
        for (var isLast = false; !isLast;)
        {
            var chunk = await view.ReadChunkAsync(tables[0], after is null ? null : SnapshotKey.FromJson(after.ToJson()), chunkRows, Token);
            rows.AddRange(chunk.Rows);
            (after, isLast) = (chunk.LastKey, chunk.IsLast);
        }

        return rows;
    }

    private async Task<HarunireException> FailsAsync(ErrorCode code, OracleSourceOptions options)
    {
        var failure = await FluentActions.Awaiting(() => Source(options).DescribeAsync([new TableRequest("T", [])], Token)).Should().ThrowAsync<HarunireException>();
        failure.Which.Code.Should().Be(code);
        return failure.Which;
    }
}
