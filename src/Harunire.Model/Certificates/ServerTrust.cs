using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Harunire.Model.Certificates;

/// <summary>Whether a server's certificate is good: its dates, its name, and a chain that ends at an authority that is trusted.</summary>
public static class ServerTrust
{
    /// <summary>Why the certificate is not trusted; null: it is. Arguments as in <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <param name="certificate">As the server showed it; null: it showed none.</param>
    /// <param name="chain">As it was built with the machine's authorities.</param>
    /// <param name="errors">What the machine found.</param>
    /// <param name="authorities">Those that alone are trusted; empty: the machine's. Their revocation lists are not asked for.</param>
    public static string? Problem(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        if (certificate is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the server showed no certificate";
        }

        var chained = authorities.Count == 0 ? (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Statuses(chain) : null) : OwnChain(certificate, chain, authorities);
        string?[] problems =
        [
            errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"the server's certificate is for another name ({Names(certificate)})" : null,
            chained is null ? null : $"the chain of the server's certificate is not trusted ({chained})",
        ];
        return problems.Any(p => p is not null) ? string.Join("; ", problems.Where(p => p is not null)) : null;
    }

    private static string? OwnChain(X509Certificate certificate, X509Chain chain, X509Certificate2Collection authorities)
    {
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(e => e.Certificate).ToArray());
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(presented) ? null : Statuses(own);
    }

    private static string Statuses(X509Chain chain) => string.Join(", ", chain.ChainStatus.Select(s => s.Status).Distinct());

    private static string Names(X509Certificate certificate)
    {
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        var names = presented.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : presented.Subject;
    }
}
