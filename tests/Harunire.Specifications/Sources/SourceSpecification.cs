using Harunire.Capture;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>What every source must do; each provider, and each of its strategies, derives it.</summary>
public abstract partial class SourceSpecification
{
    protected static TableSchema Orders { get; } = new()
    {
        Name = new TableName(null, "ORDERS"),
        Columns = [new("ID", new NumberType(10, 0), false), new("CUSTOMER", new TextType(40), true), new("TOTAL", new NumberType(12, 2), true)],
        Key = [0],
    };

    protected static TableSchema Lines { get; } = new()
    {
        Name = new TableName(null, "LINES"),
        Columns = [new("CODE", new TextType(20), false), new("QTY", new NumberType(9, 0), true), new("LINE", new NumberType(9, 0), false)],
        Key = [0, 2],
    };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty database.</summary>
    protected abstract Task<ISourceDatabase> OpenAsync();

    [Fact]
    public async Task Describe_Table_GivesItsColumnsAndKey()
    {
        await using var database = await OpenAsync();
        await database.CreateTableAsync(Orders);
        await database.CreateTableAsync(Lines);

        var tables = await database.Source.DescribeAsync([new TableRequest("lines", []), new TableRequest("Orders", [])], Token);

        tables.Select(t => t.Name.Table).Should().Equal("LINES", "ORDERS");
        tables[0].Columns.Select(c => (c.Name, c.Type.ToString(), c.Nullable)).Should().Equal(Lines.Columns.Select(c => (c.Name, c.Type.ToString(), c.Nullable)));
        tables[0].Key.Should().Equal(0, 2);
        tables[1].Key.Should().Equal(0);
        database.Source.ContractOf(tables[0]).Strategy.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Describe_UnknownTable_IsATypedError()
    {
        await using var database = await OpenAsync();
        await database.CreateTableAsync(Orders);

        await FailsAsync(CaptureErrors.UnknownTable, () => database.Source.DescribeAsync([new TableRequest("ORDRES", [])], Token));
    }

    [Fact]
    public async Task Describe_TableWithoutKey_NeedsOneFromTheMigration()
    {
        await using var database = await OpenAsync();
        await database.CreateTableAsync(Orders with { Key = [] });

        await FailsAsync(CaptureErrors.NoKey, () => database.Source.DescribeAsync([new TableRequest("ORDERS", [])], Token));
        await FailsAsync(CaptureErrors.NoKey, () => database.Source.DescribeAsync([new TableRequest("ORDERS", ["IDD"])], Token));
        (await database.Source.DescribeAsync([new TableRequest("ORDERS", ["id"])], Token))[0].Key.Should().Equal(0);
    }

    [Fact]
    public async Task Setup_AppliedAgain_HasNothingToDo()
    {
        await using var database = await OpenAsync();
        await database.CreateTableAsync(Orders);
        var tables = await database.Source.DescribeAsync([new TableRequest("ORDERS", [])], Token);
        if (database.Capabilities.NeedsSetup)
        {
            (await database.Source.PlanSetupAsync(tables, Token)).Should().NotBeEmpty();
            await FailsAsync(CaptureErrors.SetupMissing, async () => await (await database.Source.OpenViewAsync(tables, Token)).DisposeAsync());
        }

        await database.Source.ApplySetupAsync(await database.Source.PlanSetupAsync(tables, Token), Token);
        (await database.Source.PlanSetupAsync(tables, Token)).Should().BeEmpty();
        await database.Source.ApplySetupAsync([], Token);
        await using var view = await database.Source.OpenViewAsync(tables, Token);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Snapshot_InChunksWhileOthersWrite_ReplaysToTheTable(int seed)
    {
        var random = new Random(seed);
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders, Lines], Token);
        for (var i = 0; i < 40; i++)
        {
            await run.WriteAsync(random, statements: 5);
        }

        // Each chunk through a view of its own, the application writing in between: a snapshot that is stopped and resumed at each chunk.
        foreach (var table in run.Tables)
        {
            await run.SnapshotAsync(table, random.Next(1, 12), () => run.WriteAsync(random, statements: 2), Token);
        }

        await run.CatchUpAsync($"seed {seed}", Token);
    }

