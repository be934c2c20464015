using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.Cli.Output;
using Harunire.Cli.Testing;
using Harunire.Model.Errors;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire test</c>: mappings against rows in files, for CI.</summary>
internal static class TestCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("FILE") { Description = "Test files (*.test.yaml)", Arity = ArgumentArity.OneOrMore };
        var command = new ToolCommand("test", "Runs mappings on rows in files and compares what they give; needs no database.")
        {
            Examples =
            [
                "test mappings/customer-orders/tests/sales_by_store_day.test.yaml",
                "test mappings/customer-orders/tests/*.test.yaml",
                "test mappings/customer-orders/tests/*.test.yaml -o json",
            ],
            Exits = [1],
        };
        command.Arguments.Add(files);
        command.SetAction(parsed =>
        {
            var call = new Invocation(parsed);
            var problems = new List<Diagnostic>();
            var outcomes = new List<CaseOutcome>();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                try
                {
                    outcomes.AddRange(MappingTestRun.Run(file));
                }
                catch (HarunireException failure) when (failure.Code.Category == ErrorCategory.Usage)
                {
                    problems.AddRange(failure.Diagnostics);
                }
            }

            if (problems.Count > 0)
            {
                throw new HarunireException(problems);
            }

            var failed = outcomes.Count(outcome => !outcome.Passed);
            call.Write(new CommandResult("test", Describe(outcomes, failed), "cases", Text(outcomes, failed)));
            return failed == 0 ? 0 : 1;
        });
        return command;
    }

    private static JsonObject Describe(List<CaseOutcome> outcomes, int failed) => new()
    {
        ["passed"] = outcomes.Count - failed,
        ["failed"] = failed,
        ["cases"] = new JsonArray([.. outcomes.Select(outcome => (JsonNode)outcome.Describe())]),
    };

    private static string Text(List<CaseOutcome> outcomes, int failed) => string.Join(
        '\n',
        [
            .. outcomes.SelectMany(outcome => outcome.Lines()),
            failed == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} of {Numerals.Of(outcomes.Count, "case")} passed.")
                : string.Create(CultureInfo.InvariantCulture, $"{failed} of {Numerals.Of(outcomes.Count, "case")} failed. Next: correct the mapping or what is expected, and run the test again."),
        ]);
}
