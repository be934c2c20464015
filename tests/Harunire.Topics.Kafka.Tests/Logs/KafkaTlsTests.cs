using Harunire.Model.Errors;
using Harunire.Testing;
using Harunire.Testing.Certificates;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Kafka.Logs;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Kafka.Tests.Logs;

/// <summary>A broker that is reached by TLS alone: what is trusted, and what is said of what is not.</summary>
public sealed class KafkaTlsTests(TlsKafkaServer server) : IClassFixture<TlsKafkaServer>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Starting = new(1);
    private static bool _isStarted;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Starting.WaitAsync(Token);
        try
        {
            if (!_isStarted)
            {
                await server.StartAsync(Token);
                _isStarted = true;
            }
        }
        finally
        {
            Starting.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AuthorityAndClientCertificate_RecordsAreWrittenAndReadBack()
    {
        var topic = $"tls-{Guid.NewGuid():N}";
        await using var log = Open(Trusting(server.Authority) + Showing(server.Authority));
        await log.CreateTopicAsync(topic, 2, cancellationToken: Token);

        var written = await log.AppendAsync([new ProducedRecord { Topic = topic, Key = [1], Value = [2, 3], TimestampMilliseconds = 1_700_000_000_000 }], Token);

        var read = await log.ReadAsync(topic, written[0].Partition, written[0].Offset, ReadLimits.Default, Token);
        read.Should().ContainSingle().Which.Value!.Value.ToArray().Should().Equal(2, 3);
    }

    [Fact]
    public async Task OtherAuthority_IsRefusedAtOnce()
    {
        using var other = new TestAuthority("Somebody else's authority");

        await RefusesAsync(Trusting(other) + Showing(server.Authority), "certificate");
    }

    [Fact]
    public Task HostThatTheCertificateDoesNotName_IsRefusedAtOnce() =>
        RefusesAsync(Trusting(server.Authority) + Showing(server.Authority), "certificate", host: "127.0.0.1");

    [Fact]
    public Task ClientCertificate_Missing_IsRefusedAtOnce() =>
        RefusesAsync(Trusting(server.Authority), "certificate");

    [Fact]
    public async Task ClientCertificate_OfAnotherAuthority_IsRefusedAtOnce()
    {
        using var other = new TestAuthority("Somebody else's authority");

        await RefusesAsync(Trusting(server.Authority) + Showing(other), "certificate");
    }

    [Fact]
    public void AuthorityFile_Missing_IsNamed()
    {
        var open = () => Open(";ssl.ca.location=/no/such.pem");

        var failure = open.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(KafkaErrors.BadSetting);
        failure.Message.Should().Contain("ssl.ca.location");
    }

    // Not transient: a job stops with it instead of waiting for topics.outage to pass.
    private async Task RefusesAsync(string settings, string reason, string host = TlsKafkaServer.Host)
    {
        await using var log = Open(settings, host);

        var failure = (await log.Awaiting(l => l.CreateTopicAsync("t", 1, cancellationToken: Token).AsTask()).Should().ThrowAsync<HarunireException>()).Which;

        (failure.Code, failure.IsTransient).Should().Be((KafkaErrors.Refused, false));
        failure.Message.Should().Contain(reason);
        failure.Diagnostics[0].Hint.Should().Contain("ssl.ca.location").And.Contain("ssl.certificate.location");
    }

    private KafkaTopicLog Open(string settings, string host = TlsKafkaServer.Host) =>
        new(KafkaConnection.Parse($"bootstrap.servers={host}:{server.Port};security.protocol=SSL{settings}", "bus"), new KafkaTopicSettings { Prefix = "tls-" });

    private string Trusting(TestAuthority authority) => $";ssl.ca.location={server.WriteAuthority(authority, $"trust-{Guid.NewGuid():N}")}";

    private string Showing(TestAuthority signer)
    {
        var (certificate, key) = server.WriteClient(signer, $"client-{Guid.NewGuid():N}");
        return $";ssl.certificate.location={certificate};ssl.key.location={key}";
    }
}
