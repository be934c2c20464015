using System.Buffers;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Puts rows in key order for sides that can't, in constant memory: SQLite's own external merge sort in a private temporary database.</summary>
/// <remarks>What does not fit the cache goes to files that are gone with the connection, in the folder that SQLITE_TMPDIR or TMPDIR names.</remarks>
/// <param name="sqlite">SQLite's ADO.NET driver.</param>
/// <param name="cacheKibibytes">Memory for pages and for the runs of the sort; at least 1024.</param>
public sealed class RowSorter(DbProviderFactory sqlite, int cacheKibibytes = 32 * 1024)
{
    /// <param name="rows">In any order; all of one width.</param>
    /// <param name="keyOrdinals">The key's columns in a row.</param>
    /// <param name="name">The side, for messages.</param>
    /// <param name="cancellationToken">Ends the sort; its files are removed.</param>
    public async IAsyncEnumerable<Datum[]> SortAsync(
        IAsyncEnumerable<Datum[]> rows, int[] keyOrdinals, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = sqlite.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
        await Guard(() => OpenAsync(database, cancellationToken), name);
        var width = await FillAsync(database, rows, keyOrdinals, name, cancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT cells FROM unsorted ORDER BY key";
        await using var reader = await Guard(() => command.ExecuteReaderAsync(cancellationToken), name);
        while (await Guard(() => reader.ReadAsync(cancellationToken), name))
        {
            yield return Decode((byte[])reader.GetValue(0), width);
        }
    }

    private async Task<bool> OpenAsync(DbConnection database, CancellationToken cancellationToken)
    {
        // An empty name is a temporary database of this connection alone (https://sqlite.org/inmemorydb.html, "Temporary Databases").
        database.ConnectionString = "Data Source=;Pooling=False";
        await database.OpenAsync(cancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{cacheKibibytes}; CREATE TABLE unsorted (key BLOB NOT NULL, cells BLOB NOT NULL)");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private static async Task<int> FillAsync(DbConnection database, IAsyncEnumerable<Datum[]> rows, int[] keyOrdinals, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginTransactionAsync(cancellationToken);
        await using var insert = database.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO unsorted VALUES (@key, @cells)";
        var key = Parameter(insert, "@key");
        var cells = Parameter(insert, "@cells");
        var output = new ArrayBufferWriter<byte>(256);
        var keyRow = new Datum[keyOrdinals.Length];
        var width = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            width = row.Length;
            for (var i = 0; i < keyRow.Length; i++)
            {
                keyRow[i] = row[keyOrdinals[i]];
            }

            output.ResetWrittenCount();
            DatumCodec.Write(output, row);
            key.Value = KeyEncoding.Encode(keyRow);
            cells.Value = output.WrittenSpan.ToArray();
            await Guard(() => insert.ExecuteNonQueryAsync(cancellationToken), name);
        }

        await Guard(() => CommitAsync(transaction, cancellationToken), name);
        return width;
    }

    private static async Task<bool> CommitAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static Datum[] Decode(ReadOnlySpan<byte> cells, int width) => DatumCodec.Read(ref cells, width);

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    // Only the sort's own failures: an error of the side that is read passes as it is.
    private static async Task<T> Guard<T>(Func<Task<T>> work, string name)
    {
        try
        {
            return await work();
        }
        catch (DbException failure)
        {
            throw new HarunireException(VerifyErrors.SortFailed, failure.Message, name, "look at the free space of the folder for temporary files (TMPDIR)", failure);
        }
    }
}
