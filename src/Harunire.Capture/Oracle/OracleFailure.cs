using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Errors;

namespace Harunire.Capture.Oracle;

/// <summary>Oracle's error numbers, read from the message so that no driver is named, and what each means for a poll.</summary>
internal static partial class OracleFailure
{
    /// <summary>Snapshot too old; undo of a version query too old: the history is gone.</summary>
    private static readonly int[] History = [1555, 30052];

    /// <summary>In-doubt distributed transaction, lost or refused sessions, a listener or an instance that is not there yet: the same call may succeed.</summary>
    private static readonly int[] Transient =
        [28, 1012, 1033, 1034, 1089, 1090, 1092, 1466, 1555, 1591, 3113, 3114, 3135, 12150, 12153, 12170, 12514, 12516, 12518, 12520, 12528, 12537, 12541, 12543, 12545, 12547, 12570, 12571, 25408];

    private static readonly int[] Privilege = [942, 1031, 1720, 1749];

    /// <summary>ORA-nnnnn; 0 where the message names none.</summary>
    public static int Number(DbException failure) =>
        OraNumber().Match(failure.Message) is { Success: true } match ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    public static bool IsHistoryGone(DbException failure) => History.Contains(Number(failure));

    public static bool IsDefinitionChanged(DbException failure) => Number(failure) == 1466;

    public static bool IsMissingPrivilege(DbException failure) => Privilege.Contains(Number(failure));

    /// <summary>ORA-22924 and ORA-01555 of a LOB: its old version is gone, though the row's is not.</summary>
    public static bool IsLobGone(DbException failure) => Number(failure) is 22924 or 1555;

    /// <summary>The error for the user.</summary>
    /// <param name="subject">The source, and the table where there is one.</param>
    /// <param name="grant">What may be missing where the object is said not to exist.</param>
    public static HarunireException ToError(DbException failure, string subject, string? grant = null)
    {
        var number = Number(failure);
        return IsMissingPrivilege(failure)
            ? new HarunireException(CaptureErrors.MissingPrivilege, FirstLine(failure), subject, grant is null ? null : $"as its owner or a DBA: {grant}", failure)
            : new HarunireException(CaptureErrors.Unreachable, FirstLine(failure), subject, Hint(number), failure) { IsTransient = failure.IsTransient || Transient.Contains(number) };
    }

    private static string? Hint(int number) => number switch
    {
        1017 => "user or password is wrong; look at what stands behind the connection's name",
        1555 => "undo did not last as long as the reading: raise UNDO_RETENTION, or take smaller chunks ('chunk rows')",
        1466 => "the table's definition changed while it was read; the next poll reads it again",
        1591 => "a distributed transaction is in doubt: it is waited for, not skipped; DBA_2PC_PENDING names it",
        12154 or 12514 or 12541 => "check host, port and service of the connection string, or TNS_ADMIN",
        _ => null,
    };

    private static string FirstLine(DbException failure) => failure.Message.Split('\n')[0].TrimEnd('\r');

    [GeneratedRegex(@"\bORA-(?<number>\d{5})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex OraNumber();
}
