using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra.Tests.Sessions;

public sealed class CassandraSettingsTests
{
    [Fact]
    public void Parse_AllKeys_AreTaken()
    {
        var settings = CassandraSettings.Parse("contact points=10.0.0.1, 10.0.0.2;port=19042;data centre=dc1;user name=job;password='a;b';request deadline=5;outage limit=60;concurrency=32", "serving");

        settings.ContactPoints.Should().Equal("10.0.0.1", "10.0.0.2");
        (settings.Port, settings.DataCentre, settings.UserName, settings.Password, settings.Concurrency).Should().Be((19042, "dc1", "job", "a;b", 32));
        (settings.RequestDeadline, settings.OutageLimit).Should().Be((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)));
        settings.NodeTimeout.Should().BeLessThan(settings.RequestDeadline, "a slow node is left before the session is given up");
        settings.ToString().Should().Be("10.0.0.1,10.0.0.2:19042");
    }

    [Fact]
    public void Parse_TlsKeys_AreTaken()
    {
        var file = typeof(CassandraSettingsTests).Assembly.Location;
        var settings = CassandraSettings.Parse($"contact points=a;tls=true;tls authority={file};tls certificate={file};tls certificate password='a;b'", "serving");

        (settings.Tls, settings.TlsAuthority, settings.TlsCertificate, settings.TlsCertificatePassword).Should().Be((true, file, file, "a;b"));
    }

    [Theory]
    [InlineData("port=9042", "contact points")]
    [InlineData("contact points=a;prot=9042", "did you mean 'port'?")]
    [InlineData("contact points=a;port=0", "a whole number from 1 to 65535")]
    [InlineData("contact points=a;tls=perhaps", "true or false")]
    [InlineData("contact points=a;tls authority=/none.pem", "does not exist")]
    [InlineData("S3CR3T", "not made of key=value pairs")]
    public void Parse_WrongString_SaysWhatIsExpected(string text, string expected)
    {
        var act = () => CassandraSettings.Parse(text, "serving");
        var failure = act.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(ResultErrors.BadConnection);
        failure.Message.Should().Contain(expected).And.NotContain("S3CR3T");
    }
}
