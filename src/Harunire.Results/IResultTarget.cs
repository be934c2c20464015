using Harunire.Model.Results;

namespace Harunire.Results;

/// <summary>Where result rows are served from.</summary>
/// <remarks>Law: applying a batch whose version is not greater than the table's changes nothing, so replay from any checkpoint ends in the same rows.</remarks>
public interface IResultTarget
{
    /// <summary>For messages and reports; holds no secret.</summary>
    string Name { get; }

    /// <summary>The statements that <see cref="EnsureTableAsync"/> would run; empty where the table stands as it should. Writes nothing.</summary>
    Task<IReadOnlyList<string>> PlanTableAsync(ResultTable table, CancellationToken cancellationToken);

    /// <summary>Creates the table, or checks that it has these columns, types and keys (<see cref="ResultErrors.TableMismatch"/>).</summary>
    Task EnsureTableAsync(ResultTable table, CancellationToken cancellationToken);

    /// <summary>Writes a batch as one unit: all of it and the version, or nothing.</summary>
    Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CancellationToken cancellationToken);

    /// <summary>The last batch applied to a table; <see cref="AppliedState.None"/> where none was, or the table does not exist.</summary>
    Task<AppliedState> LastAppliedAsync(string table, CancellationToken cancellationToken);

    /// <summary>Opens a view of one table at one moment; later batches don't show in it.</summary>
    Task<IResultView> OpenViewAsync(ResultTable table, CancellationToken cancellationToken);
}
