using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Model.Errors;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire explain CODE</c>: what an error means and what to do.</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var code = new Argument<string?>("CODE") { Description = "HAR and four digits; without it, all codes", Arity = ArgumentArity.ZeroOrOne };
        code.CompletionSources.Add(_ => ErrorCatalog.All.Select(c => new CompletionItem(c.Code)));
        var command = new ToolCommand("explain", "Says what an error code means and what to do.")
        {
            Examples = ["explain HAR1004", "explain", "explain -o md"],
        };
        command.Arguments.Add(code);
        command.SetAction(parsed =>
        {
            var call = new Invocation(parsed);
            call.Write(parsed.GetValue(code) is { } wanted ? One(wanted) : All());
            return 0;
        });
        return command;
    }

    private static CommandResult One(string wanted)
    {
        var found = ErrorCatalog.All.FirstOrDefault(c => c.Code.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            var nearest = NearestName.Find(wanted, ErrorCatalog.All.Select(c => c.Code));
            throw new HarunireException(CliErrors.UnknownCode, $"there is no code {wanted}", hint: nearest is null ? "'harunire explain' lists all" : $"did you mean {nearest}?");
        }

        var code = (int)found.Category;
        return new CommandResult("explanation", Describe(found), null, $"{found.Code}: {found.Title}\n\n{found.Explanation}\n\nExit code {code}: {ExitCodes.Meaning(code)}.");
    }

    private static CommandResult All() => new(
        "explanations",
        new JsonObject { ["codes"] = new JsonArray([.. ErrorCatalog.All.Select(c => (JsonNode)Describe(c))]) },
        "codes",
        string.Join('\n', ErrorCatalog.All.Select(c => $"{c.Code}  {c.Title}")));

    private static JsonObject Describe(ErrorCode code) => new()
    {
        ["code"] = code.Code,
        ["title"] = code.Title,
        ["explanation"] = code.Explanation,
        ["exitCode"] = (int)code.Category,
    };
}
