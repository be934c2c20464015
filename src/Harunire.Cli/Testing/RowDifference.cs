using System.Diagnostics;
using System.Text.Json.Nodes;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Testing;

/// <summary>What is wrong with one result row, in the words of verification.</summary>
/// <param name="Verdict">Different, missing or extra.</param>
/// <param name="Key">The row's key as <c>column=value</c>.</param>
/// <param name="Column">The column that differs; null for a missing or extra row.</param>
/// <param name="Expected">Null for an extra row.</param>
/// <param name="Actual">Null for a missing row.</param>
internal sealed record RowDifference(Verdict Verdict, string Key, string? Column, string? Expected, string? Actual)
{
    public string Text => $"{Verdict.Sign()} {Key}: {Said}";

    public JsonObject Describe() => new() { ["verdict"] = Verdict.Word(), ["key"] = Key, ["column"] = Column, ["expected"] = Expected, ["actual"] = Actual };

    private string Said => Verdict switch
    {
        Verdict.Missing => "is expected and not there",
        Verdict.Extra => "is there and not expected",
        Verdict.Different => $"{Column} is {Actual}, expected {Expected}",
        _ => throw new UnreachableException(),
    };
}
