using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Registry.Http.Tests;

/// <summary>A registry of its own on a free port, with the file behind it.</summary>
internal sealed class ServedRegistry : IAsyncDisposable
{
    private readonly SqliteRegistryStore _store;
    private readonly RegistryServer _server;

    private ServedRegistry(string folder, SqliteRegistryStore store, RegistryServer server) => (Folder, _store, _server) = (folder, store, server);

    public string Folder { get; }

    public string File => Path.Combine(Folder, "schemas.registry");

    public string Url => _server.Urls[0];

    public HttpClient Http { get; } = new();

    public static async Task<ServedRegistry> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("harunire-registry-").FullName;
        var store = SqliteRegistryStore.Open(SqliteFactory.Instance, Path.Combine(folder, "schemas.registry"));
        return new ServedRegistry(folder, store, await RegistryServer.StartAsync(store, ["http://127.0.0.1:0"], []));
    }

    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Url + path) { Content = body is null ? null : new StringContent(body) };
        request.Headers.ExpectContinue = body is { Length: > 1_000_000 };
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _store.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
