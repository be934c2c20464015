using Harunire.Capture;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>An application that writes at random, a naive copy of what it committed, and a replay of what the source tells.</summary>
public sealed class SourceRun
{
    private readonly ISourceDatabase _database;
    private readonly Dictionary<string, SortedDictionary<string, Datum[]>> _committed = [];
    private readonly Dictionary<string, TableReplay> _replays = [];
    private readonly Dictionary<string, List<(SnapshotKey? UpTo, long Scn, TransactionSnapshot? Visible)>> _chunks = [];

    private SourceRun(ISourceDatabase database, IReadOnlyList<TableSchema> tables, long scn) => (_database, Tables, Scn) = (database, tables, scn);

    public IReadOnlyList<TableSchema> Tables { get; }

    /// <summary>The SCN up to which changes were replayed.</summary>
    public long Scn { get; private set; }

    /// <summary>Makes the tables, sets the source up and begins at its present SCN.</summary>
    public static async Task<SourceRun> StartAsync(ISourceDatabase database, IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await database.CreateTableAsync(table);
        }

        var described = await database.Source.DescribeAsync([.. tables.Select(t => new TableRequest(t.Name.Table, []))], cancellationToken);
        await database.Source.ApplySetupAsync(await database.Source.PlanSetupAsync(described, cancellationToken), cancellationToken);
        await using var view = await database.Source.OpenViewAsync(described, cancellationToken);
        var run = new SourceRun(database, described, view.Scn);
        foreach (var table in described)
        {
            run._committed[table.Name.Table] = new SortedDictionary<string, Datum[]>(StringComparer.Ordinal);
            run._replays[table.Name.Table] = new TableReplay(table, database.Source.ContractOf(table));
        }

