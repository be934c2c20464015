using System.Collections.Immutable;
using Harunire.Capture;
using Harunire.Capture.PostgreSql;
using Harunire.Model.Rows;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a PostgreSQL source.</summary>
internal sealed class PostgreSqlSourceSide(PostgreSqlReading reading, ISourceReader source, long scn, PublishedCount count) : PostgreSqlSide(reading), ISourceSide
{
    public long Scn => scn;

    public Task<long> ChangesBetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken) =>
        count.BetweenAsync(after, until, tables, cancellationToken);

    /// <summary>The log does not tell times by SCN.</summary>
    public Task<long?> ScnAtAsync(long microseconds, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await source.DisposeAsync();
    }
}
