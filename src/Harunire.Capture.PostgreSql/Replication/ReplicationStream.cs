using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Npgsql;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace Harunire.Capture.PostgreSql.Replication;

/// <summary>The open reading of a replication slot, from mark to mark. Not for several threads; once it has failed it is closed, never used again.</summary>
/// <remarks>The server decodes each part of the log once, however long other transactions run; asking it poll by poll would decode from the oldest of them each time.</remarks>
internal sealed class ReplicationStream : IAsyncDisposable
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly LogicalReplicationConnection _connection;
    private readonly IAsyncEnumerator<PgOutputReplicationMessage> _messages;
    private readonly string _source;
    private readonly Dictionary<uint, ChangedTable> _tables = [];
    private CommittedTransaction? _begun;

    private ReplicationStream(LogicalReplicationConnection connection, string slot, string source)
    {
        (_connection, _source) = (connection, source);
        var options = new PgOutputReplicationOptions(slot, PgOutputProtocolVersion.V1, messages: true);
        _messages = connection.StartReplication(new PgOutputReplicationSlot(slot), options, _stopping.Token).GetAsyncEnumerator(_stopping.Token);
    }

    /// <summary>Everything up to here was read; null: nothing was yet.</summary>
    public long? ReadTo { get; private set; }

    /// <summary>True: reading ended in the middle, by a failure or because nobody wanted the rest.</summary>
    public bool IsBroken { get; private set; }

    public static async Task<ReplicationStream> OpenAsync(string connectionString, string slot, string source, CancellationToken cancellationToken)
    {
        var connection = new LogicalReplicationConnection(connectionString) { WalReceiverStatusInterval = StatusInterval };
        try
        {
            await connection.Open(cancellationToken);
            return new ReplicationStream(connection, slot, source);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The changes with <c>after &lt; SCN &lt;= mark.Scn</c>, in the order of commits.</summary>
    /// <param name="tables">By oid; others are passed over.</param>
    /// <param name="near">Some transaction of this time, with its 64 bits.</param>
    /// <param name="columnsNow">The columns that a table has now.</param>
    public async IAsyncEnumerable<RowChange> ReadAsync(
        long after, LogMark mark, IReadOnlyDictionary<uint, PostgreSqlTable> tables, long near, Func<uint, Task<IReadOnlySet<string>>> columnsNow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IsBroken = true;
        await using var stopped = cancellationToken.Register(_stopping.Cancel);
        while ((_begun ??= await BeginAsync(mark)) is { } transaction && transaction.Lsn <= mark.Scn)
        {
            _begun = null;
            while (await NextAsync() is var message and not CommitMessage)
            {
                if (message is RelationMessage relation)
                {
                    await DescribeAsync(relation, tables, columnsNow);
                }
                else if (transaction.Lsn > after)
                {
                    await foreach (var change in ChangesOfAsync(message))
                    {
                        yield return change with { Scn = transaction.Lsn, Transaction = transaction.FullId(near), CommitMicroseconds = transaction.CommitMicroseconds };
                    }
                }
            }
        }

        (ReadTo, IsBroken) = (mark.Scn, false);
    }

    /// <summary>The server may forget what stands before.</summary>
    public async Task ConfirmAsync(long lsn, CancellationToken cancellationToken)
    {
        _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber((ulong)lsn));
        await _connection.SendStatusUpdate(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _messages.DisposeAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException or NpgsqlException or IOException or ObjectDisposedException)
        {
            // It is being ended: how does not matter.
        }

        await _connection.DisposeAsync();
        _stopping.Dispose();
    }

    // The next transaction; null where the mark comes first.
    private async Task<CommittedTransaction?> BeginAsync(LogMark mark)
    {
        while (true)
        {
            switch (await NextAsync())
            {
                case BeginMessage begin:
                    return CommittedTransaction.Of(begin);
                case LogicalDecodingMessage { Prefix: LogMark.Prefix } message when await IsAsync(mark, message) || (long)(ulong)message.MessageLsn > mark.Scn:
                    return null;
                default:
                    break;
            }
        }
    }

    private static async Task<bool> IsAsync(LogMark mark, LogicalDecodingMessage message)
    {
        using var reader = new StreamReader(message.Data, leaveOpen: true);
        return await reader.ReadToEndAsync() == mark.Transaction.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<PgOutputReplicationMessage> NextAsync()
    {
        try
        {
            return await _messages.MoveNextAsync()
                ? _messages.Current
                : throw new HarunireException(CaptureErrors.Unreachable, "the server has ended the replication", _source) { IsTransient = true };
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, _source);
        }
    }

    private async Task DescribeAsync(RelationMessage relation, IReadOnlyDictionary<uint, PostgreSqlTable> tables, Func<uint, Task<IReadOnlySet<string>>> columnsNow)
    {
        _tables.Remove(relation.RelationId);
        if (tables.TryGetValue(relation.RelationId, out var described))
        {
            _tables[relation.RelationId] = await ChangedTable.OfAsync(described, relation, () => columnsNow(relation.RelationId));
        }
    }

    private async IAsyncEnumerable<RowChange> ChangesOfAsync(PgOutputReplicationMessage message)
    {
        switch (message)
        {
            case InsertMessage insert when _tables.TryGetValue(insert.Relation.RelationId, out var table):
                var inserted = await RowAsync(table, insert.NewRow, null);
                yield return Change(table, ChangeOperation.Create, table.KeyOf(inserted), null, inserted);
                break;
            case FullUpdateMessage update when _tables.TryGetValue(update.Relation.RelationId, out var table):
                var before = await RowAsync(table, update.OldRow, null);
                foreach (var change in Update(table, before, await RowAsync(table, update.NewRow, before)))
                {
                    yield return change;
                }

                break;
            case FullDeleteMessage delete when _tables.TryGetValue(delete.Relation.RelationId, out var table):
                var deleted = await RowAsync(table, delete.OldRow, null);
                yield return Change(table, ChangeOperation.Delete, table.KeyOf(deleted), deleted, null);
                break;
            case UpdateMessage update when _tables.TryGetValue(update.Relation.RelationId, out var table):
                throw NoRowBefore(table);
            case DeleteMessage delete when _tables.TryGetValue(delete.Relation.RelationId, out var table):
                throw NoRowBefore(table);
            case TruncateMessage truncate when truncate.Relations.FirstOrDefault(relation => _tables.ContainsKey(relation.RelationId)) is { } relation:
                throw new HarunireException(CaptureErrors.Truncated, "TRUNCATE was run on it", $"{_source}, {_tables[relation.RelationId].Schema.Name}", "begin again with a new snapshot: delete the migration's topics and state, and run it; the strategy snapshot-diff follows TRUNCATE");
            default:
                break;
        }
    }

    private async Task<Datum[]> RowAsync(ChangedTable table, ReplicationTuple tuple, Datum[]? before)
    {
        try
        {
            return await table.ReadAsync(tuple, before, _stopping.Token);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, _source);
        }
    }

    private static IEnumerable<RowChange> Update(ChangedTable table, Datum[] before, Datum[] after)
    {
        var (from, to) = (table.KeyOf(before), table.KeyOf(after));
        return from.Equals(to)
            ? [Change(table, ChangeOperation.Update, to, before, after)]
            :
            [
                Change(table, ChangeOperation.Delete, from, before, null) with { MovedKey = Key(table, after) },
                Change(table, ChangeOperation.Create, to, null, after) with { MovedKey = Key(table, before) },
            ];
    }

    private static Datum[] Key(ChangedTable table, Datum[] row) => [.. table.Schema.Key.Select(k => row[k])];

    private static RowChange Change(ChangedTable table, ChangeOperation operation, SnapshotKey key, Datum[]? before, Datum[]? after) => new(table.Schema, operation, key, before, after, 0, null);

    private HarunireException NoRowBefore(ChangedTable table) => new(
        CaptureErrors.LogGap, "a change comes without the row before: REPLICA IDENTITY was not FULL when it was made", $"{_source}, {table.Schema.Name}");
}
