using System.Text;
using Harunire.Engine;
using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;

namespace Harunire.Specifications.Checkpoints;

/// <summary>What every checkpoint store must do; each implementation derives from it.</summary>
public abstract class CheckpointStoreSpecification
{
    private static readonly StatePageId First = new(1, 0, 0);

    /// <summary>The same store at each call within a test, new and empty at the first.</summary>
    protected abstract ICheckpointStore Open();

    [Fact]
    public void Metadata_OfANewStore_IsNull()
    {
        using var store = Open();

        store.Metadata.Should().BeNull();
        store.Pages.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Commit_RandomChangesAndReopenings_EqualADictionary(int seed)
    {
        var random = new Random(seed);
        var expected = new Dictionary<StatePageId, string>();
        var store = Open();
        for (var version = 1; version <= 40; version++)
        {
            var changes = Enumerable.Range(0, random.Next(12))
                .Select(_ => (Page: RandomPage(), Value: random.Next(4) == 0 ? null : new string('v', random.Next(0, 9_000)) + random.Next()))
                .DistinctBy(c => c.Page).ToList();
            store.Commit(changes.Select(c => new StateChange(c.Page, c.Value is null ? null : Bytes(c.Value))), Metadata(version));
            foreach (var change in changes)
            {
                expected.Remove(change.Page);
                if (change.Value is not null)
                {
                    expected.Add(change.Page, change.Value);
                }
            }

            if (random.Next(4) == 0)
            {
                store.Dispose();
                store = Open();
            }

            store.Metadata!.Should().BeEquivalentTo(Metadata(version), "seed {0}", seed);
            store.Pages.ToDictionary(page => page, page => Encoding.UTF8.GetString(store.Read(page))).Should().BeEquivalentTo(expected, "seed {0}, version {1}", seed, version);
        }

        store.Dispose();

        StatePageId RandomPage() => new(random.Next(1, 4), random.Next(3), (ulong)random.Next(5) << 61);
    }

    [Fact]
    public void Commit_ChangesThatFailHalfWay_LeaveTheLastCheckpoint()
    {
        using (var store = Open())
        {
            store.Commit([new StateChange(First, [1])], Metadata(1));
            var commit = () => store.Commit(Failing(), Metadata(2));

            commit.Should().Throw<InvalidOperationException>();
            store.Metadata!.Version.Should().Be(1);
        }

        using var again = Open();
        again.Metadata!.Version.Should().Be(1);
        again.Pages.Should().Equal(First);
        again.Read(First).Should().Equal(1);

        static IEnumerable<StateChange> Failing()
        {
            yield return new StateChange(First, [9]);
            yield return new StateChange(First with { Table = 2 }, [9]);
            throw new InvalidOperationException("half way");
        }
    }

    [Fact]
    public void MarkApplied_IsRememberedUntilTheNextCommit()
    {
        using (var store = Open())
        {
            store.Commit([], Metadata(1));
            store.Metadata!.Applied.Should().BeFalse();
            store.MarkApplied();
        }

        using var again = Open();
        again.Metadata!.Applied.Should().BeTrue();
        again.Commit([], Metadata(2));
        again.Metadata!.Applied.Should().BeFalse();
    }

    [Fact]
    public void Open_WhileAnotherHasIt_IsRefused()
    {
        using var store = Open();

        var second = () => Open();

        second.Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.StateInUse);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static CheckpointMetadata Metadata(long version) => new()
    {
        Fingerprint = "f",
        CutId = $"cut-{version}",
        CutScn = version * 10,
        Version = version,
        Offsets = Bytes($"offsets {version}"),
        PendingResults = Bytes($"pending {version}"),
    };
}
