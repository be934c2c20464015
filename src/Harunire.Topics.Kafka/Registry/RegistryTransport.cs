using System.Net.Security;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.SchemaRegistry;
using Harunire.Model.Certificates;
using Harunire.Model.Errors;

namespace Harunire.Topics.Kafka.Registry;

/// <summary>The connections of Confluent's client, with a check of the server's certificate that holds.</summary>
/// <remarks>
/// Given an authority, the client's own check compares nothing but the issuer that the server sends along: it refuses servers that send
/// none, takes certificates that have ended and those of other hosts, and drops the reason of a refusal (RestService.CreateHandler and
/// ExecuteOnOneInstanceAsync, version 2.14). It takes no handler from outside, so its HttpClients are replaced; a version whose fields
/// are called otherwise fails at the first use, in every test.
/// </remarks>
internal sealed class RegistryTransport : DelegatingHandler
{
    private const string Hint = "give the authority that signed the registry's certificate: schema.registry.ssl.ca.location=/path/ca.pem; the host in schema.registry.url must stand in the certificate";

    private readonly string _name;

    private RegistryTransport(string name, SocketsHttpHandler inner)
        : base(inner) => _name = name;

    /// <summary>HAR4304 where a file can't be read.</summary>
    /// <param name="client">Just made, of the same settings.</param>
    /// <param name="settings">The connection's.</param>
    /// <param name="name">The connection's, for errors.</param>
    public static void Replace(CachedSchemaRegistryClient client, IReadOnlyDictionary<string, string> settings, string name)
    {
        var clients = Clients((RestService)Rest(client));
        for (var i = 0; i < clients.Count; i++)
        {
            using var replaced = clients[i];
            clients[i] = new HttpClient(new RegistryTransport(name, new SocketsHttpHandler { SslOptions = Options(settings, name) })) { BaseAddress = replaced.BaseAddress, Timeout = replaced.Timeout };
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException refusal)
        {
            // Of any other type, so that the client passes it on instead of writing its message only.
            throw new HarunireException(KafkaErrors.Refused, $"no safe connection to {request.RequestUri?.Authority}: {refusal.Message}", $"connection '{_name}'", Hint, failure);
        }
    }

    private static SslClientAuthenticationOptions Options(IReadOnlyDictionary<string, string> settings, string name)
    {
        string? Text(string key) => settings.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
        var authorities = new X509Certificate2Collection();
        if (Text(SchemaRegistryConfig.PropertyNames.SslCaLocation) is { } file)
        {
            Load(SchemaRegistryConfig.PropertyNames.SslCaLocation, file, name, () => authorities.ImportFromPemFile(file));
        }

        var isChecked = !string.Equals(Text(SchemaRegistryConfig.PropertyNames.EnableSslCertificateVerification), "false", StringComparison.OrdinalIgnoreCase);
        var options = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, chain, errors) => !isChecked || Trusts(certificate, chain, errors, authorities) };
        if (Text(SchemaRegistryConfig.PropertyNames.SslKeystoreLocation) is { } own)
        {
            Load(SchemaRegistryConfig.PropertyNames.SslKeystoreLocation, own, name, () =>
                options.ClientCertificates = [X509CertificateLoader.LoadPkcs12FromFile(own, Text(SchemaRegistryConfig.PropertyNames.SslKeystorePassword))]);
        }

        return options;
    }

    // The reason is only told where the callback throws it.
    private static bool Trusts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection authorities) =>
        ServerTrust.Problem(certificate, chain, errors, authorities) is { } problem ? throw new AuthenticationException(problem) : true;

    private static void Load(string key, string file, string name, Action load)
    {
        try
        {
            load();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new HarunireException(KafkaErrors.BadSetting, $"{key} is '{file}': {failure.Message}", $"connection '{name}'", inner: failure);
        }
    }

    private static object Rest(CachedSchemaRegistryClient client) =>
        typeof(CachedSchemaRegistryClient).GetField("restService", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(client)
        ?? throw new MissingFieldException(nameof(CachedSchemaRegistryClient), "restService");

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "clients")]
    private static extern ref List<HttpClient> Clients(RestService service);
}
