using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Microsoft.Extensions.Logging;

namespace Harunire.Results.Cassandra.Writing;

/// <summary>Writes the batches of one table: begun mark, rows, applied mark, all with the batch's write time.</summary>
internal sealed class BatchWriter(CassandraSession session, MarkStore marks, int concurrency, string name, ILogger logger)
{
    private long _fence;
    private Guid _table;

    public async Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CqlTable table, CancellationToken cancellationToken)
    {
        // Asked together: waiting for one answer after the other costs a small batch as long as its rows do.
        var (marking, fencing) = (MarkAsync(batch.Table.Name, cancellationToken), FenceAsync(batch.Table.Name, cancellationToken));
        await Task.WhenAll(marking, fencing);
        var mark = await marking
            ?? throw TableFailures.Missing(name, batch.Table.Name);
        if (batch.Version <= mark.Applied.Version)
        {
            return new ApplyOutcome(Applied: false, 0, 0);
        }

        if (batch.Version < mark.Begun.Version)
        {
            throw new HarunireException(ResultErrors.Fenced, $"version {mark.Begun.Version} was begun, and this process would write version {batch.Version}", $"{name}, {batch.Table.Name}", "another process writes this table, or the state is older than the table: harunire run --rebuild");
        }

        await HoldFenceAsync(batch.Table.Name, await fencing, cancellationToken);

        // A batch that was left half written goes on with its own write time: its replay writes the same cells.
        var time = batch.Version == mark.Begun.Version ? mark.Begun : WriteTime.Of(_fence, batch.Version, batch.Table.Name);
        if (time < mark.Begun)
        {
            throw new HarunireException(ResultErrors.Fenced, $"the table was written with fence {mark.Begun.Fence}, and this process has {_fence}", $"{name}, {batch.Table.Name}");
        }

        var encoded = EncodedBatch.Encode(batch, table, time);
        await marks.BeginAsync(mark, batch.Table.Name, time, cancellationToken);
        await Parallel.ForEachAsync(
            encoded.Requests,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            (request, token) => new ValueTask(session.ExecuteAsync(request, token)));
        await marks.EndAsync(mark, batch, time, cancellationToken);
        return new ApplyOutcome(Applied: true, encoded.Upserts, encoded.Deletes);
    }

    // The table is nearly always the one of the batch before, so its mark is read along with its id.
    private async Task<TableMark?> MarkAsync(string table, CancellationToken cancellationToken)
    {
        var naming = marks.TableIdAsync(table, cancellationToken);
        var reading = _table == default ? Task.FromResult<TableMark?>(null) : ReadAsync(_table);
        await Task.WhenAll(naming, reading);
        if (await naming is not { } id)
        {
            return null;
        }

        var mark = await reading;
        _table = id;
        return mark?.TableId == id ? mark : await ReadAsync(id);

        async Task<TableMark?> ReadAsync(Guid life) => await marks.ReadAsync(table, life, cancellationToken);
    }

    // 0: this process has claimed none.
    private Task<long> FenceAsync(string table, CancellationToken cancellationToken) =>
        _fence == 0 ? Task.FromResult(0L) : marks.FenceAsync(table, cancellationToken);

    // Claimed at the first write, so that looking at a table never stops the job that fills it.
    private async Task HoldFenceAsync(string table, long current, CancellationToken cancellationToken)
    {
        if (_fence == 0)
        {
            _fence = await marks.ClaimAsync(table, cancellationToken);
            Log.Claimed(logger, name, table, _fence);
        }
        else if (current != _fence)
        {
            throw new HarunireException(ResultErrors.Fenced, $"this process had fence {_fence}, and the table is now at {current}", $"{name}, {table}", "end one of the two processes");
        }
    }
}
