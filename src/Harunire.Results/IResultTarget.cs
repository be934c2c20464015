using Harunire.Model.Results;
using Harunire.Model.Values;

namespace Harunire.Results;

/// <summary>Where result rows are served from.</summary>
/// <remarks>Law: applying a batch whose version is not greater than the table's changes nothing, so replay from any checkpoint ends in the same rows.</remarks>
public interface IResultTarget : IAsyncDisposable
{
    /// <summary>For messages and reports; holds no secret.</summary>
    string Name { get; }

    ResultCapabilities Capabilities { get; }

    /// <summary>All statements that <see cref="EnsureTableAsync"/> would run, bookkeeping included; empty where the table stands as it should. Writes nothing.</summary>
    Task<IReadOnlyList<string>> PlanTableAsync(ResultTable table, CancellationToken cancellationToken);

    /// <summary>Runs set-up statements as they stand: those of <see cref="PlanTableAsync"/>, or a script made of them. One transaction where the provider's DDL has one.</summary>
    Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken);

    /// <summary>Creates the table, or checks that it has these columns, types and keys (<see cref="ResultErrors.TableMismatch"/>).</summary>
    Task EnsureTableAsync(ResultTable table, CancellationToken cancellationToken);

    /// <summary>Writes a batch, and then marks it as applied. A batch that was left half written is finished by applying it again.</summary>
    Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CancellationToken cancellationToken);

    /// <summary>The last batch applied to a table; <see cref="AppliedState.None"/> where none was, or the table does not exist.</summary>
    Task<AppliedState> LastAppliedAsync(string table, CancellationToken cancellationToken);

    /// <summary>Opens a view of one table as of its last batch; <see cref="ResultErrors.BatchInFlight"/> where one is half written.</summary>
    Task<IResultView> OpenViewAsync(ResultTable table, CancellationToken cancellationToken);

    /// <summary>The keys of all rows that stand in the table now, whatever batch they are from, in any order: for a state built anew, which must delete what it does not have.</summary>
    IAsyncEnumerable<Datum[]> ReadKeysAsync(ResultTable table, CancellationToken cancellationToken);
}
