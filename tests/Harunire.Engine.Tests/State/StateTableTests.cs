using Harunire.Engine.Checkpoints;
using Harunire.Engine.State;
using Harunire.Model.Errors;

namespace Harunire.Engine.Tests.State;

/// <summary>The paged table against a dictionary, with pages that split, leave memory and come back.</summary>
public sealed class StateTableTests
{
    public static TheoryData<int, bool, bool> Cases { get; } = new(
        from seed in Enumerable.Range(1, 4) from indexed in (bool[])[false, true] from durable in (bool[])[false, true] select (seed, indexed, durable));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Table_UnderRandomChanges_EqualsADictionary(int seed, bool indexedByGroup, bool durable)
    {
        var random = new Random(seed);
        var expected = new Dictionary<(ulong Group, ulong Member), ulong>();
        using var store = durable ? new MemoryStore() : null;
        var (scope, table) = Open(store, indexedByGroup);
        var groups = seed == 1 ? 1 : random.Next(2, 500);
        for (var i = 1; i <= 20_000; i++)
        {
            var (group, member) = ((ulong)(random.Next(3) == 0 ? 0 : random.Next(groups)), (ulong)random.Next(8000));
            var key = Key(group, member);
            var hash = WordHash.OfMember(key.AsSpan(0, 1), key.AsSpan(1));
            if (random.Next(3) == 0)
            {
                var found = table.TryFind(hash, key, out var entry);
                if (found != expected.Remove((group, member), out var value) || (found && entry.Values[0] != value))
                {
                    Assert.Fail($"seed {seed}, change {i}: found {found}, expected {value}");
                }

                if (found)
                {
                    table.Remove(entry);
                }
            }
            else
            {
                var entry = table.FindOrAdd(hash, key, 1, out var added);
                Assert.NotEqual(added, expected.ContainsKey((group, member)));
                entry.Values[0] += (ulong)i;
                expected[(group, member)] = expected.GetValueOrDefault((group, member)) + (ulong)i;
            }

            if (i % 1500 == 0 && store is not null)
            {
                store.Commit(table.Changes(), Metadata);
                scope.Committed();
                if (random.Next(3) == 0)
                {
                    (scope, table) = Open(store, indexedByGroup);
                }
            }

            if (i % 4000 == 0)
            {
                scope.EndStep();
                foreach (var each in Enumerable.Range(0, Math.Min(groups, 20)).Select(g => (ulong)g))
                {
                    Members(table, each).Order().Should().Equal(expected.Where(e => e.Key.Group == each).Select(e => (e.Key.Member, e.Value)).Order(), "seed {0}, change {1}, group {2}", seed, i, each);
                }
            }
        }

        expected.Should().HaveCountGreaterThan(1000);
        table.PageCount.Should().BeGreaterThan(4);
    }

    [Fact]
    public void Restore_PagesThatOverlap_IsRefused()
    {
        using var store = new MemoryStore();
        store.Commit([new StateChange(new StatePageId(1, 1, 0), []), new StateChange(new StatePageId(1, 3, 1UL << 61), [])], Metadata);
        FluentActions.Invoking(() => Open(store, false)).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.StateDamaged);
    }

    [Fact]
    public void Read_PageWithForeignEntries_IsRefused()
    {
        using var store = new MemoryStore();
        store.Commit([new StateChange(new StatePageId(1, 1, 0), [.. Enumerable.Repeat((byte)0xFF, 32)])], Metadata);
        var (_, table) = Open(store, false);
        FluentActions.Invoking(() => table.TryFind(1, [1], out _)).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.StateDamaged);
    }

    private static CheckpointMetadata Metadata => new() { Fingerprint = "f", CutId = "1:1", CutScn = 1, Version = 1, Offsets = [], PendingResults = [] };

    private static (StateScope Scope, StateTable Table) Open(MemoryStore? store, bool indexedByGroup)
    {
        var scope = new StateScope(store, memoryBytes: 20_000);
        return (scope, new StateTable(scope, 1, indexedByGroup));
    }

    // Some members have longer keys, so that pages of one length and of several occur.
    private static ulong[] Key(ulong group, ulong member) => member % 50 == 0 ? [group, member, member, member] : [group, member];

    private static List<(ulong Member, ulong Value)> Members(StateTable table, ulong group)
    {
        var members = new List<(ulong, ulong)>();
        for (var cursor = table.Group([group]); cursor.Next();)
        {
            members.Add((cursor.Member[0], cursor.Values[0]));
        }

        return members;
    }

    private sealed class MemoryStore : ICheckpointStore
    {
        public string Name => "memory";

        private readonly Dictionary<StatePageId, byte[]> _pages = [];

        public CheckpointMetadata? Metadata { get; private set; }

        public IEnumerable<StatePageId> Pages => _pages.Keys;

        public byte[] Read(StatePageId page) => _pages[page];

        public void Commit(IEnumerable<StateChange> changes, CheckpointMetadata metadata)
        {
            foreach (var (page, body) in changes)
            {
                if (body is null)
                {
                    _pages.Remove(page).Should().BeTrue("only a stored page can go");
                }
                else
                {
                    _pages[page] = body;
                }
            }

            Metadata = metadata;
        }

        public void MarkApplied()
        {
        }

        public void Dispose()
        {
        }
    }
}
