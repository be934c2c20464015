using Harunire.Capture.Sqlite;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Microsoft.Data.Sqlite;

namespace Harunire.Capture.Tests.Sqlite;

/// <summary>A database in a folder of its own, with a source on it and a replay of what the source tells.</summary>
internal sealed class ShopDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-capture-").FullName;

    public ShopDatabase(string script)
    {
        File = Path.Combine(_folder, "shop.db");
        Connection = new SqliteConnection($"Data Source={File}");
        Connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute(script);
        Source = new SqliteSource(SqliteFactory.Instance, $"Data Source={File}", "shop");
    }

    public string File { get; }

    public SqliteConnection Connection { get; }

    public SqliteSource Source { get; }

    public TableSchema Table { get; private set; } = null!;

    public SortedDictionary<SnapshotKey, Datum[]> Replay { get; } = [];

    public long Scn { get; private set; }

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async Task BeginAsync(string table, int chunkRows = 1000)
    {
        var tables = await Source.DescribeAsync([new TableRequest(table, [])], default);
        await Source.ApplySetupAsync(await Source.PlanSetupAsync(tables, default), default);
        Table = tables[0];
        await using var view = await Source.OpenViewAsync(tables, default);
        foreach (var row in await SnapshotAsync(view, chunkRows))
        {
            Replay.Add(row.Key, row.Row);
        }

        Scn = view.Scn;
    }

    /// <summary>Applies what the log tells and compares with the table as it is.</summary>
    public async Task<List<RowChange>> CatchUpAsync(string because)
    {
        await using var view = await Source.OpenViewAsync([Table], default);
        var changes = new List<RowChange>();
        await foreach (var change in view.ReadChangesAsync([Table], Scn, default))
        {
            changes.Add(change);
            if (change.Before is not null)
            {
                Replay.Should().ContainKey(change.Key!, because);
                Replay[change.Key!].Should().Equal(change.Before, because);
                Replay.Remove(change.Key!);
            }

            if (change.After is not null)
            {
                Replay.TryAdd(change.Key!, change.After).Should().BeTrue(because);
            }
            else
            {
                change.Operation.Should().Be(ChangeOperation.Delete, because);
            }
        }

        Scn = view.Scn;
        var now = await SnapshotAsync(view, 1000);
        Replay.Keys.Should().Equal(now.Select(row => row.Key), because);
        Replay.Values.Zip(now).Where(pair => !pair.First.SequenceEqual(pair.Second.Row)).Should().BeEmpty(because);
        return changes;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Connection.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<List<(SnapshotKey Key, Datum[] Row)>> SnapshotAsync(ISourceView view, int chunkRows)
    {
        // The keys come from a plain SELECT, so that the chunks' order is checked against SQLite's own.
        var keyed = new List<(SnapshotKey, Datum[])>();
        var keys = Keys();
        SnapshotKey? after = null;
        for (var last = false; !last;)
        {
            var chunk = await view.ReadChunkAsync(Table, after, chunkRows, default);
            foreach (var row in chunk.Rows)
            {
                keyed.Add((keys[keyed.Count], row));
            }

            (after, last) = (chunk.LastKey, chunk.IsLast);
            if (after is not null)
            {
                after.Should().Be(keyed[^1].Item1);
            }
        }

        keyed.Should().HaveCount(keys.Count);
        return keyed;
    }

    private List<SnapshotKey> Keys()
    {
        using var command = Connection.CreateCommand();
        var columns = string.Join(", ", Table.Key.Select(k => $"\"{Table.Columns[k].Name}\" COLLATE BINARY"));
        command.CommandText = $"SELECT {columns} FROM \"{Table.Name.Table}\" ORDER BY {columns}";
        using var reader = command.ExecuteReader();
        var keys = new List<SnapshotKey>();
        while (reader.Read())
        {
            keys.Add(new SnapshotKey([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]));
        }

        return keys;
    }
}
