using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Harunire.Results.Cassandra.Tests.Faults;

/// <summary>Stands between the driver and the node on loopback, and does to the replies what a network does: nothing, delay, swallow, cut.</summary>
internal sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, Task> _connections = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _mute = new();
    private readonly Task _accepting;
    private volatile bool _isDown;
    private int _swallowed;

    public LoopbackProxy(string host, int port)
    {
        _server = new IPEndPoint(IPAddress.Parse(host), port);
        _listener = new TcpListener(IPAddress.Parse("127.0.0.1"), 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on replies of the connections that are open are read and thrown away; new connections work.</summary>
    public void SwallowReplies()
    {
        foreach (var connection in _connections.Keys)
        {
            _mute[connection] = true;
        }
    }

    /// <summary>How many bytes of replies were thrown away.</summary>
    public int Swallowed => Volatile.Read(ref _swallowed);

    public TimeSpan Delay { get; set; }

    /// <summary>Resets all connections.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Close();
        }
    }

    /// <summary>While true, new connections are closed at once, and the open ones are cut.</summary>
    public bool IsDown
    {
        get => _isDown;
        set
        {
            _isDown = value;
            if (value)
            {
                Cut();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_isDown)
            {
                client.Close();
                continue;
            }

            _connections[client] = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_server, _stop.Token);
            var requests = PumpAsync(client, server, null);
            var replies = PumpAsync(server, client, client);
            await Task.WhenAny(requests, replies);
            client.Close();
            server.Close();
            await Task.WhenAll(requests, replies);
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            client.Close();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, TcpClient? replies)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var (input, output) = (from.GetStream(), to.GetStream());
            while (await input.ReadAsync(buffer, _stop.Token) is > 0 and var length)
            {
                if (replies is not null && _mute.ContainsKey(replies))
                {
                    Interlocked.Add(ref _swallowed, length);
                    continue;
                }

                if (replies is not null && Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, _stop.Token);
                }

                await output.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection ended on one side.
        }
    }
}
