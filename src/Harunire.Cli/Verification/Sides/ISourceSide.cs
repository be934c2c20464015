using System.Collections.Immutable;
using Harunire.Model.Rows;

namespace Harunire.Cli.Verification.Sides;

/// <summary>The source in a read transaction, and where its changes stand in it.</summary>
internal interface ISourceSide : IComparedDatabase
{
    /// <summary>What is read holds every change up to here, and none above.</summary>
    long Scn { get; }

    /// <summary>How many changes of these tables have an SCN above <paramref name="after"/> and up to <paramref name="until"/>; more where it can't be told exactly, never 0 where there are some.</summary>
    Task<long> ChangesBetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken);

    /// <summary>The last SCN at or before a time; null where the source can't tell.</summary>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    Task<long?> ScnAtAsync(long microseconds, CancellationToken cancellationToken);
}