    [Fact]
    public async Task Snapshot_OfAnEmptyTable_IsOneEmptyChunk()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);

        var chunk = await view.ReadChunkAsync(run.Tables[0], null, 5, Token);

        (chunk.Rows.Count, chunk.LastKey, chunk.IsLast).Should().Be((0, null, true));
    }

    [Fact]
    public async Task Snapshot_KeysSurviveAsText_AndKeepTheirOrder()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Lines], Token);
        string[] codes = ["a", "B", "b", "Z", "ä", "a b", "aa", "\U0001F600", "\uFFFD", "'", "0"];
        await run.CommitAsync(async t =>
        {
            foreach (var code in codes)
            {
                await t.InsertAsync("LINES", [Datum.FromText(code), Datum.Null, Datum.FromNumber(-5)]);
                await t.InsertAsync("LINES", [Datum.FromText(code), Datum.Null, Datum.FromNumber(70_000)]);
            }
        });
        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);
        var keys = new List<SnapshotKey>();
        SnapshotKey? after = null;
        for (var last = false; !last;)
        {
            var chunk = await view.ReadChunkAsync(run.Tables[0], after, 1, Token);
            last = chunk.IsLast;
            after = chunk.LastKey is null ? null : SnapshotKey.FromJson(chunk.LastKey.ToJson());
            keys.AddRange(after is null ? [] : [after]);
        }

        keys.Should().HaveCount(2 * codes.Length).And.OnlyHaveUniqueItems();
        keys.Zip(keys.Skip(1)).Should().OnlyContain(pair => pair.First.CompareTo(pair.Second) < 0, "the source's order and the keys' are one");
    }

    [Fact]
    public async Task Acknowledge_ReadingFromThere_GoesOn()
    {
        await using var database = await OpenAsync();
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            await run.WriteAsync(random, statements: 4);
            await run.CatchUpAsync($"round {i}", Token);
            await database.Source.AcknowledgeAsync(run.Scn, Token);
            await database.Source.AcknowledgeAsync(run.Scn - 1, Token);
        }
    }

    [Fact]
    public async Task View_OfTwoAtOnce_EachKeepsItsMoment()
    {
        await using var database = await OpenAsync();
        Assert.SkipUnless(database.Capabilities.StableViews, $"{database.Capabilities.Name} has no stable views");
        var run = await SourceRun.StartAsync(database, [Orders], Token);
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(1, "a", "1")));
        await using var early = await database.Source.OpenViewAsync(run.Tables, Token);
        await run.CommitAsync(t => t.UpdateAsync("ORDERS", [Datum.FromNumber(1)], Order(1, "b", "2")));
        await run.CommitAsync(t => t.InsertAsync("ORDERS", Order(2, "c", "3")));
        await using var late = await database.Source.OpenViewAsync(run.Tables, Token);

        late.Scn.Should().BeGreaterThan(early.Scn);
        (await early.ReadChunkAsync(run.Tables[0], null, 10, Token)).Rows.Select(TableReplay.Line).Should().Equal(TableReplay.Line(Order(1, "a", "1")));
        (await late.ReadChunkAsync(run.Tables[0], null, 10, Token)).Rows.Should().HaveCount(2);
        (await early.ReadChangesAsync(run.Tables, early.Scn, Token).ToListAsync(Token)).Should().BeEmpty();
        (await late.ReadChangesAsync(run.Tables, early.Scn, Token).ToListAsync(Token)).Should().OnlyContain(c => c.Scn > early.Scn && c.Scn <= late.Scn).And.NotBeEmpty();
    }

    [Fact]
    public async Task Values_OfEveryType_ComeBackEqual()
    {
        await using var database = await OpenAsync();
        var capabilities = database.Capabilities;
        var samples = TypeSamples.All.Where(s => !capabilities.MissingTypes.Contains(TypeSamples.NameOf(s.Type)))
            .Select(s => s with { Values = [.. s.Values.Where(v => capabilities.Holds(s.Type, v))] }).ToList();
        var table = new TableSchema
        {
            Name = new TableName(null, "SAMPLES"),
            Columns = [new("ID", new NumberType(10, 0), false), .. samples.Select(s => new ColumnDefinition(s.Name.ToUpperInvariant(), s.Type, true))],
            Key = [0],
        };
        var run = await SourceRun.StartAsync(database, [table], Token);
        Datum[] Row(int i) => [Datum.FromNumber(i), .. samples.Select(s => i < s.Values.Length ? s.Values[i] : Datum.Null)];
        var rows = Enumerable.Range(0, samples.Max(s => s.Values.Length) + 1).Select(Row).ToList();
        await run.SnapshotAsync(run.Tables[0], 100, () => Task.CompletedTask, Token);

        await run.CommitAsync(async t =>
        {
            foreach (var row in rows)
            {
                await t.InsertAsync("SAMPLES", row);
            }
        });

        await run.CatchUpAsync("every type", Token);
        await using var view = await database.Source.OpenViewAsync(run.Tables, Token);
        var read = await view.ReadChunkAsync(run.Tables[0], null, 100, Token);
        read.Rows.Select(TableReplay.Line).Should().BeEquivalentTo(rows.Select(TableReplay.Line));
    }

    protected static Datum[] Order(long id, string? customer, string? total) =>
        [Datum.FromNumber(id), Datum.FromText(customer), total is null ? Datum.Null : Datum.FromNumber(OracleNumber.Parse(total))];

    protected static async Task FailsAsync(ErrorCode code, Func<Task> action) =>
        (await action.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(code);
}
