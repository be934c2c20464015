namespace Harunire.Capture.PostgreSql.Replication;

/// <summary>A mark that capture has put into the log: what was committed before stands before it.</summary>
/// <param name="Scn">Above every commit before it, and below every one after.</param>
/// <param name="Transaction">Who has written it, which is what it says.</param>
internal readonly record struct LogMark(long Scn, long Transaction)
{
    /// <summary>Of the messages in the log that are marks.</summary>
    public const string Prefix = "harunire";
}
