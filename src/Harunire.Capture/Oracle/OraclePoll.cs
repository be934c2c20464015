using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>What one poll reads once, before any table: <c>hi</c>, the clock, the oldest transaction, the tables' definitions.</summary>
internal sealed class OraclePoll
{
    private readonly IReadOnlyDictionary<string, OracleFingerprint> _definitions;
    private (bool IsRead, long? Seconds) _undo;
    private (bool IsRead, long? Scn) _nologging;

    private OraclePoll(OracleSession session, OracleSourceOptions options, IReadOnlyDictionary<string, OracleFingerprint> definitions)
    {
        (Session, Options, _definitions) = (session, options, definitions);
    }

    public OracleSession Session { get; }

    public OracleSourceOptions Options { get; }

    /// <summary><c>hi</c>: every table is read up to it.</summary>
    public long Scn { get; private init; }

    /// <summary>The database's clock before <see cref="Scn"/>, microseconds since 1970-01-01 UTC.</summary>
    public long UtcMicroseconds { get; private init; }

    /// <summary>Of the database's clock, minutes from UTC.</summary>
    public int OffsetMinutes { get; private init; }

    /// <summary>When the oldest active transaction began, by the database's local time, microseconds; the clock where there is none. Read before <see cref="Scn"/>.</summary>
    public long OldestLocalMicroseconds { get; private init; }

    /// <summary>False: GV$TRANSACTION can't be read, and <see cref="OldestLocalMicroseconds"/> is only the clock.</summary>
    public bool SeesTransactions { get; private init; }

    /// <summary>Definitions and the oldest transaction first, then <c>hi</c>: what moves after them is noticed later, never missed.</summary>
    public static async Task<OraclePoll> BeginAsync(OracleSession session, OracleSourceOptions options, IReadOnlyList<OracleTable> tables, CancellationToken cancellationToken)
    {
        var definitions = await OracleFingerprint.ReadAsync(session, options.Schema, [.. tables.Select(t => t.Schema.Name.Table)], cancellationToken);
        var wantsTransactions = tables.Any(t => t.Options.Strategy == WatermarkStrategy.Name);
        var oldest = wantsTransactions ? await OldestAsync(session, cancellationToken) : null;
        var (scn, clock) = (await session.QueryAsync(
            new OracleStatement("poll"), row => (Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), Zoned(row.GetString(2))), cancellationToken))[0];
        return new OraclePoll(session, options, definitions)
        {
            Scn = scn,
            UtcMicroseconds = Microseconds(clock.Utc),
            OffsetMinutes = clock.OffsetMinutes,
            OldestLocalMicroseconds = oldest ?? Microseconds(clock.Local),
            SeesTransactions = oldest is not null,
        };
    }

    /// <summary>The definition before <see cref="Scn"/>.</summary>
    public OracleFingerprint DefinitionOf(OracleTable table) => _definitions.TryGetValue(table.Schema.Name.Table, out var found)
        ? found
        : throw new HarunireException(CaptureErrors.UnknownTable, "the table is gone", Subject(table));

    /// <summary>HAR3020 where the definition is not that of the mark now, after the reading: the history that was read may have been cut.</summary>
    public async Task RequireUncutAsync(OracleTable table, OracleMark? mark, CancellationToken cancellationToken)
    {
        var now = await OracleFingerprint.ReadAsync(Session, Options.Schema, [table.Schema.Name.Table], cancellationToken);
        if (mark is not null && (!now.TryGetValue(table.Schema.Name.Table, out var found) || found.Text != mark.Fingerprint))
        {
            throw Gap(table, "its definition changed while its changes were read (DDL, TRUNCATE or a partition exchange)");
        }
    }

    public HarunireException Gap(OracleTable table, string reason, DbException? failure = null) =>
        new(CaptureErrors.ChangeGap, reason, Subject(table), "the next poll repairs it by a snapshot diff", failure) { IsTransient = true };

    public string Subject(OracleTable table) => $"{Session.Name}, {table.Schema.Name}";

    /// <summary>Seconds for which undo is kept at present (V$UNDOSTAT.TUNED_UNDORETENTION); null: it can't be read.</summary>
    public async Task<long?> UndoSecondsAsync(CancellationToken cancellationToken)
    {
        if (!_undo.IsRead)
        {
            _undo = (true, await OptionalAsync("undo", cancellationToken));
        }

        return _undo.Seconds;
    }

    /// <summary>The SCN of the last NOLOGGING load into any data file (V$DATAFILE.UNRECOVERABLE_CHANGE#); null: it can't be read.</summary>
    public async Task<long?> NologgingScnAsync(CancellationToken cancellationToken)
    {
        if (!_nologging.IsRead)
        {
            _nologging = (true, await OptionalAsync("nologging", cancellationToken));
        }

        return _nologging.Scn;
    }

    private async Task<long?> OptionalAsync(string statement, CancellationToken cancellationToken)
    {
        try
        {
            return (await Session.QueryAsync(new OracleStatement(statement), row => row.IsDBNull(0) ? (long?)null : Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellationToken))[0];
        }
        catch (DbException failure) when (OracleFailure.IsMissingPrivilege(failure))
        {
            return null;
        }
    }

    // Without the privilege the contract of the table says "at risk", and its overlap stands in.
    private static async Task<long?> OldestAsync(OracleSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.QueryAsync(
                new OracleStatement("oldest_transaction"),
                row => row.IsDBNull(0) ? Microseconds(Zoned(row.GetString(1)).Local) : Microseconds(new OracleTimestamp(OracleDate.TryParse(row.GetString(0), out var date) ? date.Seconds : 0, 0)),
                cancellationToken))[0];
        }
        catch (DbException failure) when (OracleFailure.IsMissingPrivilege(failure))
        {
            return null;
        }
    }

    private static OracleTimestampTz Zoned(string text) =>
        OracleTimestampTz.TryParse(text, out var zoned) ? zoned : throw new HarunireException(CaptureErrors.BadValue, $"'{text}' is no time of the database's clock");

    private static long Microseconds(OracleTimestamp time) => (time.Seconds * 1_000_000) + (time.Nanoseconds / 1000);
}
