using System.Data.Common;

namespace Harunire.Engine.Checkpoints;

/// <summary>State of one mapping in one SQLite file: pages of state, offsets and pending results in one transaction.</summary>
/// <remarks>
/// The table of pages is read and checked at opening, by its sum in the metadata; a page's own bytes are checked when they are read.
/// So opening takes time by the number of pages, about a five-hundredth of the state.
/// </remarks>
public sealed class SqliteCheckpointStore : ICheckpointStore
{
    private readonly StateFile _file;
    private readonly Dictionary<StatePageId, StoredPage> _pages = [];
    private readonly DbCommand _read;
    private long _lastBody;
    private long _sum;

    private SqliteCheckpointStore(StateFile file)
    {
        _file = file;
        _read = file.Command("SELECT content FROM body WHERE id = @a", null, 0L);
    }

    public string Name => _file.Path;

    public CheckpointMetadata? Metadata { get; private set; }

    public IEnumerable<StatePageId> Pages => _pages.Keys;

    /// <summary>Makes the file where there is none. HAR5010 to HAR5014.</summary>
    /// <param name="anew">True: what the file holds is thrown away.</param>
    public static SqliteCheckpointStore Open(DbProviderFactory provider, string path, bool anew = false)
    {
        var file = StateFile.Open(provider, path, anew, Fill);
        var store = new SqliteCheckpointStore(file);
        try
        {
            file.Guard(store.ReadMetadata);
            return store;
        }
        catch (Exception failure)
        {
            store.Dispose();
            if (failure is InvalidCastException or FormatException or EndOfStreamException or OverflowException)
            {
                throw StateFile.Damaged(file.Path, failure.Message, failure);
            }

            throw;
        }
    }

    /// <summary>The checkpoint of a file that another process may be working on; null where there is none. HAR5010 to HAR5014.</summary>
    public static CheckpointMetadata? Peek(DbProviderFactory provider, string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = StateFile.OpenToRead(provider, path);
        using var store = new SqliteCheckpointStore(file);
        return file.Guard(() => store.ReadChecked().Metadata);
    }

    public byte[] Read(StatePageId page) => _file.Guard(() =>
    {
        var stored = _pages[page];
        _read.Parameters[0].Value = stored.Body;
        return _read.ExecuteScalar() is byte[] body && StateChecksum.Of(page, body) == stored.Checksum
            ? body
            : throw StateFile.Damaged(_file.Path, "a page's checksum does not fit");
    });

    public void Commit(IEnumerable<StateChange> changes, CheckpointMetadata metadata) => _file.Guard(() =>
    {
        using var transaction = _file.Begin();
        using var putBody = _file.Command("INSERT OR REPLACE INTO body (id, content) VALUES (@a, @b)", transaction, 0L, Array.Empty<byte>());
        using var putPage = _file.Command("INSERT OR REPLACE INTO page (operator, depth, prefix, body, checksum) VALUES (@a, @b, @c, @d, @e)", transaction, 0, 0, 0L, 0L, 0L);
        using var dropBody = _file.Command("DELETE FROM body WHERE id = @a", transaction, 0L);
        using var dropPage = _file.Command("DELETE FROM page WHERE operator = @a AND depth = @b AND prefix = @c", transaction, 0, 0, 0L);
        var (written, sum, last) = (new Dictionary<StatePageId, StoredPage?>(), _sum, _lastBody);
        foreach (var (page, content) in changes)
        {
            var before = _pages.GetValueOrDefault(page);
            sum = unchecked(sum - (before?.Checksum ?? 0));
            if (content is null)
            {
                Execute(dropBody, before?.Body ?? 0);
                Execute(dropPage, page.Table, page.Depth, unchecked((long)page.Prefix));
                written[page] = null;
                continue;
            }

            var after = new StoredPage(before?.Body ?? ++last, StateChecksum.Of(page, content));
            sum = unchecked(sum + after.Checksum);
            Execute(putBody, after.Body, content);
            Execute(putPage, page.Table, page.Depth, unchecked((long)page.Prefix), after.Body, after.Checksum);
            written[page] = after;
        }

        var count = _pages.Count + written.Sum(w => (w.Value is null ? 0 : 1) - (_pages.ContainsKey(w.Key) ? 1 : 0));
        WriteMetadata(_file, transaction, metadata, count, sum);
        transaction.Commit();
        foreach (var (page, stored) in written)
        {
            if (stored is null)
            {
                _pages.Remove(page);
            }
            else
            {
                _pages[page] = stored;
            }
        }

        (_sum, _lastBody, Metadata) = (sum, last, metadata);
        return true;
    });

