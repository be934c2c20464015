using Microsoft.Extensions.Logging;

namespace Harunire.Results.Cassandra;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Target}: {Failure}; attempt {Attempt} follows")]
    public static partial void Retrying(ILogger logger, string target, string failure, int attempt);

    [LoggerMessage(2, LogLevel.Warning, "{Target}: the session does not answer any more; a new one is opened")]
    public static partial void GivenUp(ILogger logger, string target);

    [LoggerMessage(3, LogLevel.Information, "{Target}, {Table}: this process writes with fence {Fence}")]
    public static partial void Claimed(ILogger logger, string target, string table, long fence);
}
