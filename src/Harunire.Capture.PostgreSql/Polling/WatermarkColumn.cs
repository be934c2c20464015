using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Errors;
using Harunire.Model.Types;

namespace Harunire.Capture.PostgreSql.Polling;

/// <summary>The column that every change sets: rows are read again from the start of the oldest transaction of the last poll on, and compared.</summary>
/// <remarks>A row is stamped before it is committed: what was not visible at the last poll has a stamp that is not before the start of the oldest transaction then.</remarks>
internal static class WatermarkColumn
{
    /// <summary>now() is the transaction's start; a client's own clock is the migration's overlap.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Zones reach from UTC-12: a stamp without a zone may look older by so much.</summary>
    private static readonly TimeSpan WestmostZone = TimeSpan.FromHours(12);

    /// <summary>HAR3023 where the strategy lacks what it needs.</summary>
    public static void Check(PostgreSqlTable table, PollMoment moment, string subject)
    {
        var name = table.Options.Watermark;
        var reason = name is null ? "the strategy watermark needs 'watermark: COLUMN'"
            : table.Schema.IndexOf(name) is not (>= 0 and var i) ? $"there is no captured column {name}"
            : table.Schema.Columns[i].Type is not (DateType or TimestampType or TimestampTzType) ? $"the watermark {name} is a {table.Schema.Columns[i].Type}: a date or timestamp is needed"
            : !moment.SeesTransactions && table.Options.Overlap is null ? "the running transactions can't be seen, so the longest one must be stated"
            : null;
        if (reason is not null)
        {
            throw new HarunireException(CaptureErrors.UnusableStrategy, reason, subject, "GRANT pg_read_all_stats TO the capture's role, on the primary and without prepared transactions; or write 'overlap: 2h' (longer than any transaction)");
        }
    }

    /// <summary>The condition for rows that may have changed; its one parameter is <see cref="Bound"/>.</summary>
    public static string Condition(PostgreSqlTable table)
    {
        var column = Of(table);
        var quoted = $"t.{PostgreSqlIdentifier.Quote(column.Definition.Name)}";
        return $" WHERE {quoted} >= $1::text::{column.Declared} OR {quoted} IS NULL";
    }

    public static string Bound(PostgreSqlTable table, PollMark mark)
    {
        var back = Margin + (table.Options.Overlap ?? TimeSpan.Zero) + (Of(table).Definition.Type is TimestampTzType ? TimeSpan.Zero : WestmostZone);
        var time = DateTime.UnixEpoch.AddTicks(mark.OldestMicroseconds * TimeSpan.TicksPerMicrosecond) - back;
        return time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture) + (Of(table).Definition.Type is TimestampTzType ? "+00" : "");
    }

    private static PostgreSqlColumn Of(PostgreSqlTable table) => table.Columns[table.Schema.IndexOf(table.Options.Watermark!)];
}
