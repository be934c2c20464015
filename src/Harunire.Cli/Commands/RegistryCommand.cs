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
        var file = new Argument<string>("MIGRATION|FILE") { Description = "A migration file, whose embedded registry is served, or the registry's own file" };
        var port = new Option<int>("--port", "-p") { Description = "On 127.0.0.1; 0: a free one", HelpName = "NUMBER", DefaultValueFactory = _ => 8081 };
        var urls = new Option<string[]>("--urls") { Description = "Instead of --port: addresses to listen on, as http://10.0.0.5:8081", HelpName = "URL", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var hosts = new Option<string[]>("--allow-host") { Description = "A name that clients may call it by, beside localhost and those in --urls", HelpName = "NAME", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var command = new ToolCommand("registry", "Serves the embedded schema registry with the REST API of Confluent's, until it is stopped.")
        {
            Examples =
            [
                "registry migrations/customer-orders/migration.yaml",
                "registry migrations/customer-orders/migration.yaml --port 0",
                "registry bus.db.registry --urls http://10.0.0.5:8081 --allow-host registry.example",
            ],
            Exits = [3, 4, 130, 143],
        };
        command.Arguments.Add(file);
        command.Options.Add(port);
        command.Options.Add(urls);
        command.Options.Add(hosts);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            using var store = Open(parsed.GetRequiredValue(file), call);
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

    private static SqliteRegistryStore Open(string path, Invocation call)
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

        return SqliteRegistryStore.Open(SqliteFactory.Instance, new MigrationConnections(migration, call.Settings).Topics.EmbeddedRegistryPath);
    }
}
