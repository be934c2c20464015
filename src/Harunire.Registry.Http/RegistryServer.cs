using System.Text.Json.Nodes;
using Harunire.Model.Errors;
using Harunire.Topics.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harunire.Registry.Http;

/// <summary>The embedded schema registry over HTTP, with the REST API of Confluent's.</summary>
/// <remarks>No authentication: it listens on this machine unless told otherwise, and answers only to the host names that it was given (against DNS rebinding).</remarks>
public sealed class RegistryServer : IAsyncDisposable
{
    internal const string ContentType = "application/vnd.schemaregistry.v1+json";
    private const long MaxBody = 4 * 1024 * 1024;

    private readonly WebApplication _app;

    private RegistryServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports that were chosen.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Begins to listen. HAR4308 where an address is taken or wrong.</summary>
    /// <param name="store">Closed by the caller.</param>
    /// <param name="urls">As in <c>http://127.0.0.1:8081</c>; port 0: a free one.</param>
    /// <param name="hosts">Names that clients may call it by, beside those in the urls and the loopback's.</param>
    /// <param name="cancellationToken">Of the start.</param>
    public static async Task<RegistryServer> StartAsync(SqliteRegistryStore store, IReadOnlyList<string> urls, IReadOnlyList<string> hosts, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [.. AllowedHosts(urls, hosts)]);
        var app = builder.Build();
        try
        {
            app.Urls.Clear();
            foreach (var url in urls)
            {
                app.Urls.Add(url);
            }

            app.UseHostFiltering();
            app.Use(AnswerFailuresAsync);
            RegistryRoutes.Map(app, new SchemaRegistryService(store));
            app.MapFallback(static IResult () => throw new RegistryFailure(404, 404, "HTTP 404 Not Found"));
            await app.StartAsync(cancellationToken);
            return new RegistryServer(app);
        }
        catch (Exception failure) when (failure is IOException or FormatException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new HarunireException(RegistryErrors.AddressUnusable, failure.Message, string.Join(", ", urls), inner: failure);
        }
    }

    /// <summary>Until the token says stop; open requests end first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _app.StopAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IEnumerable<string> AllowedHosts(IReadOnlyList<string> urls, IReadOnlyList<string> hosts)
    {
        // A wildcard address says no name: then only the names that were given count.
        var named = urls.Select(url => BindingAddress.Parse(url).Host).Where(host => host is not ("*" or "+" or "0.0.0.0" or "[::]"));
        return new[] { "localhost", "127.0.0.1", "[::1]" }.Concat(named).Concat(hosts).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static async Task AnswerFailuresAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (RegistryFailure failure)
        {
            await AnswerAsync(failure.Status, failure.Code, failure.Message);
        }
        catch (BadHttpRequestException failure)
        {
            await AnswerAsync(failure.StatusCode, failure.StatusCode, failure.Message);
        }
        catch (HarunireException failure)
        {
            await AnswerAsync(500, 50001, $"Error in the backend data store: {failure.Message}");
        }

        Task AnswerAsync(int status, int code, string message)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = ContentType;
            return context.Response.WriteAsync(new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString());
        }
    }
}
