using Harunire.Model.Errors;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Sessions;

/// <summary>PostgreSQL's error codes, and what each means for a poll. https://www.postgresql.org/docs/15/errcodes-appendix.html</summary>
internal static class PostgreSqlFailure
{
    /// <summary>The error for the user.</summary>
    /// <param name="subject">The source, and the table where there is one.</param>
    public static HarunireException ToError(NpgsqlException failure, string subject) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            new HarunireException(CaptureErrors.MissingPrivilege, denied.MessageText, subject, "docs/postgresql.md lists what capture's role needs", denied),
        PostgresException { SqlState: PostgresErrorCodes.ObjectInUse } busy =>
            new HarunireException(CaptureErrors.Unreachable, busy.MessageText, subject, "another process reads the replication slot: a second capture of this migration? It is waited for", busy) { IsTransient = true },
        PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } gone when gone.MessageText.Contains("slot", StringComparison.Ordinal) =>
            new HarunireException(CaptureErrors.LogGap, gone.MessageText, subject, inner: gone),
        PostgresException answer =>
            new HarunireException(CaptureErrors.Unreachable, $"{answer.SqlState}: {answer.MessageText}", subject, Hint(answer.SqlState), answer) { IsTransient = answer.IsTransient || IsGoingDown(answer.SqlState) },
        _ => new HarunireException(CaptureErrors.Unreachable, failure.Message, subject, inner: failure) { IsTransient = true },
    };

    private static bool IsGoingDown(string state) => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    private static string? Hint(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "look at user and password behind the connection's name, and at pg_hba.conf",
        PostgresErrorCodes.ConfigurationLimitExceeded => "raise max_replication_slots and max_wal_senders, or drop slots that nobody reads",
        _ => null,
    };
}
