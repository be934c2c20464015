using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Harunire.Results.Cassandra.Tests.Sessions;

/// <summary>Ends TLS in front of a node that speaks without it.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly IPEndPoint _node;
    private readonly SslServerAuthenticationOptions _options;
    private readonly Task _accepting;
    private string? _client;
    private int _handshakes;

    public TlsFront(string host, int port, X509Certificate2 certificate)
    {
        _node = new IPEndPoint(IPAddress.Parse(host), port);
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => (_client = shown?.Subject) is var _,
        };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The subject of the certificate that a client showed last; null: none.</summary>
    public string? Client => _client;

    /// <summary>Connections that came as far as to be served.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var accepted = client;
        using var node = new TcpClient();
        try
        {
            await using var secured = new SslStream(client.GetStream());
            await secured.AuthenticateAsServerAsync(_options, _stop.Token);
            await node.ConnectAsync(_node, _stop.Token);
            Interlocked.Increment(ref _handshakes);
            await Task.WhenAny(secured.CopyToAsync(node.GetStream(), _stop.Token), node.GetStream().CopyToAsync(secured, _stop.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException or AuthenticationException)
        {
            // The client went, or did not trust what it was shown.
        }
    }
}
