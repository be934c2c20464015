namespace Harunire.Verify.Reports;

/// <summary>How the terminal report marks words; the command line gives one with colour.</summary>
public interface ITextStyle
{
    string Heading(string text);

    string Good(string text);

    string Bad(string text);

    string Dim(string text);
}
