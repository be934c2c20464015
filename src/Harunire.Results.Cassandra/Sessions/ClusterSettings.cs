using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
using Harunire.Model.Certificates;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Sessions;

/// <summary>The driver's settings. Each that is not its default has its reason in docs/cassandra.md.</summary>
internal static class ClusterSettings
{
    private const int ConnectMilliseconds = 5000;
    private const int ReconnectMilliseconds = 1000;

    /// <summary>Requests without an answer after which a connection is closed: a node that stands still keeps its connections open.</summary>
    private const int UnansweredRequests = 8;

    public static Cluster Build(CassandraSettings settings)
    {
        var dataCentre = settings.DataCentre is { } name ? new DCAwareRoundRobinPolicy(name) : new DCAwareRoundRobinPolicy();
        var builder = Cluster.Builder()
            .AddContactPoints(settings.ContactPoints)
            .WithPort(settings.Port)
            .WithApplicationName("harunire")
            .WithMaxProtocolVersion(ProtocolVersion.V4)
            .WithLoadBalancingPolicy(new TokenAwarePolicy(dataCentre))
            .WithReconnectionPolicy(new ConstantReconnectionPolicy(ReconnectMilliseconds))
            .WithRetryPolicy(FallthroughRetryPolicy.Instance)
            .WithTypeSerializers(RawCellSerializer.All)
            .WithQueryOptions(new QueryOptions().SetConsistencyLevel(ConsistencyLevel.LocalQuorum).SetDefaultIdempotence(true))
            .WithSocketOptions(new SocketOptions()
                .SetConnectTimeoutMillis(ConnectMilliseconds)
                .SetReadTimeoutMillis((int)settings.NodeTimeout.TotalMilliseconds)
                .SetDefunctReadTimeoutThreshold(UnansweredRequests));
        if (settings.UserName is { } user)
        {
            builder.WithCredentials(user, settings.Password ?? "");
        }

        if (settings.Tls)
        {
            builder.WithSSL(Tls(settings));
        }

        return builder.Build();
    }

    private static SSLOptions Tls(CassandraSettings settings)
    {
        var authorities = new X509Certificate2Collection();
        if (settings.TlsAuthority is { } file)
        {
            authorities.ImportFromPemFile(file);
        }

        var options = new SSLOptions(SslProtocols.None, checkCertificateRevocation: true, (_, certificate, chain, errors) => Trusts(certificate, chain, errors, authorities));
        if (settings.TlsCertificate is { } client)
        {
            options.SetCertificateCollection([X509CertificateLoader.LoadPkcs12FromFile(client, settings.TlsCertificatePassword)]);
        }

        return options;
    }

    // The reason is only told where the callback throws it.
    private static bool Trusts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities) =>
        ServerTrust.Problem(certificate, chain, errors, authorities) is { } problem ? throw new System.Security.Authentication.AuthenticationException(problem) : true;
}
