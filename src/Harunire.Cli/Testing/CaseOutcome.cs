using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Testing;

/// <summary>One case after its last step, or after the first that differs.</summary>
/// <param name="File">The test file, as it was named.</param>
/// <param name="Mapping">The mapping's name.</param>
/// <param name="Case">The case's name.</param>
/// <param name="Step">The step that differs, from 1; the last one where none does.</param>
/// <param name="Rows">Result rows after that step.</param>
/// <param name="Differences">Empty: it passed.</param>
internal sealed record CaseOutcome(string File, string Mapping, string Case, int Step, int Rows, IReadOnlyList<RowDifference> Differences)
{
    public bool Passed => Differences.Count == 0;

    public JsonObject Describe() => new()
    {
        ["file"] = File,
        ["mapping"] = Mapping,
        ["case"] = Case,
        ["passed"] = Passed,
        ["step"] = Step,
        ["rows"] = Rows,
        ["differences"] = new JsonArray([.. Differences.Select(difference => (JsonNode)difference.Describe())]),
    };

    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{(Passed ? Verdict.Match : Verdict.Different).Sign()} {Mapping}: {Case} ({(Passed ? $"{Rows} rows" : $"step {Step}")})");
        foreach (var difference in Differences)
        {
            yield return $"    {difference.Text}";
        }
    }
}
