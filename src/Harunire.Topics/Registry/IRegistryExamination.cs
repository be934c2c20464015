using Harunire.Model.Health;

namespace Harunire.Topics.Registry;

/// <summary>A registry that checks compatibility: for <c>doctor</c>.</summary>
public interface IRegistryExamination
{
    /// <summary>Whether each subject would take the schema, by its compatibility mode. Registers nothing.</summary>
    Task<IReadOnlyList<HealthFinding>> ExamineAsync(IReadOnlyList<(string Subject, string Text)> schemas, CancellationToken cancellationToken);
}
