using System.CommandLine;
using System.Globalization;
using Harunire.Cli.Composition;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Registry.Http;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire registry</c>: serves the embedded schema registry over HTTP until it is stopped.</summary>
internal static class RegistryCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("migration-or-file") { Description = "A migration file, whose embedded registry is served, or the registry's own file" };
        var port = new Option<int>("--port", "-p") { Description = "On 127.0.0.1; 0: a free one", DefaultValueFactory = _ => 8081 };
        var urls = new Option<string[]>("--urls") { Description = "Instead of --port: addresses to listen on, as http://10.0.0.5:8081", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var hosts = new Option<string[]>("--allow-host") { Description = "A name that clients may call it by, beside localhost and those in --urls", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var command = new Command("registry", "Serves the embedded schema registry with the REST API of Confluent's. Example: harunire registry migrations/customer-orders/migration.yaml --port 8081") { file, port, urls, hosts };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var store = Open(parsed.GetRequiredValue(file), parsed);
            string[] addresses = parsed.GetValue(urls) is { Length: > 0 } given ? given : [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{parsed.GetValue(port)}")];
            await using var server = await RegistryServer.StartAsync(store, addresses, parsed.GetValue(hosts) ?? [], cancellationToken);
            foreach (var url in server.Urls)
            {
                Console.Out.WriteLine($"serving the schema registry at {url}; Ctrl-C ends it");
            }

            await server.RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    private static SqliteRegistryStore Open(string path, ParseResult parsed)
    {
        if (!path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return SqliteRegistryStore.Open(SqliteFactory.Instance, path);
        }

        var migration = MigrationReader.Read(path);
        if (migration.Registry is { } other)
        {
            throw new HarunireException(new Diagnostic { Code = CliErrors.BadUsage, Message = $"the migration's schemas are in the registry '{other}'", Location = migration.Topics.Location, Hint = "only the embedded registry can be served: leave 'registry' out of the migration" });
        }

        return SqliteRegistryStore.Open(SqliteFactory.Instance, new MigrationConnections(migration, CommonOptions.Settings(parsed)).Topics.EmbeddedRegistryPath);
    }
}