        return run;
    }

    public LossContract ContractOf(string table) => _database.Source.ContractOf(Tables.First(t => t.Name.Table == table));

    /// <summary>One committed transaction, written down in the naive copy.</summary>
    public async Task CommitAsync(Func<ISourceTransaction, Task> work)
    {
        await using var transaction = await _database.BeginAsync();
        var notes = new NotedTransaction(transaction, this);
        await work(notes);
        await transaction.CommitAsync();
        notes.Keep();
    }

    /// <summary>A transaction of random statements over all tables; one in five is rolled back.</summary>
    public async Task WriteAsync(Random random, int statements)
    {
        await using var transaction = await _database.BeginAsync();
        var notes = new NotedTransaction(transaction, this);
        for (var i = 0; i < statements; i++)
        {
            await notes.StatementAsync(random, Tables[random.Next(Tables.Count)]);
        }

        if (random.Next(5) > 0)
        {
            await transaction.CommitAsync();
            notes.Keep();
        }
    }

    /// <summary>A row that a transaction of the test's own committed.</summary>
    public void Written(TableSchema table, Datum[] row) => _committed[table.Name.Table][TableReplay.Line(table.Key.Select(k => row[k]))] = row;

    /// <summary>Reads a table in chunks, each through its own view.</summary>
    public async Task SnapshotAsync(TableSchema table, int chunkRows, Func<Task> between, CancellationToken cancellationToken)
    {
        var chunks = _chunks[table.Name.Table] = [];
        SnapshotKey? after = null;
        for (var last = false; !last;)
        {
            await using (var view = await _database.Source.OpenViewAsync(Tables, cancellationToken))
            {
                var chunk = await view.ReadChunkAsync(table, after, chunkRows, cancellationToken);
                chunk.Rows.Count.Should().BeLessThanOrEqualTo(chunkRows);
                foreach (var row in chunk.Rows)
                {
                    _replays[table.Name.Table].Add(row);
                }

                (after, last) = (chunk.LastKey, chunk.IsLast);
                chunks.Add((last ? null : after, view.Scn, chunk.Horizon?.Visible));
            }

            await between();
        }
    }

    /// <summary>Replays the changes since the last time, and compares with what was committed.</summary>
    public async Task<IReadOnlyList<RowChange>> CatchUpAsync(string because, CancellationToken cancellationToken)
    {
        await using var view = await _database.Source.OpenViewAsync(Tables, cancellationToken);
        var taken = new List<RowChange>();
        var last = Scn;
        await foreach (var change in view.ReadChangesAsync(Tables, Scn, cancellationToken))
        {
            change.Scn.Should().BeGreaterThan(Scn, because).And.BeLessThanOrEqualTo(view.Scn, because).And.BeGreaterThanOrEqualTo(last, because);
            last = change.Scn;
            if (!IsInAChunk(change))
            {
                _replays[change.Table.Name.Table].Apply(change);
                taken.Add(change);
            }
        }

        Scn = view.Scn;
        _chunks.Clear();
        foreach (var table in Tables.Where(t => ContractOf(t.Name.Table).SeesDeletes))
        {
            _replays[table.Name.Table].Lines.Should().Equal(
                _committed[table.Name.Table].Values.Select(r => TableReplay.Line(r)).Order(StringComparer.Ordinal), "{0}, {1}", table.Name, because);
        }

        return taken;
    }

    private bool IsInAChunk(RowChange change)
    {
        if (!_chunks.TryGetValue(change.Table.Name.Table, out var chunks))
        {
            return false;
        }

        var (_, scn, visible) = chunks.First(c => c.UpTo is null || change.Key!.CompareTo(c.UpTo) <= 0);
        return visible?.Sees(change.Transaction!.Value) ?? change.Scn <= scn;
    }

    private sealed class NotedTransaction(ISourceTransaction inner, SourceRun run) : ISourceTransaction
    {
        private readonly Dictionary<string, SortedDictionary<string, Datum[]>> _rows =
            run._committed.ToDictionary(t => t.Key, t => new SortedDictionary<string, Datum[]>(t.Value, StringComparer.Ordinal));

        public async Task InsertAsync(string table, Datum[] row)
        {
            await inner.InsertAsync(table, row);
            _rows[table].Add(Key(table, row), row);
        }

        public async Task UpdateAsync(string table, Datum[] key, Datum[] row)
        {
            await inner.UpdateAsync(table, key, row);
            _rows[table].Remove(TableReplay.Line(key)).Should().BeTrue();
            _rows[table].Add(Key(table, row), row);
        }

        public async Task DeleteAsync(string table, Datum[] key)
        {
            await inner.DeleteAsync(table, key);
            _rows[table].Remove(TableReplay.Line(key)).Should().BeTrue();
        }

        public Task CommitAsync() => inner.CommitAsync();

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public void Keep()
        {
            foreach (var (table, rows) in _rows)
            {
                run._committed[table] = rows;
            }
        }

        public async Task StatementAsync(Random random, TableSchema table)
        {
            var name = table.Name.Table;
            var rows = _rows[name];
            var row = RandomRow(random, table);
            if (rows.Count == 0 || random.Next(3) == 0)
            {
                if (!rows.ContainsKey(Key(name, row)))
                {
                    await InsertAsync(name, row);
                }

                return;
            }

            var old = rows.Values.ElementAt(random.Next(rows.Count));
            Datum[] key = [.. table.Key.Select(k => old[k])];
            var keepsKey = random.Next(4) > 0 || rows.ContainsKey(Key(name, row));
            switch (random.Next(3))
            {
                case 0:
                    await DeleteAsync(name, key);
                    break;
                default:
                    await UpdateAsync(name, key, keepsKey ? [.. row.Select((d, i) => table.Key.Contains(i) ? old[i] : d)] : row);
                    break;
            }
        }

        private static Datum[] RandomRow(Random random, TableSchema table) => [.. table.Columns.Select(c =>
            c.Nullable && random.Next(5) == 0 ? Datum.Null
            : c.Type is Model.Types.NumberType ? Datum.FromNumber(random.Next(-40, 40))
            : Datum.FromText($"{(char)('a' + random.Next(26))}{(random.Next(2) == 0 ? "ž" : "")}"))];

        private string Key(string table, Datum[] row) => TableReplay.Line(run.Tables.First(t => t.Name.Table == table).Key.Select(k => row[k]));
    }
}
