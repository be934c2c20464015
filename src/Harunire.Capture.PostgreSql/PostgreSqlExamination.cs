using System.Globalization;
using Dapper;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Health;
using Npgsql;

namespace Harunire.Capture.PostgreSql;

/// <summary>Looks at a PostgreSQL source: the server, the slot and what it holds, text keys.</summary>
internal sealed class PostgreSqlExamination(NpgsqlConnection connection, string slot)
{
    private const long MuchLog = 1L << 30;

    private const string ServerQuery = """
        SELECT current_setting('server_version') AS "Version", current_setting('max_slot_wal_keep_size') AS "Bound", datcollate AS "Locale", current_user::text AS "Role"
        FROM pg_database WHERE datname = current_database()
        """;

    private const string SlotQuery = """
        SELECT wal_status AS "Status", active AS "IsActive", (pg_current_wal_lsn() - restart_lsn)::bigint AS "Held" FROM pg_replication_slots WHERE slot_name = @slot
        """;

    public async Task<IReadOnlyList<HealthFinding>> RunAsync(IReadOnlyList<PostgreSqlTable> tables)
    {
        var (version, bound, locale, role) = await connection.QuerySingleAsync<(string, string, string, string)>(ServerQuery);
        var findings = new List<HealthFinding> { new("server", HealthState.Good, $"version {version}; the role is {role}") };
        if (await connection.QuerySingleOrDefaultAsync<(string Status, bool IsActive, long Held)?>(SlotQuery, new { slot }) is { } state)
        {
            findings.Add(Slot(state.Status, state.IsActive, state.Held));
            findings.AddRange(bound == "-1" ? [new HealthFinding(slot, HealthState.Note, "max_slot_wal_keep_size is not set: while capture stands still, its log may fill the disk", "set it to what the disk can spare; beyond it, capture stops with HAR3008 and begins anew")] : []);
        }

        findings.AddRange(locale is "C" or "POSIX" ? [] : tables.Where(HasTextKey).Select(table => new HealthFinding(
            table.Schema.Name.Table,
            HealthState.Note,
            $"its key has texts, and the database's locale is {locale}: each chunk of a snapshot sorts the table",
            $"CREATE INDEX ON {table.Quoted} ({string.Join(", ", table.KeyColumns.Select(column => column.Order!.Replace("t.", "", StringComparison.Ordinal)))})")));
        return findings;
    }

    private static bool HasTextKey(PostgreSqlTable table) => table.KeyColumns.Any(column => column.Order!.Contains("COLLATE", StringComparison.Ordinal));

    private HealthFinding Slot(string status, bool isActive, long held)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"the slot is {(isActive ? "read" : "not read now")} and holds {held / (1024 * 1024):N0} MiB of log, {status}");
        return status is "unreserved" or "lost" ? new HealthFinding(slot, HealthState.Problem, text, "the server is about to remove log that capture needs, or has: start capture, or raise max_slot_wal_keep_size")
            : held > MuchLog && !isActive ? new HealthFinding(slot, HealthState.Note, text, "start capture; where the migration is given up, drop the slot")
            : new HealthFinding(slot, HealthState.Good, text);
    }
}
