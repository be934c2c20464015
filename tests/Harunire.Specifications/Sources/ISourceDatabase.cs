using Harunire.Capture;
using Harunire.Model.Rows;

namespace Harunire.Specifications.Sources;

/// <summary>A database under test: the suite writes to it as an application would, and reads it through <see cref="Source"/>.</summary>
public interface ISourceDatabase : IAsyncDisposable
{
    ISourceReader Source { get; }

    SourceCapabilities Capabilities { get; }

    /// <summary>Makes an empty table. The name's schema is null: the database adds its own.</summary>
    Task CreateTableAsync(TableSchema table);

    /// <summary>Adds a nullable column at the end, without a default.</summary>
    Task AddColumnAsync(string table, ColumnDefinition column);

    Task<ISourceTransaction> BeginAsync();

    /// <summary>A source of another name on the same database, as after a restart of capture. The first stays usable.</summary>
    ISourceReader Reopen();
}
