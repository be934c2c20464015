using Dapper;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Polling;

/// <summary>What a poll reads once, before its rows.</summary>
/// <param name="Scn">The end of the log; grows with every commit.</param>
/// <param name="OldestMicroseconds">The start of the oldest transaction of the database, or now; since 1970-01-01 UTC.</param>
/// <param name="SeesTransactions">False: others' transactions are hidden from this role, run on the primary, or are prepared, which have no start.</param>
internal sealed record PollMoment(long Scn, long OldestMicroseconds, bool SeesTransactions)
{
    private const string Query = """
        SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn)::bigint,
               (extract(epoch FROM least(clock_timestamp(), (SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()))) * 1000000)::bigint,
               NOT pg_is_in_recovery() AND pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AND NOT EXISTS (SELECT FROM pg_prepared_xacts WHERE database = current_database())
        """;

    /// <summary>Read before the snapshot of the rows: what the rows don't show yet began no earlier, or was running then.</summary>
    public static async Task<PollMoment> ReadAsync(NpgsqlConnection connection)
    {
        var (scn, oldest, sees) = await connection.QuerySingleAsync<(long, long, bool)>(Query);
        return new PollMoment(scn, oldest, sees);
    }
}
