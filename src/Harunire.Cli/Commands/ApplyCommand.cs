using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire apply</c>: sets the source up for capture and creates the result tables. Doing it again changes nothing.</summary>
internal static class ApplyCommand
{
    public static Command Build()
    {
        var command = new Command("apply", "Sets up the source's change log and the result tables. Example: harunire apply migrations/customer-orders/migration.yaml") { CommonOptions.Migration };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await MigrationSession.OpenAsync(parsed.GetRequiredValue(CommonOptions.Migration), CommonOptions.Settings(parsed), cancellationToken);
            var (source, results) = await ApplyAsync(session, cancellationToken);
            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write("apply", new JsonObject { ["migration"] = session.File.Name, ["sourceStatements"] = source, ["resultStatements"] = results });
            }
            else
            {
                Console.Out.WriteLine(source + results == 0
                    ? $"Everything was set up already. Next: harunire run {session.File.Path}"
                    : $"Applied {source} statements at the source and {results} at the results. Next: harunire run {session.File.Path}");
            }

            return 0;
        });
        return command;
    }

    /// <returns>How many statements ran at each side.</returns>
    public static async Task<(int Source, int Results)> ApplyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var target = session.Connections.Results();
        var results = new List<string>();
        foreach (var plan in session.Plans)
        {
            results.AddRange(await target.PlanTableAsync(plan.Target, cancellationToken));
        }

        var source = await session.Source.PlanSetupAsync(session.Tables, cancellationToken);
        await target.ApplySetupAsync(results, cancellationToken);
        await session.Source.ApplySetupAsync(source, cancellationToken);
        return (source.Count, results.Count);
    }
}
