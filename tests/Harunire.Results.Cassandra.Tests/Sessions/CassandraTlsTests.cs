using System.Security.Cryptography.X509Certificates;
using Harunire.Model.Errors;
using Harunire.Results.Cassandra.Sessions;
using Harunire.Testing.Certificates;
using Harunire.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harunire.Results.Cassandra.Tests.Sessions;

/// <summary>The driver over TLS: to a real node behind a front that ends TLS, and to fronts that must not be trusted.</summary>
public sealed class CassandraTlsTests(CassandraServer server) : IDisposable
{
    // The driver looks the name of a node's address up.
    private const string Host = "localhost";

    private readonly TestAuthority _authority = new("Harunire's test authority");
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-cassandra-tls-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AuthorityAndClientCertificate_RowsAreWrittenAndReadBack()
    {
        await server.StartAsync(Token);
        using var certificate = _authority.Sign(Host);
        await using var front = new TlsFront(server.ContactPoints[0], server.Port, certificate);
        var settings = $"{Trusting(_authority)};tls certificate={ClientFile()};tls certificate password=p12 secret";
        await using var target = CassandraTarget.Open(Settings(front, settings), CassandraTarget.NewKeyspace());
        await target.EnsureTableAsync(Batches.Table, Token);

        await target.ApplyAsync(Batches.Of(1, Batches.Row(1, 10)), Token);

        (await Batches.DumpAsync(target, Token)).Should().Equal("1|10|-");
        front.Client.Should().Be("CN=client");
    }

    [Fact]
    public async Task OtherAuthority_IsRefusedAtOnce()
    {
        using var other = new TestAuthority("Somebody else's authority");
        using var certificate = _authority.Sign(Host);

        await RefusesAsync(certificate, Trusting(other), "chain");
    }

    [Fact]
    public async Task ExpiredCertificate_IsRefusedAtOnce()
    {
        using var certificate = _authority.Sign(Host, isExpired: true);

        await RefusesAsync(certificate, Trusting(_authority), "NotTimeValid");
    }

    [Fact]
    public async Task CertificateOfAnotherHost_IsRefusedAtOnce()
    {
        using var certificate = _authority.Sign("cassandra.example");

        await RefusesAsync(certificate, Trusting(_authority), "cassandra.example");
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // No node stands behind the front: the handshake ends before one is asked. Not transient: the job does not wait for it to pass.
    private static async Task RefusesAsync(X509Certificate2 certificate, string settings, string reason)
    {
        await using var front = new TlsFront("127.0.0.1", 1, certificate);
        await using var session = new CassandraSession(Settings(front, settings), "serving", TimeProvider.System, NullLogger.Instance);

        var failure = (await session.Awaiting(s => s.ExecuteAsync(new CqlRequest("SELECT release_version FROM system.local"), Token)).Should().ThrowAsync<HarunireException>()).Which;

        (failure.Code, failure.IsTransient, front.Handshakes).Should().Be((ResultErrors.Unavailable, false, 0));
        failure.Message.Should().Contain(reason);
        failure.Diagnostics[0].Hint.Should().Contain("tls authority");
    }

    private static CassandraSettings Settings(TlsFront front, string settings) =>
        CassandraSettings.Parse($"contact points=127.0.0.1;port={front.Port};tls=true{settings}", "serving");

    private string Trusting(TestAuthority authority)
    {
        var path = Path.Combine(_folder, "authority.pem");
        File.WriteAllText(path, authority.Pem);
        return $";tls authority={path}";
    }

    private string ClientFile()
    {
        var path = Path.Combine(_folder, "client.p12");
        using var certificate = _authority.Sign("client");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "p12 secret"));
        return path;
    }
}
