namespace Harunire.Verify.Reports;

/// <summary>Prints a report in one format. The same report gives the same text.</summary>
public interface IReportWriter
{
    /// <summary>With the dot.</summary>
    string FileExtension { get; }

    void Write(VerificationReport report, TextWriter output);
}
