using System.Text.Json.Nodes;

namespace Harunire.Cli.Testing;

/// <summary>What is wrong with one result row, in the words of verification.</summary>
/// <param name="Verdict">different, missing or extra.</param>
/// <param name="Key">The row's key as <c>column=value</c>.</param>
/// <param name="Column">The column that differs; null for a missing or extra row.</param>
/// <param name="Expected">Null for an extra row.</param>
/// <param name="Actual">Null for a missing row.</param>
internal sealed record RowDifference(string Verdict, string Key, string? Column, string? Expected, string? Actual)
{
    public string Text => Verdict switch
    {
        "missing" => $"− {Key}: is expected and not there",
        "extra" => $"+ {Key}: is there and not expected",
        _ => $"≠ {Key}: {Column} is {Actual}, expected {Expected}",
    };

    public JsonObject Describe() => new() { ["verdict"] = Verdict, ["key"] = Key, ["column"] = Column, ["expected"] = Expected, ["actual"] = Actual };
}