    public void MarkApplied() => _file.Guard(() =>
    {
        var applied = (Metadata ?? throw new InvalidOperationException("There is no checkpoint yet.")) with { Applied = true };
        using var transaction = _file.Begin();
        WriteMetadata(_file, transaction, applied, _pages.Count, _sum);
        transaction.Commit();
        Metadata = applied;
        return true;
    });

    public void Dispose()
    {
        _read.Dispose();
        _file.Dispose();
    }

    private static void Fill(StateFile file)
    {
        file.Run("CREATE TABLE page (operator INTEGER NOT NULL, depth INTEGER NOT NULL, prefix INTEGER NOT NULL, body INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (operator, depth, prefix)) WITHOUT ROWID");
        file.Run("CREATE TABLE body (id INTEGER PRIMARY KEY, content BLOB NOT NULL)");
        file.Run("CREATE TABLE metadata (id INTEGER PRIMARY KEY, body BLOB NOT NULL, checksum INTEGER NOT NULL)");
        WriteMetadata(file, null, null, 0, 0);
    }

    private static void WriteMetadata(StateFile file, DbTransaction? transaction, CheckpointMetadata? metadata, int pages, long sum)
    {
        var body = MetadataCodec.Write(metadata, pages, sum);
        using var command = file.Command("INSERT OR REPLACE INTO metadata (id, body, checksum) VALUES (1, @a, @b)", transaction, body, StateChecksum.Of(body));
        command.ExecuteNonQuery();
    }

    private static void Execute(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private (CheckpointMetadata? Metadata, int Pages, long Sum) ReadChecked()
    {
        using var command = _file.Command("SELECT body, checksum FROM metadata WHERE id = 1", null);
        using var rows = command.ExecuteReader();
        if (!rows.Read() || rows[0] is not byte[] body || StateChecksum.Of(body) != Whole(rows, 1))
        {
            throw StateFile.Damaged(_file.Path, "the checkpoint's metadata is missing or changed");
        }

        return MetadataCodec.Read(body);
    }

    private bool ReadMetadata()
    {
        var (metadata, pages, sum) = ReadChecked();
        ReadPages();
        if (pages != _pages.Count || sum != _sum)
        {
            throw StateFile.Damaged(_file.Path, "pages of the state are missing or changed");
        }

        Metadata = metadata;
        return true;
    }

    private void ReadPages()
    {
        using var command = _file.Command("SELECT operator, depth, prefix, body, checksum FROM page", null);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var stored = new StoredPage(Whole(rows, 3), Whole(rows, 4));
            _pages[new StatePageId(unchecked((int)Whole(rows, 0)), unchecked((int)Whole(rows, 1)), unchecked((ulong)Whole(rows, 2)))] = stored;
            _sum = unchecked(_sum + stored.Checksum);
            _lastBody = Math.Max(_lastBody, stored.Body);
        }
    }

    // A damaged record may have any type in any column; a number that is another one shows in the sum.
    private long Whole(DbDataReader rows, int ordinal) =>
        rows[ordinal] is long value ? value : throw StateFile.Damaged(_file.Path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"column {ordinal + 1} of a stored row is no whole number"));

    private sealed record StoredPage(long Body, long Checksum);
}
