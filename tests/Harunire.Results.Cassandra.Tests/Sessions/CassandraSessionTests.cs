using Harunire.Results.Cassandra.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harunire.Results.Cassandra.Tests.Sessions;

/// <summary>What a session does without a cluster.</summary>
public sealed class CassandraSessionTests
{
    [Fact]
    public async Task Execute_OfAClosedSession_IsNotTriedAgain()
    {
        // The limit for the first connection is far longer than the test's patience.
        var settings = CassandraSettings.Parse("contact points=127.0.0.1;port=1;connect limit=3600", "serving");
        var session = new CassandraSession(settings, "serving", TimeProvider.System, NullLogger.Instance);
        await session.DisposeAsync();

        var asking = () => session.ExecuteAsync(new CqlRequest("SELECT release_version FROM system.local"), TestContext.Current.CancellationToken);

        await asking.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Execute_ClosedWhileItTriesAgain_Ends()
    {
        var settings = CassandraSettings.Parse("contact points=127.0.0.1;port=1;connect limit=3600", "serving");
        var session = new CassandraSession(settings, "serving", TimeProvider.System, NullLogger.Instance);
        var asking = session.ExecuteAsync(new CqlRequest("SELECT release_version FROM system.local"), TestContext.Current.CancellationToken);

        await session.DisposeAsync();

        await asking.Invoking(task => task).Should().ThrowAsync<ObjectDisposedException>("the session is closed, whatever the last attempt met");
    }
}
