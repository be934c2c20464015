using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra;

/// <summary>How a cluster is reached: a connection string of <c>key=value</c> pairs. docs/cassandra.md lists the keys.</summary>
public sealed record CassandraSettings
{
    private const string ContactPointsKey = "contact points";
    private const string PortKey = "port";
    private const string DataCentreKey = "data centre";
    private const string UserKey = "user name";
    private const string PasswordKey = "password";
    private const string TlsKey = "tls";
    private const string AuthorityKey = "tls authority";
    private const string CertificateKey = "tls certificate";
    private const string CertificatePasswordKey = "tls certificate password";
    private const string DeadlineKey = "request deadline";
    private const string OutageKey = "outage limit";
    private const string ConnectKey = "connect limit";
    private const string ConcurrencyKey = "concurrency";

    private static readonly string[] Keys =
        [ContactPointsKey, PortKey, DataCentreKey, UserKey, PasswordKey, TlsKey, AuthorityKey, CertificateKey, CertificatePasswordKey, DeadlineKey, OutageKey, ConnectKey, ConcurrencyKey];

    public required ImmutableArray<string> ContactPoints { get; init; }

    public int Port { get; init; } = 9042;

    /// <summary>The one whose nodes are asked; null: the only one of the cluster.</summary>
    public string? DataCentre { get; init; }

    /// <summary>Null: without authentication.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>The server's certificate and name are always checked.</summary>
    public bool Tls { get; init; }

    /// <summary>A PEM file with the authorities that may sign the servers' certificates; null: the machine's.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>A PKCS#12 file with the client's certificate and key; null: none.</summary>
    public string? TlsCertificate { get; init; }

    public string? TlsCertificatePassword { get; init; }

    /// <summary>How long one request may take before the session is given up; the driver alone may wait for ever (csharp-driver#635).</summary>
    public TimeSpan RequestDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the driver itself waits for a node, before the request goes to another one.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a cluster that was reached once may be away before the job ends with an error.</summary>
    public TimeSpan OutageLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same, for a cluster that was never reached.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests on their way at once.</summary>
    public int Concurrency { get; init; } = 128;

    /// <param name="connectionString">Its secrets are not repeated in errors.</param>
    /// <param name="connection">The connection's name, for errors.</param>
    public static CassandraSettings Parse(string connectionString, string connection)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = connectionString;
        }
        catch (ArgumentException failure)
        {
            throw new HarunireException(ResultErrors.BadConnection, "the connection string is not made of key=value pairs", connection, "expected: contact points=10.0.0.1,10.0.0.2;port=9042;data centre=dc1", failure);
        }

        foreach (var key in builder.Keys.Cast<string>().Where(key => !Keys.Contains(key)))
        {
            var nearest = NearestName.Find(key, Keys);
            throw Wrong(connection, $"the connection string has the key '{key}'", nearest is null ? $"it takes: {string.Join(", ", Keys)}" : $"did you mean '{nearest}'?");
        }

        string? Text(string key) => builder.TryGetValue(key, out var value) && value is string { Length: > 0 } text ? text : null;
        int Number(string key, int otherwise, int most) => Text(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most ? number
            : throw Wrong(connection, $"'{key}' is '{text}'", $"a whole number from 1 to {most}");
        var defaults = new CassandraSettings { ContactPoints = [] };
        var points = (Text(ContactPointsKey) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var deadline = TimeSpan.FromSeconds(Number(DeadlineKey, (int)defaults.RequestDeadline.TotalSeconds, 600));
        return new CassandraSettings
        {
            ContactPoints = points.Length > 0 ? [.. points] : throw Wrong(connection, $"the connection string has no '{ContactPointsKey}'", "expected: contact points=10.0.0.1,10.0.0.2;port=9042;data centre=dc1"),
            Port = Number(PortKey, defaults.Port, ushort.MaxValue),
            DataCentre = Text(DataCentreKey),
            UserName = Text(UserKey),
            Password = Text(PasswordKey),
            Tls = Text(TlsKey) switch { null or "false" => false, "true" => true, var other => throw Wrong(connection, $"'{TlsKey}' is '{other}'", "true or false") },
            TlsAuthority = ExistingFile(Text(AuthorityKey), AuthorityKey, connection),
            TlsCertificate = ExistingFile(Text(CertificateKey), CertificateKey, connection),
            TlsCertificatePassword = Text(CertificatePasswordKey),
            RequestDeadline = deadline,
            NodeTimeout = deadline * 0.6,
            OutageLimit = TimeSpan.FromSeconds(Number(OutageKey, (int)defaults.OutageLimit.TotalSeconds, 86_400)),
            ConnectLimit = TimeSpan.FromSeconds(Number(ConnectKey, (int)defaults.ConnectLimit.TotalSeconds, 86_400)),
            Concurrency = Number(ConcurrencyKey, defaults.Concurrency, 1024),
        };
    }

    /// <summary>Without user and secrets.</summary>
    public override string ToString() => $"{string.Join(",", ContactPoints)}:{Port}";

    private static string? ExistingFile(string? path, string key, string connection) => path is null || File.Exists(path)
        ? path
        : throw Wrong(connection, $"'{key}' names {path}, which does not exist", null);

    private static HarunireException Wrong(string connection, string message, string? hint) =>
        new(ResultErrors.BadConnection, message, $"connection '{connection}'", hint);
}
