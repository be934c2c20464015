using System.Data.Common;
using Dapper;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Sqlite;

/// <summary>One table's log, in sequence, with replaced rows told as deletes or updates (see <see cref="SqliteChangeLog"/>).</summary>
internal sealed class SqliteChangeReader : IDisposable
{
    private readonly LoggedTable _log;
    private readonly int _width;
    private readonly string _source;
    private readonly int _rowId;
    private readonly DbDataReader _reader;
    private readonly DbCommand _command;
    private readonly Queue<RowChange> _ready = new();
    private readonly List<Questioned> _questioned = [];
    private TableSchema _table;

    public SqliteChangeReader(DbConnection connection, DbTransaction transaction, LoggedTable logged, long afterScn, long upToScn, string source)
    {
        (_log, _width, _table, _source) = (logged, logged.Width, logged.Table, source);
        _rowId = SqliteDictionary.RowIdColumn(connection, logged.Table);
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        var log = SqliteChangeLog.LogTable(logged.Id);

        // Rows that were questioned right before belong to the next entry, also where reading goes on between the two.
        var first = connection.ExecuteScalar<long?>($"SELECT seq FROM {log} WHERE seq <= {afterScn} AND op <> 'q' ORDER BY seq DESC LIMIT 1", transaction: transaction) ?? 0;
        var images = SqliteChangeLog.Images("b", _width).Concat(SqliteChangeLog.Images("a", _width));
        _command.CommandText = $"SELECT l.seq, l.op, c.at, {string.Join(", ", images.Select(i => "l." + i))} FROM {log} l JOIN {SqliteChangeLog.Ledger} c ON c.seq = l.seq WHERE l.seq > {first} AND l.seq <= {upToScn} ORDER BY l.seq";
        Current = null!;
        var entries = connection.ExecuteScalar<long>($"SELECT count(*) FROM {SqliteChangeLog.Ledger} WHERE table_id = {logged.Id} AND seq > {afterScn} AND seq <= {upToScn}", transaction: transaction);
        var stored = connection.ExecuteScalar<long>($"SELECT count(*) FROM {log} WHERE seq > {afterScn} AND seq <= {upToScn}", transaction: transaction);
        if (entries != stored)
        {
            throw new HarunireException(CaptureErrors.LogGap, $"the ledger has {entries} entries after SCN {afterScn}, the table's log {stored}", $"{source}, {logged.Table.Name}");
        }

        _reader = _command.ExecuteReader();
    }

    public RowChange Current { get; private set; }

    public bool MoveNext()
    {
        while (_ready.Count == 0)
        {
            if (!_reader.Read())
            {
                return false;
            }

            Take();
        }

        Current = _ready.Dequeue();
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }

    private void Take()
    {
        var seq = _reader.GetInt64(0);
        var at = _reader.GetInt64(2);
        _table = _log.At(seq);
        switch (_reader.GetString(1))
        {
            case "q":
                _questioned.Add(new Questioned(Image(3), Key(3), RawImage(3 + _width), _rowId < 0 ? null : _reader.GetValue(3 + _rowId)));
                return;
            case "c":
                TakeCreate(seq, at);
                break;
            case "u":
                TakeUpdate(seq, at);
                break;
            case "d":
                Emit(ChangeOperation.Delete, Key(3), Image(3), null, seq, at);
                break;
        }

        _questioned.Clear();
    }

    private void TakeCreate(long seq, long at)
    {
        var key = Key(3 + _width);
        var after = Image(3 + _width);
        Datum[]? replaced = null;
        foreach (var gone in Replaced(RawImage(3 + _width)))
        {
            if (gone.Key.Equals(key))
            {
                replaced = gone.Before;
            }
            else
            {
                Emit(ChangeOperation.Delete, gone.Key, gone.Before, null, seq, at);
            }
        }

        Emit(replaced is null ? ChangeOperation.Create : ChangeOperation.Update, key, replaced, after, seq, at);
    }

    private void TakeUpdate(long seq, long at)
    {
        var (oldKey, newKey) = (Key(3), Key(3 + _width));
        foreach (var gone in Replaced(RawImage(3 + _width)).Where(q => !q.Key.Equals(oldKey)))
        {
            Emit(ChangeOperation.Delete, gone.Key, gone.Before, null, seq, at);
        }

        if (oldKey.Equals(newKey))
        {
            Emit(ChangeOperation.Update, newKey, Image(3), Image(3 + _width), seq, at);
            return;
        }

        var (before, after) = (Image(3), Image(3 + _width));
        Emit(ChangeOperation.Delete, oldKey, before, null, seq, at, KeyOf(after));
        Emit(ChangeOperation.Create, newKey, null, after, seq, at, KeyOf(before));
    }

    // Only rows questioned for this very new image were replaced; others belong to a statement that ignored or updated.
    // The same row may have been questioned before, for an ignored statement with the same image.
    private List<Questioned> Replaced(object[] newImage) =>
        _questioned.Where(q => IsFor(q, newImage)).DistinctBy(q => q.Key).ToList();

    private bool IsFor(Questioned questioned, object[] newImage)
    {
        for (var i = 0; i < newImage.Length; i++)
        {
            var chosenBySqlite = i == _rowId && questioned.NewImage[i] is -1L && questioned.OldRowId is not -1L;
            if (!chosenBySqlite && !CellEquality.Instance.Equals(questioned.NewImage[i], newImage[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Emit(ChangeOperation operation, SnapshotKey key, Datum[]? before, Datum[]? after, long scn, long at, Datum[]? movedKey = null) =>
        _ready.Enqueue(new RowChange(_table, operation, key, before, after, scn, at) { MovedKey = movedKey });

    private Datum[] KeyOf(Datum[] row) => [.. _table.Key.Select(k => row[k])];

    private Datum[] Image(int offset) => ImageReader.Read(_reader, _table, offset, _source);

    private SnapshotKey Key(int offset) => ImageReader.Key(_reader, _table, offset);

    private object[] RawImage(int offset)
    {
        var cells = new object[_width];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _reader.GetValue(offset + i);
        }

        return cells;
    }

    private sealed record Questioned(Datum[] Before, SnapshotKey Key, object[] NewImage, object? OldRowId);

    private sealed class CellEquality : IEqualityComparer<object>
    {
        public static CellEquality Instance { get; } = new();

        public new bool Equals(object? x, object? y) =>
            x is byte[] a && y is byte[] b ? a.AsSpan().SequenceEqual(b) : object.Equals(x, y);

        public int GetHashCode(object obj) => 0;
    }
}
