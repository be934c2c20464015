using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Verify.Reports;

namespace Harunire.Verify.Certificates;

/// <summary>Issues a certificate where each mapping has enough equal windows in a row; refuses with every reason where not.</summary>
public static class CertificateIssuer
{
    /// <param name="report">The run that asks; its windows are the last of the histories.</param>
    /// <param name="historyOf">All windows of a mapping, the oldest first.</param>
    /// <param name="count">Equal windows in a row that each mapping needs; at least 1.</param>
    public static Certificate Issue(VerificationReport report, Func<string, IReadOnlyList<VerifiedWindow>> historyOf, int count)
    {
        var problems = new List<Diagnostic>();
        var mappings = ImmutableArray.CreateBuilder<CertifiedMapping>();
        foreach (var mapping in report.Mappings)
        {
            var windows = Distinct(historyOf(mapping.Mapping));
            var last = windows.TakeLast(count).ToImmutableArray();
            var reasons = Reasons(last, mapping, count).ToList();
            problems.AddRange(reasons.Select(r => new Diagnostic { Code = VerifyErrors.NotCertified, Message = r, Subject = mapping.Mapping }));
            mappings.Add(new CertifiedMapping(mapping.Mapping, mapping.Replaces, mapping.Legacy, mapping.Target, mapping.MappingHash, mapping.PlanHash, last));
        }

        if (report.Mappings.IsEmpty)
        {
            problems.Add(new Diagnostic { Code = VerifyErrors.NotCertified, Message = "no mapping was verified", Subject = report.Job });
        }

        return problems.Count == 0
            ? new Certificate(report.Job, report.Source, report.RunId, report.Time, count, mappings.ToImmutable())
            : throw new HarunireException(problems);
    }

    // Verifying one cut again proves nothing new: of several runs at one cut the last counts.
    private static List<VerifiedWindow> Distinct(IReadOnlyList<VerifiedWindow> all)
    {
        var windows = new List<VerifiedWindow>();
        foreach (var window in all)
        {
            if (windows.Count > 0 && window.Cut is { } cut && windows[^1].Cut == cut)
            {
                windows.RemoveAt(windows.Count - 1);
            }

            windows.Add(window);
        }

        return windows;
    }

    private static IEnumerable<string> Reasons(ImmutableArray<VerifiedWindow> last, MappingReport mapping, int count)
    {
        foreach (var window in last.Where(w => w.Flaw is not null))
        {
            yield return $"the window of {window.Time} {window.Flaw}";
        }

        foreach (var window in last.Where(w => w.MappingHash != mapping.MappingHash))
        {
            yield return $"the window of {window.Time} was verified with another mapping file ({window.MappingHash[..Math.Min(12, window.MappingHash.Length)]}, now {mapping.MappingHash[..Math.Min(12, mapping.MappingHash.Length)]})";
        }

        if (last.Length < count)
        {
            yield return $"it has {last.Length} of {count} windows (several verifications of one cut count once)";
        }
    }
}
