using Harunire.Model.Rows;
using Harunire.Testing.Servers;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>One captured table <c>orders</c>, set up and read from where the set-up began.</summary>
internal sealed class CapturedShop : IAsyncDisposable
{
    private CapturedShop(PostgreSqlDatabase database, PostgreSqlSource source) => (Database, Source) = (database, source);

    public PostgreSqlDatabase Database { get; }

    public PostgreSqlSource Source { get; private set; }

    public IReadOnlyList<TableSchema> Tables { get; private set; } = [];

    /// <summary>Up to where changes were read.</summary>
    public long Scn { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="columns">Beside <c>id integer PRIMARY KEY</c>.</param>
    /// <param name="options">Changes what the migration says.</param>
    /// <param name="before">Statements that run before the table is made.</param>
    public static async Task<CapturedShop> OpenAsync(
        PostgreSqlCluster cluster, string columns, Func<PostgreSqlSourceOptions, PostgreSqlSourceOptions>? options = null, string before = "SELECT 1")
    {
        var database = await PostgreSqlDatabase.CreateAsync(cluster);
        await database.ExecuteAsync(before);
        await database.ExecuteAsync($"CREATE TABLE orders (id integer PRIMARY KEY, {columns})");
        var shop = new CapturedShop(database, database.NewSource(options));
        await shop.DescribeAsync();
        await shop.Source.ApplySetupAsync(await shop.Source.PlanSetupAsync(shop.Tables, Token), Token);
        await using var view = await shop.Source.OpenViewAsync(shop.Tables, Token);
        shop.Scn = view.Scn;
        return shop;
    }

    public async Task<IReadOnlyList<RowChange>> PollAsync()
    {
        await using var view = await Source.OpenViewAsync(Tables, Token);
        var changes = await view.ReadChangesAsync(Tables, Scn, Token).ToListAsync(Token);
        Scn = view.Scn;
        return changes;
    }

    public async Task<IReadOnlyList<string>> SnapshotAsync()
    {
        await using var view = await Source.OpenViewAsync(Tables, Token);
        return [.. (await view.ReadChunkAsync(Tables[0], null, 1000, Token)).Rows.Select(Line)];
    }

    /// <summary>As a capture without topics and state would begin.</summary>
    public async Task BeginAnewAsync()
    {
        await Source.DisposeAsync();
        Source = Database.NewSource();
        await DescribeAsync();
        await Source.BeginAnewAsync(Token);
        await using var view = await Source.OpenViewAsync(Tables, Token);
        Scn = view.Scn;
    }

    /// <summary>As a new process of capture would go on.</summary>
    public async Task RestartAsync()
    {
        await Source.DisposeAsync();
        Source = Database.NewSource();
        await DescribeAsync();
    }

    public static string Line(IEnumerable<Model.Values.Datum>? row) => row is null ? "" : string.Join('|', row.Select(value => value.IsNull ? "NULL" : value.ToString()));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task DescribeAsync() => Tables = await Source.DescribeAsync([new TableRequest("ORDERS", [])], Token);
}
