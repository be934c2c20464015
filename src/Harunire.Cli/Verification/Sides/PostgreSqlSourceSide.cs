using System.Collections.Immutable;
using Harunire.Capture.PostgreSql;
using Harunire.Cli.Composition;
using Harunire.Jobs.Capturing;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Verify;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a PostgreSQL source. Its changes are counted from what capture has published, and from the slot while nobody reads it.</summary>
internal sealed class PostgreSqlSourceSide(PostgreSqlReading reading, PostgreSqlSource source, long scn, TopicConnections topics, string prefix, TimeSpan patience, TimeProvider clock)
    : PostgreSqlSide(reading), ISourceSide
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public long Scn => scn;

    public async Task<long> ChangesBetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (after < until)
        {
            var (last, published) = await PublishedAsync(after, until, tables, cancellationToken);
            if (published > 0 || last >= until)
            {
                return published;
            }

            if (await source.CountChangesAsync(tables, Math.Max(last ?? -1, after), until, cancellationToken) is { } waiting)
            {
                return waiting;
            }

            if (clock.GetElapsedTime(began) > patience)
            {
                throw new HarunireException(
                    VerifyErrors.StreamBehind, $"capture reads the source's slot, and published nothing up to SCN {until} within {patience.TotalSeconds:0.#} s", null, "does it wait for something? Its own messages tell");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return 0;
    }

    /// <summary>The log does not tell times by SCN.</summary>
    public Task<long?> ScnAtAsync(long microseconds, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<(long? LastScn, long Changes)> PublishedAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken)
    {
        if (!topics.Exist)
        {
            return (null, 0);
        }

        await using var log = topics.OpenReader();
        await using var registry = topics.OpenRegistry();
        return await new PublishedChanges(log, registry, prefix).CountAsync(after, until, tables.Select(table => table.Name), cancellationToken);
    }
}
