using Harunire.Model.Health;
using Harunire.Model.Rows;

namespace Harunire.Capture;

/// <summary>A source that can say more about itself than that it can be read: for <c>doctor</c>.</summary>
public interface ISourceExamination
{
    /// <summary>Looks at server, privileges and history, by reading alone. What can't be looked at is a finding, too, and never an error.</summary>
    /// <param name="pollInterval">The pause between two polls.</param>
    Task<IReadOnlyList<HealthFinding>> ExamineAsync(IReadOnlyList<TableSchema> tables, TimeSpan pollInterval, CancellationToken cancellationToken);
}
