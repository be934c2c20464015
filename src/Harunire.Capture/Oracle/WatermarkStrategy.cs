using System.Runtime.CompilerServices;
using Harunire.Capture.Polling;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>A column that every change sets. Rows are read again from the start of the oldest transaction of the last poll on, and compared.</summary>
/// <remarks>
/// A row is stamped before it is committed: whatever was not visible at the last poll belongs to a transaction that was active then or began later,
/// so its stamp is not before the start of the oldest one. The bound follows the database's clock and never the data, so a stamp in the future moves nothing.
/// </remarks>
internal sealed class WatermarkStrategy : IOracleStrategy
{
    public const string Name = "watermark";

    /// <summary>A statement's SYSDATE is taken before its transaction begins, and START_DATE has whole seconds.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public LossContract Contract(OracleTable? table) => new()
    {
        Strategy = Name,
        SeesDeletes = false,
        SeesEveryVersion = false,
        GivesBeforeImages = true,
        Notes =
        [
            "Deletes are not seen, nor changes that leave the column as it was or set it back further than the overlap: an audit by snapshot diff finds them.",
            "The column must have the database's clock (SYSDATE, SYSTIMESTAMP); another clock must be covered by 'overlap'.",
            "Rows whose column is NULL or lies in the future are read at each poll.",
            .. table is { Options.Overlap: not null } ? ["At risk where GV$TRANSACTION can't be read: a transaction longer than the overlap is missed."] : Array.Empty<string>(),
        ],
    };

    public ChangeReading Reading(OracleTable table) => ChangeReading.ChangedRows;

    public Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken)
    {
        var reason = table.Options.Watermark is null ? "the strategy watermark needs 'watermark: COLUMN'"
            : table.Schema.IndexOf(table.Options.Watermark) < 0 ? $"there is no captured column {table.Options.Watermark}"
            : Column(table).Type is not (DateType or TimestampType or TimestampTzType or TimestampLtzType) ? $"the watermark {table.Options.Watermark} is a {Column(table).Type}: a date or timestamp is needed"
            : !poll.SeesTransactions && table.Options.Overlap is null ? "GV$TRANSACTION can't be read, so the longest transaction must be stated"
            : null;
        return reason is null
            ? Task.CompletedTask
            : throw new HarunireException(CaptureErrors.UnusableStrategy, reason, poll.Subject(table), "grant SELECT on SYS.GV_$TRANSACTION, or write 'overlap: 2h' (longer than any transaction)");
    }

    public async IAsyncEnumerable<RowChange> ReadAsync(
        OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statement = Statement(table, Lower(poll, table, mark!), asOf: poll.Scn);
        await foreach (var (row, place) in OracleRows.ReadAsync(poll, statement, table, cancellationToken))
        {
            yield return new RowChange(table.Schema, ChangeOperation.Update, place, null, row, poll.Scn, null);
        }

        await poll.RequireUncutAsync(table, mark, cancellationToken);
    }

    public IEnumerable<string> Privileges(OracleTable table) => [$"FLASHBACK ON {table.Quoted}", "SELECT ON SYS.GV_$TRANSACTION"];

    /// <param name="asOf">Null on databases that have no flashback query.</param>
    internal static OracleStatement Statement(OracleTable table, Datum lower, long? asOf)
    {
        var column = Column(table);
        var statement = new OracleStatement("watermark").Part("columns", OracleRows.Select(table)).Part("table", table.Quoted)
            .Part("watermark", OracleTable.Of(column)).Part("lower", OracleColumn.Parameter("lower", column.Type)).Part("as_of", asOf is null ? "" : " AS OF SCN :as_of")
            .Bind("lower", OracleColumn.Write(lower));
        return asOf is { } scn ? statement.Bind("as_of", scn) : statement;
    }

    // When the clock is set back (the end of daylight saving time), the earlier of both local times is the bound.
    private static Datum Lower(OraclePoll poll, OracleTable table, OracleMark mark)
    {
        var overlap = (long)(Margin + (table.Options.Overlap ?? TimeSpan.Zero)).TotalMicroseconds;
        var oldestUtc = mark.OldestLocalMicroseconds - (mark.OffsetMinutes * 60_000_000L) - overlap;
        var local = oldestUtc + (Math.Min(mark.OffsetMinutes, poll.OffsetMinutes) * 60_000_000L);
        return Column(table).Type switch
        {
            DateType => Datum.FromDate(new OracleDate(Seconds(local))),
            TimestampType => Datum.FromTimestamp(Stamp(local)),
            _ => Datum.FromTimestampTz(new OracleTimestampTz(Stamp(oldestUtc), 0)),
        };
    }

    private static OracleTimestamp Stamp(long microseconds) => new(Seconds(microseconds), (int)(microseconds - (Seconds(microseconds) * 1_000_000)) * 1000);

    private static long Seconds(long microseconds) => (long)Math.Floor(microseconds / 1_000_000m);

    private static ColumnDefinition Column(OracleTable table) =>
        table.Schema.IndexOf(table.Options.Watermark ?? "") is var i and >= 0 ? table.Schema.Columns[i] : new ColumnDefinition(table.Options.Watermark ?? "", new TextType(), true);
}
