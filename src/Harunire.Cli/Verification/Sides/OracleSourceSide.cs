using System.Collections.Immutable;
using Harunire.Capture.Oracle;
using Harunire.Model.Rows;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over an Oracle source.</summary>
internal sealed class OracleSourceSide(OracleReading reading, PublishedCount count) : OracleSide(reading), ISourceSide
{
    private readonly long _scn = reading.Scn;

    public long Scn => _scn;

    public Task<long> ChangesBetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken) =>
        count.BetweenAsync(after, until, tables, cancellationToken);

    /// <summary>Oracle's mapping of times to SCNs is 3 s coarse and of the server's own clock: nothing is guessed.</summary>
    public Task<long?> ScnAtAsync(long microseconds, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}
