using Harunire.Model.Health;

namespace Harunire.Results;

/// <summary>A target that can say more about itself than that it can be reached: for <c>doctor</c>.</summary>
public interface IResultExamination
{
    /// <summary>Looks at servers, copies and clocks, by reading alone.</summary>
    Task<IReadOnlyList<HealthFinding>> ExamineAsync(CancellationToken cancellationToken);
}
