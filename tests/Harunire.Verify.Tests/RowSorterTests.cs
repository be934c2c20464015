using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;
using Microsoft.Data.Sqlite;

namespace Harunire.Verify.Tests;

public sealed class RowSorterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sort_RandomRows_EqualsTheSortInMemory(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 5_000).Select(i => random.Next(8) == 0
            ? new Datum[] { Datum.Null, Datum.FromText($"x{i}"), Datum.FromNumber(i) }
            : [Datum.FromNumber(random.Next(-500, 500)), Datum.FromText(random.Next(3) == 0 ? null : $"\u00e4{random.Next(50)}\U0001F600"), Datum.FromNumber(i)]).ToList();

        var sorted = await new RowSorter(SqliteFactory.Instance).SortAsync(rows.ToAsyncEnumerable(), [1, 0], "L", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        string Key(Datum[] row) => Convert.ToHexString(KeyEncoding.Encode([row[1], row[0]]));
        sorted.Select(Key).Should().Equal(rows.Select(Key).Order(StringComparer.Ordinal), "seed {0}", seed);
        sorted.Select(r => r[2].AsNumber).Order().Should().Equal(rows.Select(r => r[2].AsNumber), "no row is lost or doubled");
    }

    [Fact]
    public async Task Sort_SideBreaksInTheMiddle_PassesItsError() =>
        await FluentActions.Awaiting(async () => await new RowSorter(SqliteFactory.Instance).SortAsync(Breaks(), [0], "L", TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken))
            .Should().ThrowAsync<TimeoutException>();

    [Fact]
    public async Task CompareAndSort_ManyRows_KeepTheHeapSmall()
    {
        // In memory these rows would take some 70 MB; the heap is looked at along the way, after collections of its own.
        const int count = 200_000;
        long most = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var legacy = new RowSorter(SqliteFactory.Instance, cacheKibibytes: 4 * 1024).SortAsync(Backwards(count), [0, 1], "L", TestContext.Current.CancellationToken);

        var outcome = await Verifier.CompareAsync(legacy, Forwards(count, i =>
        {
            if (i % 50_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }), Twin.Rules(), "L", "T", TestContext.Current.CancellationToken);

        outcome.Verdicts[Verdict.Match].Should().Be(count);
        most.Should().BeLessThan(24 * 1024 * 1024);
    }

    private static Datum[] Row(int i) => [Datum.FromNumber(i / 28), Twin.Day((i % 28) + 1), Datum.FromNumber(i), Datum.FromText($"a note that takes some room in memory, number {i}")];

    private static async IAsyncEnumerable<Datum[]> Backwards(int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            yield return Row(i);
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<Datum[]> Forwards(int count, Action<int> look)
    {
        for (var i = 0; i < count; i++)
        {
            look(i);
            yield return Row(i);
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<Datum[]> Breaks()
    {
        yield return Row(1);
        await Task.Yield();
        throw new TimeoutException("the connection was cut");
    }
}
