using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Specifications.Results;
using Harunire.Testing.Servers;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Harunire.Results.PostgreSql.Tests;

/// <summary>The specification of every target on a real PostgreSQL 15, each test in a schema of its own, and what is PostgreSQL's own.</summary>
public sealed class PostgreSqlResultTargetTests : ResultTargetSpecification, IAsyncDisposable
{
    private readonly PostgreSqlCluster _cluster;
    private readonly string _schema = $"Serving \"{Guid.NewGuid():N}\"";
    private readonly Lazy<PostgreSqlResultTarget> _target;

    public PostgreSqlResultTargetTests(PostgreSqlCluster cluster)
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        _cluster = cluster;
        _target = new Lazy<PostgreSqlResultTarget>(() => new PostgreSqlResultTarget(_cluster.ConnectionString, _schema, "serving"));
    }

    protected override IResultTarget Target => _target.Value;

    [Fact]
    public async Task EnsureTable_ForeignTable_IsRefused()
    {
        await ExecuteAsync($"CREATE SCHEMA {Schema}; CREATE TABLE {Schema}.sales (store int)");

        var failure = (await Target.Invoking(t => t.EnsureTableAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.ForeignTable);
    }

    [Fact]
    public async Task Table_HasTheTypesAndTheIndexThatTheDocumentationPromises()
    {
        await Target.EnsureTableAsync(Sales, Token);

        (await ColumnAsync("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = ($1 || '.sales')::regclass AND attnum > 0 ORDER BY attnum", Schema))
            .Should().Equal("numeric", "timestamp(0) without time zone", "numeric", "text", "bytea", "bigint");
        (await ColumnAsync("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ($1 || '.sales')::regclass AND NOT indisprimary", Schema))
            .Should().ContainSingle().Which.Should().Contain("(store, day DESC)");
    }

    [Fact]
    public async Task Apply_ServedValues_AreWhatPostgreSqlCalculatesWith()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "0.1"), Row(2, "12345678901234567890.25")), Token);

        (await ColumnAsync($"SELECT sum(amount)::text || ' ' || min(day)::text FROM {Schema}.sales")).Should().Equal("12345678901234567890.35 2026-03-01 00:00:00");
    }

    [Fact]
    public async Task Apply_ThatFails_LeavesNothingOfItsBatch()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1")), Token);
        await ExecuteAsync($"ALTER TABLE {Schema}.sales ADD CHECK (amount < 100)");

        var failure = (await Target.Invoking(t => t.ApplyAsync(Batch(2, Row(1, null, gone: true), Row(2, "100")), Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.Unavailable);
        failure.Message.Should().Contain("23514");
        failure.IsTransient.Should().BeFalse();
        (await DumpAsync()).Should().Equal("1|2026-03-01 00:00:00|1|NULL");
        (await Target.LastAppliedAsync("sales", Token)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Apply_ByTwoAtOnce_CountsEachBatchOnce()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await using var other = new PostgreSqlResultTarget(_cluster.ConnectionString, _schema, "other");
        for (var version = 1; version <= 20; version++)
        {
            var batch = Batch(version, Row(version % 3, $"{version}"));
            var outcomes = await Task.WhenAll(Target.ApplyAsync(batch, Token), other.ApplyAsync(batch, Token));
            outcomes.Count(o => o.Applied).Should().Be(1);
        }

        (await DumpAsync()).Select(line => line.Split('|')[2]).Should().Equal("18", "19", "20");
    }

    [Fact]
    public async Task Apply_MoreRowsThanAStatementTakes_WritesAll()
    {
        await Target.EnsureTableAsync(Sales, Token);
        (await Target.ApplyAsync(Batch(1, [.. Enumerable.Range(0, 9001).Select(i => Row(i, $"{i}.5"))]), Token)).Upserted.Should().Be(9001);
        (await Target.ApplyAsync(Batch(2, [.. Enumerable.Range(0, 9000).Select(i => Row(i, null, gone: true))]), Token)).Deleted.Should().Be(9000);

        (await DumpAsync()).Should().Equal("9000|2026-03-01 00:00:00|9000.5|NULL");
    }

    [Theory]
    [InlineData("a\0b", "character 0")]
    [InlineData("long", "2,700 bytes")]
    public async Task Apply_TextThatPostgreSqlCannotHold_IsRefusedAndNothingWritten(string text, string expected)
    {
        var byNote = Sales with { Name = "notes", Columns = Sales.Columns.SetItem(0, new ColumnDefinition("note", new TextType(4000), true)).SetItem(3, new ColumnDefinition("store", OracleType.Number, true)) };
        await Target.EnsureTableAsync(byNote, Token);
        var random = new Random(4);
        var key = text == "long" ? new string([.. Enumerable.Range(0, 4000).Select(_ => (char)random.Next(33, 126))]) : text;

        var applying = () => Target.ApplyAsync(Batch(1, new ResultRow([Datum.FromText(key), Day], [Datum.Null, Datum.Null])) with { Table = byNote }, Token);

        var failure = (await applying.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.ValueDoesNotFit);
        failure.Message.Should().Contain(expected);
        (await DumpAsync(byNote)).Should().BeEmpty();
    }

    [Fact]
    public async Task Read_CellOfAnotherWriter_IsNamed()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await Target.ApplyAsync(Batch(1, Row(1, "1")), Token);
        await ExecuteAsync($"UPDATE {Schema}.sales SET amount = 'NaN'");

        var failure = (await this.Invoking(t => t.DumpAsync()).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.DamagedCell);
        failure.Message.Should().Contain("sales.amount");
    }

    [Fact]
    public async Task Sessions_WithAsynchronousCommit_AreMadeDurable()
    {
        await Target.EnsureTableAsync(Sales, Token);
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS public.commits (setting text)");
        await ExecuteAsync($"CREATE FUNCTION {Schema}.seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.commits VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$");
        await ExecuteAsync($"CREATE TRIGGER seen AFTER INSERT ON {Schema}.sales EXECUTE FUNCTION {Schema}.seen()");
        await using var target = new PostgreSqlResultTarget($"{_cluster.ConnectionString};Options=-c synchronous_commit=off", _schema, "serving");

        await target.ApplyAsync(Batch(1, Row(1, "1")), Token);

        (await ColumnAsync("SELECT DISTINCT setting FROM public.commits")).Should().Equal("on");
    }

    [Fact]
    public async Task Server_NotThere_IsATypedErrorWithoutThePassword()
    {
        await using var target = new PostgreSqlResultTarget("Host=127.0.0.1;Port=1;Username=job;Password=S3CR3T;Database=db", "public", "serving");

        var failure = (await target.Invoking(t => t.EnsureTableAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.Unavailable);
        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain("127.0.0.1").And.NotContain("S3CR3T");
    }

    [Theory]
    [InlineData("Hots=127.0.0.1")]
    [InlineData("Host=127.0.0.1;Port=many")]
    public void ConnectionString_Wrong_IsATypedError(string text)
    {
        var opening = () => new PostgreSqlResultTarget(text, "public", "serving");

        opening.Should().Throw<HarunireException>().Which.Code.Should().Be(ResultErrors.BadConnection);
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
        if (_target.IsValueCreated)
        {
            await _target.Value.DisposeAsync();
        }
    }

    private string Schema => $"\"{_schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_cluster.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<List<string>> ColumnAsync(string sql, params string[] values)
    {
        await using var connection = new NpgsqlConnection(_cluster.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
