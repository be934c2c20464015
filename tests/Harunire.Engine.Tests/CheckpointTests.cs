using System.Globalization;
using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;
using Harunire.Plans.Nodes;
using Microsoft.Data.Sqlite;

namespace Harunire.Engine.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-state-").FullName;

    [Fact]
    public void Restart_AtRandomPoints_GoesOnAsIfNothingHadHappened()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var maker = new PlanMaker(random);
            var plan = maker.Counted(maker.Any(random.Next(1, 4)));
            var run = new EngineRun(plan, random);
            var path = Path.Combine(_folder, $"{seed}.state");
            var store = Open(path);
            run.Restart(store);
            for (var round = 1; round <= 8; round++)
            {
                run.Change(random.Next(1, 12));
                run.Checkpoint();
                run.ShouldEqualNaive($"seed {seed}, round {round}");
                if (random.Next(2) == 0)
                {
                    store.Dispose();
                    store = Open(path);
                    run.Restart(store);
                }
            }

            store.Dispose();
        }
    }

    [Fact]
    public void OpenAndRead_DamagedFile_IsRefusedOrGivesTheSame()
    {
        var (plan, path) = WithState(seed: 7);
        var whole = File.ReadAllBytes(path);
        var random = new Random(7);
        var refusedFlips = 0;
        for (var i = 0; i < 150; i++)
        {
            var damaged = i % 5 == 0 ? whole[..random.Next(whole.Length)] : Flip(whole, random);
            File.WriteAllBytes(path, damaged);
            try
            {
                using var store = Open(path);
                var run = new EngineRun(plan, new Random(1));
                run.Restart(store);
                store.Pages.ToList().ForEach(page => store.Read(page));
                (i % 5).Should().NotBe(0, "a file that was cut off is never whole");
                Contents(path).Should().Equal(ContentsOf(whole), $"damage {i} was not noticed");
            }
            catch (HarunireException failure)
            {
                failure.Code.Code.Should().StartWith("HAR50");
                refusedFlips += i % 5 == 0 ? 0 : 1;
            }
        }

        // Most of a small SQLite file is unused: a flip there changes nothing.
        refusedFlips.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Read_TableOfPagesWasDamagedSinceTheOpening_IsDamageAndNotAFileThatCantBeRead()
    {
        var (_, path) = WithState(seed: 7);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            var root = int.Parse(Query(connection, "SELECT CAST(rootpage AS TEXT) FROM sqlite_schema WHERE name = 'body'")[0], CultureInfo.InvariantCulture);
            var size = int.Parse(Query(connection, "SELECT CAST(page_size AS TEXT) FROM pragma_page_size")[0], CultureInfo.InvariantCulture);
            Overwrite(path, (root - 1) * size, size);
        }

        using var store = Open(path);

        var read = () => store.Read(store.Pages.First());

        var failure = read.Should().Throw<HarunireException>().Which;
        failure.InnerException.Should().BeOfType<SqliteException>().Which.SqliteErrorCode.Should().Be(11, "SQLite itself calls it SQLITE_CORRUPT");
        failure.Code.Code.Should().Be("HAR5010");
        failure.Diagnostics[0].Hint.Should().Contain("rebuild");
    }

    [Fact]
    public void Peek_FileIsNoDatabase_IsDamage()
    {
        var path = Path.Combine(_folder, "text");
        File.WriteAllText(path, new string('x', 5000));

        var peek = () => SqliteCheckpointStore.Peek(SqliteFactory.Instance, path);

        peek.Should().Throw<HarunireException>().Which.Code.Code.Should().Be("HAR5010");
    }

    [Fact]
    public void Open_StateOfAnotherPlan_IsRefusedWithTheWayToRebuild()
    {
        var (plan, path) = WithState(seed: 3);
        using var store = Open(path);
        var open = () => new StreamEngine(plan with { Fingerprint = "another" }, store);
        var failure = open.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(EngineErrors.StateOfAnotherPlan);
        failure.Diagnostics[0].Hint.Should().Contain("--rebuild");
    }

    [Fact]
    public void Open_WhileAnotherHasIt_IsRefused()
    {
        var (_, path) = WithState(seed: 4);
        using var store = Open(path);
        FluentActions.Invoking(() => Open(path)).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.StateInUse);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SqliteCheckpointStore Open(string path) => SqliteCheckpointStore.Open(SqliteFactory.Instance, path);

    private static void Overwrite(string path, int offset, int length)
    {
        using var file = File.OpenWrite(path);
        file.Position = offset;
        file.Write([.. Enumerable.Repeat((byte)0xFF, length)]);
    }

    private static byte[] Flip(byte[] whole, Random random)
    {
        var damaged = (byte[])whole.Clone();
        damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }

    private (MappingPlan Plan, string Path) WithState(int seed)
    {
        var random = new Random(seed);
        var maker = new PlanMaker(random);
        var plan = maker.Counted(maker.Aggregate(maker.Scan(0), 1));
        var path = Path.Combine(_folder, $"state-{seed}");
        using var store = Open(path);
        var run = new EngineRun(plan, random);
        run.Restart(store);
        run.Change(60);
        run.Checkpoint();
        return (plan, path);
    }

    private List<string> ContentsOf(byte[] file)
    {
        var copy = Path.Combine(_folder, "whole");
        File.WriteAllBytes(copy, file);
        return Contents(copy);
    }

    // Without the fence, which grows with each opening.
    private static List<string> Contents(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        var tables = Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'writer' ORDER BY name");
        return [.. tables.SelectMany(table =>
        {
            var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
            return Query(connection, $"SELECT {string.Join(" || '|' || ", columns.Select(c => $"quote(\"{c}\")"))} FROM \"{table}\"").Order(StringComparer.Ordinal);
        })];
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
