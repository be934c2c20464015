using Harunire.Model.Rows;

namespace Harunire.Capture;

/// <summary>A database whose tables are polled. One contract for every provider (docs/architecture.md, "Capture"), held by SourceSpecification.</summary>
public interface ISourceReader : IAsyncDisposable
{
    /// <summary>Provider and database, for messages; never a secret.</summary>
    string Name { get; }

    /// <summary>The wanted tables as the dictionary has them now, in the order asked for. An unknown or unusable table is an error.</summary>
    Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken);

    /// <summary>What capture of a described table sees, by the strategy that its request named.</summary>
    LossContract ContractOf(TableSchema table);

    /// <summary>The statements that make the tables readable (change log, triggers, grants); empty where nothing is missing.</summary>
    Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken);

    /// <summary>False: the set-up of this provider is run by its owners and a DBA, never by the capture's user.</summary>
    bool RunsSetup => true;

    /// <summary>Runs set-up statements as they stand: those of <see cref="PlanSetupAsync"/>, or a script made of them. One transaction where the provider's DDL has one.</summary>
    Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken);

    /// <summary>A view of all tables as of one SCN. HAR3004 where the set-up is missing or no longer fits the tables.</summary>
    Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken);

    /// <summary>Nothing is published yet, and a snapshot is about to begin: what the source keeps of earlier changes is not wanted, whatever is in it.</summary>
    Task BeginAnewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Changes of all described tables at or below this SCN are durable in the topics: the source may forget them.</summary>
    /// <remarks>A smaller SCN than before does nothing. What another reader of the same log still needs is kept. Reading from a forgotten SCN is HAR3008, never a part of the changes.</remarks>
    Task AcknowledgeAsync(long scn, CancellationToken cancellationToken);
}
