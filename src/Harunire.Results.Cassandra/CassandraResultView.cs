using System.Runtime.CompilerServices;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Results.Cassandra.Reading;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Results.Cassandra.Tables;
using Harunire.Results.Cassandra.Values;
using Harunire.Results.Cassandra.Writing;

namespace Harunire.Results.Cassandra;

/// <summary>A table as of its last batch. Cassandra keeps no earlier rows: each reading ends with a look at the marks, and fails where another batch was begun.</summary>
internal sealed class CassandraResultView(CassandraSession session, MarkStore marks, CqlTable table, TableMark mark, string name) : IResultView
{
    private readonly RowDecoder _decoder = new(table, mark, name);

    public AppliedState LastApplied { get; } = mark.ToState();

    public async IAsyncEnumerable<ResultRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in new RingScan(session).ReadAsync(table.SelectRange(), _decoder.Decode, cancellationToken))
        {
            yield return row;
        }

        await CheckUnmovedAsync(cancellationToken);
    }

    public async IAsyncEnumerable<ResultRow> ReadByKeysAsync(IEnumerable<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            yield return await FindAsync(key, cancellationToken);
        }

        await CheckUnmovedAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A key that can't be written is not there.
    private async Task<ResultRow> FindAsync(Datum[] key, CancellationToken cancellationToken)
    {
        var cells = new object?[key.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            if (!CellWriter.TryWrite(key[i], table.Columns[i], out var bytes, out _) || bytes is null)
            {
                return new ResultRow(key, null);
            }

            cells[i] = bytes;
        }

        var rows = await session.ExecuteAsync(new CqlRequest(table.SelectKey(), cells), cancellationToken);
        return rows.FirstOrDefault() is { } row ? _decoder.Decode(row) : new ResultRow(key, null);
    }

    private async Task CheckUnmovedAsync(CancellationToken cancellationToken)
    {
        var now = await marks.ReadAsync(table.Table.Name, cancellationToken);
        if (now is null || now.TableId != mark.TableId)
        {
            throw RowDecoder.Moved(table.Table.Name, name, "the table was dropped while it was read");
        }

        if (now.Begun != mark.Begun)
        {
            throw RowDecoder.Moved(table.Table.Name, name, $"version {now.Begun.Version} was begun while version {mark.Applied.Version} was read");
        }
    }
}
