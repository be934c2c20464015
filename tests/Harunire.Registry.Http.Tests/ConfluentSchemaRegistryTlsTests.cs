using System.Net;
using System.Security.Cryptography.X509Certificates;
using Harunire.Model.Errors;
using Harunire.Testing.Certificates;
using Harunire.Topics.Kafka;
using Harunire.Topics.Kafka.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Harunire.Registry.Http.Tests;

/// <summary>Our client of a registry over HTTPS, with a private authority, passwords and client certificates.</summary>
public sealed class ConfluentSchemaRegistryTlsTests : IAsyncDisposable
{
    private const string Found = """{"schema":"\"int\""}""";

    private readonly TestAuthority _authority = new("Harunire's test authority");
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-registry-tls-").FullName;
    private WebApplication? _server;
    private int _asked;
    private string? _client;

    [Fact]
    public async Task PrivateAuthority_GivenByFile_IsTrusted()
    {
        await using var registry = await OpenAsync(_authority.Sign("localhost"), AuthorityFile(_authority));

        (await registry.GetByIdAsync(1)).Should().Be("\"int\"");
    }

    [Fact]
    public async Task PrivateAuthority_NotGiven_IsRefusedAtOnce()
    {
        await using var registry = await OpenAsync(_authority.Sign("localhost"), "");

        await RefusesAsync(registry, "chain");
    }

    [Fact]
    public async Task OtherAuthority_IsRefusedAtOnce()
    {
        using var other = new TestAuthority("Somebody else's authority");
        await using var registry = await OpenAsync(_authority.Sign("localhost"), AuthorityFile(other));

        await RefusesAsync(registry, "chain");
    }

    [Fact]
    public async Task AuthorityOfTheSameName_IsRefusedAtOnce()
    {
        using var impostor = new TestAuthority("Harunire's test authority");
        await using var registry = await OpenAsync(impostor.Sign("localhost"), AuthorityFile(_authority));

        await RefusesAsync(registry, "chain");
    }

    [Fact]
    public async Task ExpiredCertificate_IsRefusedAtOnce()
    {
        await using var registry = await OpenAsync(_authority.Sign("localhost", isExpired: true), AuthorityFile(_authority));

        await RefusesAsync(registry, "NotTimeValid");
    }

    [Fact]
    public async Task CertificateOfAnotherHost_IsRefusedAtOnce()
    {
        await using var registry = await OpenAsync(_authority.Sign("registry.example"), AuthorityFile(_authority));

        await RefusesAsync(registry, "localhost");
    }

    [Fact]
    public async Task ClientCertificate_IsShown()
    {
        var own = Path.Combine(_folder, "client.p12");
        using var certificate = _authority.Sign("client");
        await File.WriteAllBytesAsync(own, certificate.Export(X509ContentType.Pkcs12, "p12 secret"));
        await using var registry = await OpenAsync(_authority.Sign("localhost"), $"{AuthorityFile(_authority)};schema.registry.ssl.keystore.location={own};schema.registry.ssl.keystore.password=p12 secret");

        await registry.GetByIdAsync(1);

        _client.Should().Be("CN=client");
    }

    [Fact]
    public async Task WrongPassword_IsRefusedAtOnce_AndNotShown()
    {
        await using var registry = await OpenAsync(_authority.Sign("localhost"), $"{AuthorityFile(_authority)};schema.registry.basic.auth.user.info=u:S3CR3T");

        var failure = (await registry.Awaiting(r => r.GetByIdAsync(1).AsTask()).Should().ThrowAsync<HarunireException>()).Which;

        (failure.Code, failure.IsTransient, _asked).Should().Be((KafkaErrors.Refused, false, 1));
        failure.Message.Should().NotContain("S3CR3T");
    }

    [Fact]
    public async Task RightPassword_IsTaken()
    {
        await using var registry = await OpenAsync(_authority.Sign("localhost"), $"{AuthorityFile(_authority)};schema.registry.basic.auth.user.info=u:right");

        (await registry.GetByIdAsync(1)).Should().Be("\"int\"");
    }

    [Fact]
    public void AuthorityFile_Missing_IsNamed()
    {
        var open = () => new ConfluentSchemaRegistry("schema.registry.url=https://localhost;schema.registry.ssl.ca.location=/no/such.pem", "schemas");

        var failure = open.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(KafkaErrors.BadSetting);
        failure.Message.Should().Contain("/no/such.pem");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Nothing reaches the registry: the handshake ends before any request.
    private async Task RefusesAsync(ConfluentSchemaRegistry registry, string reason)
    {
        var failure = (await registry.Awaiting(r => r.GetByIdAsync(1).AsTask()).Should().ThrowAsync<HarunireException>()).Which;
        (failure.Code, failure.IsTransient, _asked).Should().Be((KafkaErrors.Refused, false, 0));
        failure.Message.Should().Contain(reason);
        failure.Diagnostics[0].Hint.Should().Contain("schema.registry.ssl.ca.location");
    }

    private string AuthorityFile(TestAuthority authority)
    {
        var path = Path.Combine(_folder, "authority.pem");
        File.WriteAllText(path, authority.Pem);
        return $";schema.registry.ssl.ca.location={path}";
    }

    private async Task<ConfluentSchemaRegistry> OpenAsync(X509Certificate2 certificate, string settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (shown, _, _) => (_client = shown.Subject) is not null;
        })));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        return new ConfluentSchemaRegistry($"schema.registry.url=https://localhost:{new Uri(_server.Urls.First()).Port}{settings}", "schemas");
    }

    private Task AnswerAsync(HttpContext context)
    {
        _asked++;
        var isKnown = context.Request.Headers.Authorization.ToString() is var given && (given.Length == 0 || given == "Basic " + Convert.ToBase64String("u:right"u8));
        context.Response.StatusCode = isKnown ? 200 : 401;
        return context.Response.WriteAsync(isKnown ? Found : """{"error_code":401,"message":"Unauthorized"}""");
    }
}
