using Dapper;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Errors;
using Npgsql;

namespace Harunire.Capture.PostgreSql;

/// <summary>Replica identity, publication and replication slot of a capture: what is missing, and that nothing was taken away.</summary>
internal sealed class PostgreSqlSetup(NpgsqlConnection connection, string slot, string source)
{
    private const int OldestVersion = 140_000;
    private const string SlotFunction = "pg_create_logical_replication_slot";

    private const string PublicationQuery = """
        SELECT p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AS "IsWhole", p.puballtables AS "HasAll",
               ARRAY(SELECT r.prrelid FROM pg_publication_rel r WHERE r.prpubid = p.oid) AS "Tables"
        FROM pg_publication p WHERE p.pubname = @slot
        """;

    // PostgreSQL 15 and later: rows and columns that a publication leaves out.
    private const string FiltersQuery = """
        SELECT r.prrelid::regclass::text FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
        WHERE p.pubname = @slot AND (to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL)
        """;

    private const string SlotQuery = """
        SELECT plugin::text AS "Plugin", database::text AS "Database", current_database()::text AS "Here", wal_status AS "WalStatus", (confirmed_flush_lsn - '0/0'::pg_lsn)::bigint AS "Confirmed"
        FROM pg_replication_slots WHERE slot_name = @slot
        """;

    /// <summary>The statements that are missing, in the order in which they must run.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<PostgreSqlTable> tables)
    {
        await CheckServerAsync();
        var statements = (await NotFullAsync(tables)).Select(table => $"ALTER TABLE {table.Quoted} REPLICA IDENTITY FULL").ToList();
        var publication = PostgreSqlIdentifier.Quote(slot);
        if (await FindPublicationAsync() is not { } found)
        {
            statements.Add($"CREATE PUBLICATION {publication} FOR TABLE {string.Join(", ", tables.Select(table => $"ONLY {table.Quoted}"))}");
        }
        else
        {
            await CheckPublicationAsync(found);
            statements.AddRange(tables.Where(table => !found.Has(table)).Select(table => $"ALTER PUBLICATION {publication} ADD TABLE ONLY {table.Quoted}"));
        }

        if (await FindSlotAsync() is null)
        {
            statements.Add($"SELECT {SlotFunction}({PostgreSqlIdentifier.Literal(slot)}, 'pgoutput')");
        }

        return statements;
    }

    /// <summary>Runs the statements: a slot can't be made in a transaction that has written, so it comes after the others' commit.</summary>
    public async Task ApplyAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            foreach (var statement in statements.Where(statement => !IsOfSlot(statement)))
            {
                await RunAsync(statement, transaction, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var statement in statements.Where(IsOfSlot))
        {
            await RunAsync(statement, null, cancellationToken);
        }
    }

    /// <summary>How far the slot was confirmed. HAR3004 where the set-up is missing, HAR3008 where the slot has lost its log.</summary>
    public async Task<long> RequireAsync(IReadOnlyList<PostgreSqlTable> tables)
    {
        if (await FindSlotAsync() is not { } state)
        {
            throw Missing($"there is no replication slot {slot}");
        }

        if (state.WalStatus == "lost")
        {
            throw new HarunireException(CaptureErrors.LogGap, $"the server has removed log that the slot {slot} still needed (max_slot_wal_keep_size)", source);
        }

        if (state.Plugin != "pgoutput" || state.Database != state.Here)
        {
            throw Missing($"the replication slot {slot} is one of {state.Plugin} in the database {state.Database}, not of pgoutput in {state.Here}");
        }

        var publication = await FindPublicationAsync() ?? throw Missing($"there is no publication {slot}");
        await CheckPublicationAsync(publication);
        if (tables.FirstOrDefault(table => !publication.Has(table)) is { } left)
        {
            throw Missing($"the publication {slot} is without {left.Schema.Name}");
        }

        return (await NotFullAsync(tables)).FirstOrDefault() is { } partial
            ? throw Missing($"{partial.Schema.Name} has not REPLICA IDENTITY FULL, so its changes come without the row before")
            : state.Confirmed;
    }

    private static bool IsOfSlot(string statement) => statement.Contains(SlotFunction, StringComparison.OrdinalIgnoreCase);

    // To make a slot waits for all running transactions.
    private async Task RunAsync(string statement, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CheckServerAsync()
    {
        var (version, level, isStandby) = await connection.QuerySingleAsync<(int, string, bool)>("SELECT current_setting('server_version_num')::int, current_setting('wal_level'), pg_is_in_recovery()");
        var reason = version < OldestVersion ? $"it is version {version / 10_000}, and 14 or newer is needed"
            : isStandby ? "it is a standby"
            : level != "logical" ? $"its wal_level is {level}"
            : null;
        if (reason is not null)
        {
            throw new HarunireException(CaptureErrors.ServerNotReady, reason, source, level == "logical" ? null : "ALTER SYSTEM SET wal_level = logical; then restart PostgreSQL");
        }
    }

    private async Task<List<PostgreSqlTable>> NotFullAsync(IReadOnlyList<PostgreSqlTable> tables)
    {
        var full = (await connection.QueryAsync<uint>("SELECT oid FROM pg_class WHERE oid = ANY(@oids) AND relreplident = 'f'", new { oids = Oids(tables) })).ToHashSet();
        return [.. tables.Where(table => !full.Contains(table.Oid))];
    }

    private Task<Publication?> FindPublicationAsync() => connection.QuerySingleOrDefaultAsync<Publication>(PublicationQuery, new { slot });

    private Task<SlotState?> FindSlotAsync() => connection.QuerySingleOrDefaultAsync<SlotState>(SlotQuery, new { slot });

    private async Task CheckPublicationAsync(Publication publication)
    {
        if (!publication.IsWhole)
        {
            throw Missing($"the publication {slot} does not publish all of insert, update, delete and truncate", $"ALTER PUBLICATION {PostgreSqlIdentifier.Quote(slot)} SET (publish = 'insert, update, delete, truncate')");
        }

        var filtered = (await connection.QueryAsync<string>(FiltersQuery, new { slot })).ToList();
        if (filtered.Count > 0)
        {
            throw Missing($"the publication {slot} leaves out rows or columns of {string.Join(", ", filtered)}", "changes are published whole: DROP PUBLICATION, and 'harunire apply' makes it again");
        }
    }

    private HarunireException Missing(string reason, string hint = "run 'harunire apply'") => new(CaptureErrors.SetupMissing, reason, source, hint);

    private static long[] Oids(IReadOnlyList<PostgreSqlTable> tables) => [.. tables.Select(table => (long)table.Oid)];

    private sealed record Publication
    {
        public bool IsWhole { get; init; }

        public bool HasAll { get; init; }

        public uint[] Tables { get; init; } = [];

        public bool Has(PostgreSqlTable table) => HasAll || Tables.Contains(table.Oid);
    }

    private sealed record SlotState
    {
        public string Plugin { get; init; } = "";

        public string Database { get; init; } = "";

        public string Here { get; init; } = "";

        public string? WalStatus { get; init; }

        public long Confirmed { get; init; }
    }
}
