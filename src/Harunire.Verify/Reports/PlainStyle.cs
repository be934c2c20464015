namespace Harunire.Verify.Reports;

/// <summary>No marks: for pipes, files and NO_COLOR.</summary>
public sealed class PlainStyle : ITextStyle
{
    public static PlainStyle Instance { get; } = new();

    public string Heading(string text) => text;

    public string Good(string text) => text;

    public string Bad(string text) => text;

    public string Dim(string text) => text;
}
