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

    public async Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CqlTable table, CancellationToken cancellationToken)
    {
        var mark = await marks.ReadAsync(batch.Table.Name, cancellationToken)
            ?? throw TableFailures.Missing(name, batch.Table.Name);
        if (batch.Version <= mark.Applied.Version)
        {
            return new ApplyOutcome(Applied: false, 0, 0);
        }

        if (batch.Version < mark.Begun.Version)
        {
            throw new HarunireException(ResultErrors.Fenced, $"version {mark.Begun.Version} was begun, and this process would write version {batch.Version}", $"{name}, {batch.Table.Name}", "another process writes this table, or the state is older than the table: harunire run --rebuild");
        }

        await HoldFenceAsync(batch.Table.Name, cancellationToken);

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
            async (request, token) => await session.ExecuteAsync(request, token));
        await marks.EndAsync(mark, batch, time, cancellationToken);
        return new ApplyOutcome(Applied: true, encoded.Upserts, encoded.Deletes);
    }

    // Claimed at the first write, so that looking at a table never stops the job that fills it.
    private async Task HoldFenceAsync(string table, CancellationToken cancellationToken)
    {
        if (_fence == 0)
        {
            _fence = await marks.ClaimAsync(table, cancellationToken);
            Log.Claimed(logger, name, table, _fence);
            return;
        }

        if (await marks.FenceAsync(table, cancellationToken) is var current && current != _fence)
        {
            throw new HarunireException(ResultErrors.Fenced, $"this process had fence {_fence}, and the table is now at {current}", $"{name}, {table}", "end one of the two processes");
        }
    }
}
