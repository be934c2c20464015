using System.Data.Common;
using System.Globalization;

namespace Harunire.Model.Files;

/// <summary>A number in a SQLite file that every process raises which opens the file to write. A process that finds another number than its own has been replaced and must not write.</summary>
/// <remarks>The lock on a side file (<see cref="FileLock"/>) refuses a second writer; the fence holds where somebody deleted that file while its holder slept. Checked inside each write transaction, so nothing lies between check and write.</remarks>
public sealed class WriterFence : IDisposable
{
    /// <summary>Makes the table where there is none. First in a new file, so that its page is not the last one: a file that was cut off is told by what it lacks.</summary>
    public const string CreationScript = "CREATE TABLE IF NOT EXISTS writer (id INTEGER PRIMARY KEY, fence INTEGER NOT NULL);";

    private readonly DbCommand _read;
    private readonly long _own;

    private WriterFence(DbCommand read, long own) => (_read, _own) = (read, own);

    /// <summary>Takes the file over. Throws what the driver throws.</summary>
    public static WriterFence Raise(DbConnection connection)
    {
        using var raise = connection.CreateCommand();
        raise.CommandText = CreationScript + "INSERT INTO writer (id, fence) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET fence = fence + 1 RETURNING fence";
        var own = Convert.ToInt64(raise.ExecuteScalar(), CultureInfo.InvariantCulture);
        var read = connection.CreateCommand();
        read.CommandText = "SELECT fence FROM writer WHERE id = 1";
        return new WriterFence(read, own);
    }

    /// <summary>True while no other process has opened the file to write. To be asked inside a write transaction.</summary>
    public bool IsOwn(DbTransaction? transaction)
    {
        _read.Transaction = transaction;
        return _read.ExecuteScalar() is long fence && fence == _own;
    }

    public void Dispose() => _read.Dispose();
}
