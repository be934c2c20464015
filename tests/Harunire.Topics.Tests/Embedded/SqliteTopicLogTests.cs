using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Specifications.Topics;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Microsoft.Data.Sqlite;

namespace Harunire.Topics.Tests.Embedded;

public sealed class SqliteTopicLogTests : TopicLogSpecification, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("topics.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenWriter_WhileAnotherWrites_IsRefused()
    {
        await using var first = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);

        var second = () => SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);

        second.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.LogLocked);
        await using var reader = SqliteTopicLog.OpenReader(SqliteFactory.Instance, File);
        await Fails(TopicErrors.ReadOnlyLog, () => reader.AppendAsync([Record("t", "a")]));
    }

    [Fact]
    public async Task OpenWriter_Again_GoesOnAtTheEnd()
    {
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File))
        {
            await log.CreateTopicAsync("t", 1);
            await log.AppendAsync([Record("t", "a")]);
            await log.DeleteBeforeAsync("t", 0, 1);
        }

        await using var again = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);
        (await again.AppendAsync([Record("t", "b")]))[0].Offset.Should().Be(1);
    }

    [Fact]
    public async Task Wait_OtherConnectionAppends_IsSeen()
    {
        await using var writer = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);
        await writer.CreateTopicAsync("t", 1);
        await using var reader = SqliteTopicLog.OpenReader(SqliteFactory.Instance, File);

        var waiting = reader.WaitAsync("t", 0, 0, TimeSpan.FromSeconds(20));
        await writer.AppendAsync([Record("t", "a")]);

        (await waiting).Should().BeTrue();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(50, false)]
    [InlineData(-1, true)]
    public void Open_NoDatabase_IsDamage(int length, bool text)
    {
        System.IO.File.WriteAllBytes(File, text ? [.. Enumerable.Repeat((byte)'x', 5000)] : new byte[length]);

        var open = () => SqliteTopicLog.OpenReader(SqliteFactory.Instance, File);

        open.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.LogDamaged);
    }

    [Fact]
    public void Open_DatabaseOfSomethingElse_IsRefused()
    {
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE customer (id INTEGER)";
            command.ExecuteNonQuery();
        }

        var open = () => SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);

        open.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.LogDamaged);
    }

    [Fact]
    public async Task Read_PagesOverwritten_IsDamageAndIsNotTriedAgain()
    {
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File))
        {
            await log.CreateTopicAsync("t", 1);
            await log.AppendAsync([.. Enumerable.Range(0, 200).Select(i => Record("t", new string('y', 400) + i))]);
        }

        // All but the first page, which holds the header and the names of the tables: SQLite itself says "malformed" (11).
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        Array.Fill(bytes, (byte)0xA5, 16_384, bytes.Length - 16_384);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        var append = async () =>
        {
            await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);
            await log.AppendAsync([Record("t", "b")]);
        };

        var failure = (await append.Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(TopicErrors.LogDamaged);
        failure.IsTransient.Should().BeFalse();
        failure.InnerException.Should().BeOfType<SqliteException>().Which.SqliteErrorCode.Should().Be(11);
    }

    [Fact]
    public async Task Open_TruncatedOrChangedAnywhere_NeverGivesWrongRecords()
    {
        const int seed = 7;
        var values = Enumerable.Range(0, 400).Select(i => $"value {i} " + new string('y', i)).ToList();
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File))
        {
            await log.CreateTopicAsync("t", 1);
            foreach (var batch in values.Chunk(20))
            {
                await log.AppendAsync([.. batch.Select(v => Record("t", v))]);
            }
        }

        var good = await System.IO.File.ReadAllBytesAsync(File);
        good.Length.Should().BeGreaterThan(80_000, "the write-ahead log was put back into the file");
        var random = new Random(seed);
        var failures = 0;
        for (var i = 0; i < 120; i++)
        {
            var bytes = i % 4 == 0 ? good[..random.Next(1, good.Length)] : [.. good];
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var damaged = _folder.File($"damaged{i}.db");
            await System.IO.File.WriteAllBytesAsync(damaged, bytes);
            try
            {
                await using var log = SqliteTopicLog.OpenReader(SqliteFactory.Instance, damaged);
                var read = await log.ReadAsync("t", 0, 0, ReadLimits.Default);
                read.Select(Text).Should().Equal(values, "seed {0}, run {1}", seed, i);
            }
            catch (HarunireException e)
            {
                e.Code.Code.Should().StartWith("HAR40");
                failures++;
            }
        }

        failures.Should().BeGreaterThan(60);
    }

    [Fact]
    public async Task Read_ChangedByteInARecord_NamesItsOffset()
    {
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File))
        {
            await log.CreateTopicAsync("t", 1);
            await log.AppendAsync([Record("t", "first-value"), Record("t", "second-value")]);
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes[bytes.AsSpan().IndexOf("second-value"u8)] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        await using var damaged = SqliteTopicLog.OpenReader(SqliteFactory.Instance, File);
        var error = await Fails(TopicErrors.RecordDamaged, () => damaged.ReadAsync("t", 0, 0, ReadLimits.Default));
        error.Diagnostics[0].Subject.Should().Be("t-0@1");
    }

    [Fact]
    public async Task Append_ProcessKilled_LeavesWholeAppendsAndAllThatWereAcknowledged()
    {
        for (var round = 0; round < 3; round++)
        {
            using var child = Process.Start(new ProcessStartInfo("dotnet")
            {
                ArgumentList = { typeof(SqliteTopicLogTests).Assembly.Location, "-explicit", "only", "-method", "*" + nameof(Child_AppendsUntilKilled) },
                Environment = { ["HARUNIRE_CHILD_FILE"] = File },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            var acknowledged = File + ".acknowledged";
            var started = Stopwatch.StartNew();
            var target = (round + 1) * 60;
            while ((!System.IO.File.Exists(acknowledged) || new FileInfo(acknowledged).Length / 8 < target) && started.Elapsed < TimeSpan.FromSeconds(30) && !child.HasExited)
            {
                await Task.Delay(5);
            }

            child.Kill();
            await child.WaitForExitAsync();

            var promised = new FileInfo(acknowledged).Length / 8;
            promised.Should().BeGreaterThanOrEqualTo(target);
            await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);
            var a = (await log.ReadAsync("a", 0, 0, new ReadLimits(int.MaxValue, long.MaxValue))).Select(Text).ToList();
            var b = (await log.ReadAsync("b", 0, 0, new ReadLimits(int.MaxValue, long.MaxValue))).Select(Text).ToList();
            b.Count.Should().BeGreaterThanOrEqualTo((int)promised);
            a.Should().HaveCount(b.Count * 50, "an append over two topics is whole or absent");
            b.Should().Equal(Enumerable.Range(0, b.Count).Select(i => $"{i}"));
            a.Should().Equal(Enumerable.Range(0, b.Count).SelectMany(i => Enumerable.Range(0, 50).Select(j => $"{i}:{j}")));
        }
    }

    [Fact(Explicit = true)]
    public async Task Child_AppendsUntilKilled()
    {
        var file = Environment.GetEnvironmentVariable("HARUNIRE_CHILD_FILE");
        Assert.SkipWhen(file is null, "runs as the child of Append_ProcessKilled only");
        await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, file);
        await log.CreateTopicAsync("a", 1);
        await log.CreateTopicAsync("b", 1);
        await using var acknowledged = new FileStream(file + ".acknowledged", FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var i = await log.EndOffsetAsync("b", 0); i < 100_000; i++)
        {
            await log.AppendAsync([.. Enumerable.Range(0, 50).Select(j => Record("a", $"{i}:{j}")), Record("b", $"{i}")]);
            acknowledged.Write(BitConverter.GetBytes(i));
        }
    }

    /// <summary>Measures; asserts no speed, because the machine is shared.</summary>
    [Fact(Explicit = true)]
    public async Task Speed_AppendAndReadTogether()
    {
        const int events = 1_000_000;
        await using var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File);
        await log.CreateTopicAsync("t", 1);
        var value = new byte[300];
        var watch = Stopwatch.StartNew();
        var reading = Task.Run(async () =>
        {
            for (var next = 0L; next < events;)
            {
                var read = await log.ReadAsync("t", 0, next, ReadLimits.Default);
                next += read.Count;
                if (read.Count == 0)
                {
                    await log.WaitAsync("t", 0, next, TimeSpan.FromSeconds(30));
                }
            }
        });
        for (var i = 0; i < events; i += 10_000)
        {
            var batch = new ProducedRecord[10_000];
            for (var j = 0; j < batch.Length; j++)
            {
                batch[j] = new ProducedRecord { Topic = "t", Key = BitConverter.GetBytes(i + j), Value = value, TimestampMilliseconds = i };
            }

            await log.AppendAsync(batch);
        }

        var appended = watch.Elapsed;
        await reading;
        Console.WriteLine($"appended {events / appended.TotalSeconds:F0}/s, appended and read {events / watch.Elapsed.TotalSeconds:F0}/s, {new FileInfo(File).Length / events} bytes/event");
    }

    protected override ValueTask<ITopicLog> OpenAsync() => ValueTask.FromResult<ITopicLog>(SqliteTopicLog.OpenWriter(SqliteFactory.Instance, File));
}
