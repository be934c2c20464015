using Harunire.Plans.Files;
using Harunire.Plans.Nodes;
using Harunire.Results;
using Harunire.Sql.Bound;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>A mapping on its way through the verification.</summary>
internal sealed class Candidate(MappingFile mapping, BoundQuery query, MappingPlan plan)
{
    public MappingFile Mapping => mapping;

    public BoundQuery Query => query;

    public MappingPlan Plan => plan;

    /// <summary>Null until it is opened, and where it could not be.</summary>
    public IResultView? View { get; set; }

    public MappingReport Report { get; set; } = new()
    {
        Mapping = mapping.Name,
        Legacy = mapping.Verify!.Legacy,
        Target = plan.Target.Name,
        PlanHash = plan.Fingerprint,
    };
}
