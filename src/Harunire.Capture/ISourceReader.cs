using Harunire.Model.Rows;

namespace Harunire.Capture;

/// <summary>A database whose tables are polled. One contract for every provider (docs/architecture.md, "Capture").</summary>
public interface ISourceReader : IAsyncDisposable
{
    /// <summary>Provider and database, for messages; never a secret.</summary>
    string Name { get; }

    /// <summary>The wanted tables as the dictionary has them now, in the order asked for. An unknown or unusable table is an error.</summary>
    Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken);

    /// <summary>The statements that make the tables readable (change log, triggers, grants); empty where nothing is missing.</summary>
    Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken);

    /// <summary>Runs set-up statements as they stand: those of <see cref="PlanSetupAsync"/>, or a script made of them. One transaction where the provider's DDL has one.</summary>
    Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken);

    /// <summary>A view of all tables as of one SCN. Fails where the set-up is missing or no longer fits the tables.</summary>
    Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken);
}
