using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
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

        var options = new SSLOptions(SslProtocols.None, checkCertificateRevocation: true, (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, authorities));
        if (settings.TlsCertificate is { } client)
        {
            options.SetCertificateCollection([X509CertificateLoader.LoadPkcs12FromFile(client, settings.TlsCertificatePassword)]);
        }

        return options;
    }

    /// <summary>The name must fit in any case; the chain must end at one of the given authorities, or at the machine's where none is given.</summary>
    internal static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (authorities.Count == 0 || certificate is null || chain is null)
        {
            return errors == SslPolicyErrors.None;
        }

        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(e => e.Certificate).ToArray());
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(presented);
    }
}
