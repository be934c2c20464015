using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Model.Errors;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire explain CODE</c>: what an error means and what to do.</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var code = new Argument<string?>("code") { Description = "HAR and four digits; without it, all codes", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "Says what an error code means and what to do. Example: harunire explain HAR1004") { code };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(code) is { } wanted)
            {
                Explain(parsed, wanted);
            }
            else
            {
                List(parsed);
            }

            return 0;
        });
        return command;
    }

    private static void Explain(ParseResult parsed, string wanted)
    {
        var found = ErrorCatalog.All.FirstOrDefault(c => c.Code.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            var nearest = NearestName.Find(wanted, ErrorCatalog.All.Select(c => c.Code));
            throw new HarunireException(CliErrors.UnknownCode, $"there is no code {wanted}", hint: nearest is null ? "'harunire explain' lists all" : $"did you mean {nearest}?");
        }

        if (CommonOptions.IsJson(parsed))
        {
            JsonDocumentWriter.Write("explanation", Describe(found));
            return;
        }

        Console.Out.WriteLine($"{found.Code}: {found.Title}");
        Console.Out.WriteLine();
        Console.Out.WriteLine(found.Explanation);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Exit code {(int)found.Category}.");
    }

    private static void List(ParseResult parsed)
    {
        if (CommonOptions.IsJson(parsed))
        {
            JsonDocumentWriter.Write("explanations", new JsonObject { ["codes"] = new JsonArray([.. ErrorCatalog.All.Select(c => (JsonNode)Describe(c))]) });
            return;
        }

        foreach (var code in ErrorCatalog.All)
        {
            Console.Out.WriteLine($"{code.Code}  {code.Title}");
        }
    }

    private static JsonObject Describe(ErrorCode code) => new()
    {
        ["code"] = code.Code,
        ["title"] = code.Title,
        ["explanation"] = code.Explanation,
        ["exitCode"] = (int)code.Category,
    };
}
