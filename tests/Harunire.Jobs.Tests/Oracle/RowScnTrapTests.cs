using Harunire.Capture.Oracle;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>The traps of ORA_ROWSCN: it moves by block, may be higher than the change, and tells no deletes.</summary>
public sealed class RowScnTrapTests
{
    [Fact]
    public async Task ChangeOfARow_MovesItsBlock_AndComesAlone()
    {
        await using var shop = await BegunAsync();
        shop.Oracle.Commit(t => t.Update("ORDERS", [OracleShop.Number(2)], shop.Order(2, "changed", 1)));

        (await shop.CutAsync()).Events.Should().Be(1, "the other rows of the block are as published");
        await shop.ShouldEqualAsync("filter and comparison");
    }

    [Fact]
    public async Task Delete_IsNotSeen_AndTheAuditFindsIt()
    {
        await using var shop = await BegunAsync(TimeSpan.Zero);
        await shop.CutAsync();
        shop.Reports.Clear();
        shop.Oracle.Commit(t => t.Delete("ORDERS", OracleShop.Number(2)));

        await shop.CutAsync();

        shop.Reports.Should().ContainSingle().Which.Missed.Should().Be(1);
        await shop.ShouldEqualAsync("found by the audit");
    }

    private static async Task<OracleShop> BegunAsync(TimeSpan? audit = null)
    {
        var shop = new OracleShop(new Dictionary<string, OracleTableOptions> { ["ORDERS"] = new() { Strategy = "rowscn" } }, audit);
        for (var i = 1; i < 7; i++)
        {
            shop.Oracle.Commit(t => t.Insert("ORDERS", shop.Order(i, "a", 1)));
        }

        await shop.CutAsync();
        return shop;
    }
}
