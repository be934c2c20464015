using System.Text;
using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Logs;

namespace Harunire.Specifications.Topics;

/// <summary>What every topic log must do; each implementation derives from it.</summary>
public abstract class TopicLogSpecification
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly long Today = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>A new, empty log.</summary>
    protected abstract ValueTask<ITopicLog> OpenAsync();

    [Fact]
    public async Task Append_RecordsWithAllParts_ReadBackUnchanged()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        ProducedRecord[] records =
        [
            new() { Topic = "t", Key = [1, 2], Value = [3], TimestampMilliseconds = 17, Headers = [new("a", [9]), new("a", null), new("ž", [])] },
            new() { Topic = "t", Key = [], Value = [], TimestampMilliseconds = 1 },
            new() { Topic = "t", Key = [1, 2], Value = null, TimestampMilliseconds = Today },
            new() { Topic = "t", Key = null, Value = new byte[300_000], TimestampMilliseconds = 0 },
        ];

        var positions = await log.AppendAsync(records);
        var read = await log.ReadAsync("t", 0, 0, ReadLimits.Default);

        positions.Should().Equal(Enumerable.Range(0, 4).Select(i => new TopicPosition("t", 0, i)));
        read.Should().HaveCount(4);
        for (var i = 0; i < 4; i++)
        {
            read[i].Offset.Should().Be(i);
            if (records[i].TimestampMilliseconds > 0)
            {
                read[i].TimestampMilliseconds.Should().Be(records[i].TimestampMilliseconds);
            }

            read[i].Key?.ToArray().Should().Equal(records[i].Key);
            (read[i].Key is null).Should().Be(records[i].Key is null);
            read[i].Value?.ToArray().Should().Equal(records[i].Value);
            (read[i].Value is null).Should().Be(records[i].Value is null);
            read[i].Headers.Should().BeEquivalentTo(records[i].Headers ?? [], o => o.WithStrictOrdering());
        }
    }

    [Fact]
    public async Task Append_AnyTimestamp_IsKept()
    {
        await using var log = await OpenAsync();
        Assert.SkipUnless(log.Capabilities.AnyTimestamp, "the log states that it does not keep every timestamp");
        await log.CreateTopicAsync("t", 1);
        long[] timestamps = [0, -1, long.MinValue, long.MaxValue];

        await log.AppendAsync([.. timestamps.Select(t => Record("t", "a") with { TimestampMilliseconds = t })]);

        (await log.ReadAsync("t", 0, 0, ReadLimits.Default)).Select(r => r.TimestampMilliseconds).Should().Equal(timestamps);
    }

    [Fact]
    public async Task Append_OneRecordRefused_AppendsNothing()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        await log.AppendAsync([Record("t", "a")]);

        var append = async () => await log.AppendAsync([Record("t", "b"), Record("absent", "c")]);

        (await append.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(TopicErrors.UnknownTopic);
        (await log.EndOffsetAsync("t", 0)).Should().Be(1);
        (await log.AppendAsync([Record("t", "d")]))[0].Offset.Should().Be(1);
        (await log.ReadAsync("t", 0, 0, ReadLimits.Default)).Select(Text).Should().Equal("a", "d");
    }

    [Fact]
    public async Task Append_SeveralTopics_KeysGoWhereKafkaSendsThem()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("a", 3);
        await log.CreateTopicAsync("b", 5);
        var records = Enumerable.Range(0, 200).Select(i => Record(i % 2 == 0 ? "a" : "b", $"v{i}", $"k{i}")).ToArray();

        var positions = await log.AppendAsync(records);

        for (var i = 0; i < records.Length; i++)
        {
            positions[i].Partition.Should().Be(KeyPartitioner.Partition(records[i].Key, i % 2 == 0 ? 3 : 5));
        }

        foreach (var (topic, partitions) in new[] { ("a", 3), ("b", 5) })
        {
            for (var p = 0; p < partitions; p++)
            {
                var expected = positions.Select((position, i) => (position, i)).Where(x => x.position.Topic == topic && x.position.Partition == p).Select(x => $"v{x.i}");
                (await log.ReadAsync(topic, p, 0, ReadLimits.Default)).Select(Text).Should().Equal(expected);
            }
        }
    }

    [Fact]
    public async Task Read_RandomBatchesAndLimits_EqualsTheListOfAllRecords()
    {
        const int seed = 20240301;
        var random = new Random(seed);
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        var all = new List<string>();
        while (all.Count < 2000)
        {
            var batch = Enumerable.Range(0, random.Next(1, 200)).Select(_ => new string('x', random.Next(0, 3000)) + random.Next()).ToArray();
            await log.AppendAsync([.. batch.Select(v => Record("t", v))]);
            all.AddRange(batch);
        }

        for (var i = 0; i < 100; i++)
        {
            var from = random.Next(all.Count + 1);
            var limits = new ReadLimits(random.Next(1, 300), random.Next(1, 200_000));
            var read = await log.ReadAsync("t", 0, from, limits);
            read.Count.Should().BeLessThanOrEqualTo(limits.MaxRecords);
            (read.Count == 0).Should().Be(from == all.Count, "seed {0}, from {1}", seed, from);
            read.Select(r => r.Offset).Should().Equal(Enumerable.Range(from, read.Count).Select(o => (long)o));
            read.Select(Text).Should().Equal(all.Skip(from).Take(read.Count), "seed {0}, from {1}", seed, from);
        }
    }

    [Fact]
    public async Task Read_BeyondTheEndOrUnknown_IsAnError()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 2);

        await Fails(TopicErrors.OffsetBeyondEnd, () => log.ReadAsync("t", 0, 1, ReadLimits.Default));
        await Fails(TopicErrors.UnknownTopic, () => log.ReadAsync("t", 2, 0, ReadLimits.Default));
        await Fails(TopicErrors.UnknownTopic, () => log.ReadAsync("u", 0, 0, ReadLimits.Default));
        (await log.ReadAsync("t", 1, 0, ReadLimits.Default)).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteBefore_LostOffset_IsAnErrorWithItsPlace()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        foreach (var batch in Enumerable.Range(0, 50).Chunk(7))
        {
            await log.AppendAsync([.. batch.Select(i => Record("t", $"{i}"))]);
        }

        await log.DeleteBeforeAsync("t", 0, 24);

        var error = await Fails(TopicErrors.OffsetGone, () => log.ReadAsync("t", 0, 23, ReadLimits.Default));
        error.Diagnostics[0].Subject.Should().Be("t-0@23");
        (await log.ReadAsync("t", 0, 24, ReadLimits.Default)).Select(Text).Should().Equal(Enumerable.Range(24, 26).Select(i => $"{i}"));
        var partition = (await log.ListTopicsAsync()).Single(t => t.Name == "t").Partitions[0];
        (partition.FirstOffset, partition.EndOffset).Should().Be((24, 50));

        await log.DeleteBeforeAsync("t", 0, 50);
        await log.DeleteBeforeAsync("t", 0, 3);
        (await log.AppendAsync([Record("t", "50")]))[0].Offset.Should().Be(50);
        await Fails(TopicErrors.OffsetGone, () => log.ReadAsync("t", 0, 49, ReadLimits.Default));
        await Fails(TopicErrors.OffsetBeyondEnd, async () =>
        {
            await log.DeleteBeforeAsync("t", 0, 52);
            return 0;
        });
    }

    [Fact]
    public async Task ReadLast_SeveralOfAKey_IsTheNewest()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("p", 3);
        (await log.ReadLastAsync("p", Bytes("k1"))).Should().BeNull();
        await log.AppendAsync([Record("p", "1", "k1"), Record("p", "2", "k2"), Record("p", "3", "k1")]);
        await log.AppendAsync([Record("p", "4", "k2")]);

        Text((await log.ReadLastAsync("p", Bytes("k1")))!.Value).Should().Be("3");
        Text((await log.ReadLastAsync("p", Bytes("k2")))!.Value).Should().Be("4");
        (await log.ReadLastAsync("p", Bytes("k3"))).Should().BeNull();
    }

    [Fact]
    public async Task CreateTopic_OtherPartitionsOrBadName_IsRefused()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 2);
        await log.CreateTopicAsync("t", 2);

        await Refuses(TopicErrors.TopicDiffers, "t", 3);
        foreach (var name in new[] { "", ".", "..", "a b", "a/b", "a\0b", "ž", "x'y", new string('a', 250) })
        {
            await Refuses(TopicErrors.RecordRefused, name, 1);
        }

        await Refuses(TopicErrors.RecordRefused, "u", 0);
        (await log.ListTopicsAsync()).Select(t => t.Name).Should().Equal("t");

        Task Refuses(ErrorCode code, string name, int partitions) => Fails(code, async () =>
        {
            await log.CreateTopicAsync(name, partitions);
            return 0;
        });
    }

    [Fact]
    public async Task Wait_RecordComes_EndsAtOnce()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        (await log.WaitAsync("t", 0, 0, TimeSpan.Zero)).Should().BeFalse();

        var waiting = log.WaitAsync("t", 0, 1, Deadline);
        await log.AppendAsync([Record("t", "a")]);
        await log.AppendAsync([Record("t", "b")]);

        (await waiting).Should().BeTrue();
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        using var stop = new CancellationTokenSource();

        var waiting = log.WaitAsync("t", 0, 0, Deadline, stop.Token).AsTask();
        await stop.CancelAsync();

        await ((Func<Task>)(() => waiting)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task AppendAndRead_ManyAtOnce_LosesNothing()
    {
        await using var log = await OpenAsync();
        await log.CreateTopicAsync("t", 1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await log.AppendAsync([Record("t", $"{writer}:{i}:0"), Record("t", $"{writer}:{i}:1")]);
                (await log.ReadAsync("t", 0, 0, new ReadLimits(10, long.MaxValue))).Should().NotBeEmpty();
            }
        })));

        var read = (await log.ReadAsync("t", 0, 0, ReadLimits.Default)).Select(Text).ToList();
        read.Should().HaveCount(200).And.OnlyHaveUniqueItems();
        for (var i = 0; i < 200; i += 2)
        {
            (read[i][..^1] + "1").Should().Be(read[i + 1], "an append stays together");
        }
    }

    protected static ProducedRecord Record(string topic, string value, string? key = null) =>
        new() { Topic = topic, Key = key is null ? null : Bytes(key), Value = Bytes(value), TimestampMilliseconds = 0 };

    protected static string Text(TopicRecord record) => Encoding.UTF8.GetString(record.Value!.Value.Span);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static async Task<HarunireException> Fails<T>(ErrorCode code, Func<ValueTask<T>> action)
    {
        var error = (await ((Func<Task>)(async () => await action())).Should().ThrowAsync<HarunireException>()).Which;
        error.Code.Should().Be(code);
        return error;
    }
}
