using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.Servers;

namespace Harunire.Results.Cassandra.Tests.Values;

public sealed class TypeRoundTripTests(CassandraServer server) : IAsyncLifetime
{
    private CassandraResultTarget _target = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        _target = CassandraTarget.Open(CassandraTarget.Settings(server), CassandraTarget.NewKeyspace());
    }

    public ValueTask DisposeAsync() => _target?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task EveryType_AtItsEdges_ComesBackEqual()
    {
        var create = (await _target.PlanTableAsync(AllTypes.Table, Token)).Single(s => s.Contains("all_types", StringComparison.Ordinal));
        foreach (var (column, stored) in AllTypes.Table.Columns.Skip(1).Zip(AllTypes.Stored))
        {
            create.Should().Contain($"\"{column.Name}\" {stored},", "of {0}", column.Type);
        }

        await _target.EnsureTableAsync(AllTypes.Table, Token);
        await _target.ApplyAsync(Batches.Of(AllTypes.Table, 1, AllTypes.Rows), Token);

        (await Batches.DumpAsync(_target, AllTypes.Table, Token)).Should().Equal(AllTypes.Rows.Select(r => string.Join('|', r.Key.Concat(r.Values!))));
    }

    [Fact]
    public async Task EveryType_AsKey_IsFoundAgainAndDeleted()
    {
        foreach (var (table, keys) in AllTypes.AsKeys())
        {
            await _target.EnsureTableAsync(table, Token);
            await _target.ApplyAsync(Batches.Of(table, 1, [.. keys.Select(k => new ResultRow([k], [Datum.FromText("1")]))]), Token);
            await _target.ApplyAsync(Batches.Of(table, 2, new ResultRow([keys[0]], [Datum.FromText("2")]), new ResultRow([keys[1]], null)), Token);

            await using var view = await _target.OpenViewAsync(table, Token);
            (await view.ReadByKeysAsync(keys.Select(k => new[] { k }), Token).ToListAsync(Token)).Select(r => r.Values?[0].ToString()).Should().Equal(["2", null, "1"], "of {0}", table.Name);
        }
    }

    [Theory]
    [InlineData("int", "2147483648")]
    [InlineData("int", "0.5")]
    [InlineData("bigint", "9223372036854775808")]
    [InlineData("varint", "1.1")]
    public async Task ChosenType_ThatCannotHoldAValue_RefusesItsRow(string type, string value)
    {
        var table = Batches.Table with { ChosenTypes = Batches.Table.ChosenTypes.Add("amount", type) };
        await _target.EnsureTableAsync(table, Token);
        var batch = Batches.Of(table, 1, Batches.Row(1, 1), new ResultRow([Datum.FromNumber(2)], [Datum.FromNumber(OracleNumber.Parse(value)), Datum.Null]));

        var failure = (await _target.Invoking(t => t.ApplyAsync(batch, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.ValueDoesNotFit);
        failure.Message.Should().Contain("amount").And.Contain(type).And.Contain(value).And.Contain("(2)");
        (await Batches.DumpAsync(_target, table, Token)).Should().BeEmpty("nothing of the batch was written");
    }

    [Theory]
    [InlineData("2026-03-01 00:00:00", true)]
    [InlineData("2026-03-01 00:00:01", false)]
    public async Task Date_StoredAsDate_TakesMidnightOnly(string text, bool fits)
    {
        OracleDate.TryParse(text, out var date).Should().BeTrue();
        var table = Batches.Table with { Columns = Batches.Table.Columns.SetItem(1, new ColumnDefinition("amount", OracleType.Date, true)), ChosenTypes = Batches.Table.ChosenTypes.Add("amount", "date") };
        await _target.EnsureTableAsync(table, Token);
        var apply = () => _target.ApplyAsync(Batches.Of(table, 1, new ResultRow([Datum.FromNumber(1)], [Datum.FromDate(date), Datum.Null])), Token);
        if (fits)
        {
            await apply();
            (await Batches.DumpAsync(_target, table, Token)).Should().Equal("1|2026-03-01 00:00:00|NULL");
        }
        else
        {
            (await apply.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(ResultErrors.ValueDoesNotFit);
        }
    }

    [Fact]
    public async Task Timestamp_OfMicrosecondsInMilliseconds_IsRefused()
    {
        OracleTimestamp.TryParse("2026-03-01 10:00:00.1234", out var time).Should().BeTrue();
        var table = Batches.Table with { Columns = Batches.Table.Columns.SetItem(1, new ColumnDefinition("amount", new TimestampType(6), true)), ChosenTypes = Batches.Table.ChosenTypes.Add("amount", "timestamp") };
        await _target.EnsureTableAsync(table, Token);

        var failure = (await _target.Invoking(t => t.ApplyAsync(Batches.Of(table, 1, new ResultRow([Datum.FromNumber(1)], [Datum.FromTimestamp(time), Datum.Null])), Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.ValueDoesNotFit);
    }

    [Fact]
    public async Task ChosenType_OfAnotherFamily_IsRefusedWithThePossibleOnes()
    {
        var table = Batches.Table with { ChosenTypes = Batches.Table.ChosenTypes.Add("amount", "text") };

        var failure = (await _target.Invoking(t => t.PlanTableAsync(table, Token)).Should().ThrowAsync<HarunireException>()).Which;

        failure.Code.Should().Be(ResultErrors.Definition);
        failure.Message.Should().Contain("decimal, varint, bigint, int");
    }
}
