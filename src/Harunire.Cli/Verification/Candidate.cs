using Harunire.Plans.Files;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Cli.Verification;

/// <summary>A mapping that is to be verified.</summary>
/// <param name="Hash">Of the mapping file with its accepted differences, SHA-256 in hex: what a certificate holds on to.</param>
internal sealed record Candidate(MappingFile Mapping, BoundQuery Query, MappingPlan Plan, string Hash);
