using System.Net.Sockets;
using Cassandra;
using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra.Sessions;

/// <summary>Which failures pass by themselves, and what the others are called.</summary>
internal static class Failures
{
    /// <summary>So many transient failures without one success: the session is given up.</summary>
    public const int MostInARow = 64;

    /// <summary>The same request may succeed later. A write that timed out may have been written; it is sent again with the same timestamp.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        TimeoutException or SocketException or ObjectDisposedException or IOException => true,
        NoHostAvailableException none => !none.Errors.Values.Any(IsRefusal),
        OperationTimedOutException or WriteTimeoutException or ReadTimeoutException or UnavailableException or OverloadedException => true,
        IsBootstrappingException or TruncateException or ServerErrorException or ReadFailureException or WriteFailureException or BusyPoolException => true,
        _ => false,
    };

    public static bool IsOfTheDriver(Exception failure) => failure is DriverException or SocketException or ObjectDisposedException or IOException or TaskCanceledException;

    /// <summary>The typed error, once a request is not tried any more.</summary>
    public static HarunireException Typed(Exception failure, string name) => failure switch
    {
        InvalidQueryException gone when gone.Message.Contains("does not exist", StringComparison.OrdinalIgnoreCase) || gone.Message.Contains("unconfigured table", StringComparison.OrdinalIgnoreCase) =>
            new HarunireException(ResultErrors.TableMissing, gone.Message, name, "run 'harunire apply' on the migration", gone),
        InvalidQueryException or SyntaxError =>
            new HarunireException(ResultErrors.Unavailable, failure.Message, name, "was the table altered while the job ran? 'harunire plan' checks it", failure),
        UnauthorizedException =>
            new HarunireException(ResultErrors.Unavailable, failure.Message, name, "grant the role SELECT and MODIFY on the keyspace's tables", failure),
        _ when Unsafe(failure) is { } reason =>
            new HarunireException(ResultErrors.Unavailable, $"no safe connection: {reason}", name, "name the authority that signed the nodes' certificates: tls authority=/path/ca.pem; each node's name must stand in its certificate; nodes that ask for one get tls certificate=/path/client.p12", failure),
        _ when IsRefusal(failure) || (failure is NoHostAvailableException none && none.Errors.Values.Any(IsRefusal)) =>
            new HarunireException(ResultErrors.Unavailable, "the cluster refused user name or password", name, inner: failure),
        _ => new HarunireException(ResultErrors.Unavailable, Message(failure), name, inner: failure) { IsTransient = IsTransient(failure) },
    };

    public static string Message(Exception failure) => failure switch
    {
        NoHostAvailableException { Errors.Count: > 0 } none => $"no node could be asked: {string.Join("; ", none.Errors.Select(e => $"{e.Key} {e.Value?.Message ?? "is marked as down"}"))}",
        TimeoutException => "a request was not answered before its deadline",
        _ => failure.Message,
    };

    // Null where TLS was not what ended it.
    private static string? Unsafe(Exception failure) => failure switch
    {
        System.Security.Authentication.AuthenticationException => failure.Message,
        NoHostAvailableException none => none.Errors.Values.OfType<System.Security.Authentication.AuthenticationException>().FirstOrDefault()?.Message,
        _ => null,
    };

    // The driver gives null for a node that it did not ask.
    private static bool IsRefusal(Exception? failure) => failure is AuthenticationException or System.Security.Authentication.AuthenticationException;
}
