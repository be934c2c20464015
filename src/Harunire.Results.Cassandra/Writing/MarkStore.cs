using Cassandra;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Writing;

/// <summary>Marks of batches and fences of writers.</summary>
internal sealed class MarkStore(CassandraSession session, string keyspace)
{
    private const int MostClaims = 100;

    private string Marks => Bookkeeping.FullName(keyspace, Bookkeeping.Marks);

    private string Fences => Bookkeeping.FullName(keyspace, Bookkeeping.Fences);

    /// <summary>Null where the table does not exist.</summary>
    public async Task<TableMark?> ReadAsync(string table, CancellationToken cancellationToken) =>
        await TableIdAsync(table, cancellationToken) is { } id ? await ReadAsync(table, id, cancellationToken) : null;

    /// <summary>The id of this life of the table; null where it does not exist.</summary>
    public async Task<Guid?> TableIdAsync(string table, CancellationToken cancellationToken)
    {
        var ids = await session.ExecuteAsync(new CqlRequest("SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?", keyspace, table), cancellationToken);
        return ids.FirstOrDefault()?.GetValue<Guid>("id");
    }

    public async Task<TableMark> ReadAsync(string table, Guid id, CancellationToken cancellationToken)
    {
        var rows = await session.ExecuteAsync(new CqlRequest($"SELECT begun, applied, cut_id, scn, read_microseconds, quarantined FROM {Marks} WHERE name = ? AND table_id = ?", table, id), cancellationToken);
        return rows.FirstOrDefault() is { } row
            ? new TableMark(id, Time(row, "begun"), Time(row, "applied"), row.GetValue<string?>("cut_id"), row.GetValue<long?>("scn") ?? 0, row.GetValue<long?>("read_microseconds") ?? 0, row.GetValue<long?>("quarantined") ?? 0)
            : new TableMark(id, WriteTime.None, WriteTime.None, null, 0, 0, 0);
    }

    public Task BeginAsync(TableMark mark, string table, WriteTime time, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            new CqlRequest($"INSERT INTO {Marks} (name, table_id, begun) VALUES (?, ?, ?) USING TIMESTAMP ?", table, mark.TableId, time.Timestamp, time.Timestamp), cancellationToken);

    public Task EndAsync(TableMark mark, ResultBatch batch, WriteTime time, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            new CqlRequest(
                $"INSERT INTO {Marks} (name, table_id, applied, cut_id, scn, read_microseconds, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
                batch.Table.Name, mark.TableId, time.Timestamp, batch.Cut.Id, batch.Cut.Scn, batch.Cut.ReadMicroseconds, batch.Quarantined, time.Timestamp),
            cancellationToken);

    /// <summary>0 where nobody has claimed the table.</summary>
    public async Task<long> FenceAsync(string table, CancellationToken cancellationToken)
    {
        var rows = await session.ExecuteAsync(new CqlRequest($"SELECT fence FROM {Fences} WHERE name = ?", table) { IsSerial = true }, cancellationToken);
        return rows.FirstOrDefault()?.GetValue<long?>("fence") ?? 0;
    }

    /// <summary>Takes the next fence. Where the answer is lost it is claimed once more: a number that nobody uses does no harm.</summary>
    public async Task<long> ClaimAsync(string table, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostClaims; attempt++)
        {
            var fence = await FenceAsync(table, cancellationToken);
            var claim = fence == 0
                ? new CqlRequest($"INSERT INTO {Fences} (name, fence) VALUES (?, ?) IF NOT EXISTS", table, 1L) { IsSerial = true }
                : new CqlRequest($"UPDATE {Fences} SET fence = ? WHERE name = ? IF fence = ?", fence + 1, table, fence) { IsSerial = true };
            var rows = await session.ExecuteAsync(claim, cancellationToken);
            if (rows.FirstOrDefault()?.GetValue<bool>("[applied]") == true)
            {
                return fence + 1;
            }
        }

        throw new HarunireException(ResultErrors.Fenced, $"the table was claimed by others {MostClaims} times in a row", table);
    }

    private static WriteTime Time(Row row, string column) => row.GetValue<long?>(column) is { } timestamp ? WriteTime.FromTimestamp(timestamp) : WriteTime.None;
}
