using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;

namespace Harunire.Capture.PostgreSql.Replication;

/// <summary>Counts what a slot holds without taking it: possible while nobody reads the slot.</summary>
internal static class SlotPeek
{
    /// <summary>The changes of these tables with <c>after &lt; SCN &lt;= until</c>; null while somebody reads the slot.</summary>
    /// <remarks>Messages: https://www.postgresql.org/docs/15/protocol-logicalrep-message-formats.html</remarks>
    public static async Task<long?> CountAsync(NpgsqlConnection connection, string slot, IReadOnlySet<uint> tables, long after, long until, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT data FROM pg_logical_slot_peek_binary_changes($1, $2::text::pg_lsn, NULL, 'proto_version', '1', 'publication_names', quote_ident($1))", connection);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slot });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = new NpgsqlLogSequenceNumber((ulong)until + 1).ToString() });
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (changes, lsn) = (0L, 0L);
            while (await reader.ReadAsync(cancellationToken))
            {
                var message = (byte[])reader.GetValue(0);
                lsn = message[0] == (byte)'B' ? BinaryPrimitives.ReadInt64BigEndian(message.AsSpan(1)) : lsn;
                changes += lsn > after && lsn <= until && Concerns(message, tables) ? 1 : 0;
            }

            return changes;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            return null;
        }
    }

    private static bool Concerns(byte[] message, IReadOnlySet<uint> tables) => (char)message[0] switch
    {
        'I' or 'U' or 'D' => tables.Contains(Oid(message, 1)),
        'T' => Enumerable.Range(0, (int)Oid(message, 1)).Any(i => tables.Contains(Oid(message, 6 + (4 * i)))),
        _ => false,
    };

    private static uint Oid(byte[] message, int at) => BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(at));
}
