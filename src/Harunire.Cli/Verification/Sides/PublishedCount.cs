using System.Collections.Immutable;
using Harunire.Cli.Composition;
using Harunire.Jobs.Capturing;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Verify;

namespace Harunire.Cli.Verification.Sides;

/// <summary>Counts changes of a source that keeps no log of its own: by what capture has published, and by the source for what comes after.</summary>
/// <param name="topics">Of the migration.</param>
/// <param name="prefix">In front of each topic's name.</param>
/// <param name="patience">How long a running capture is waited for.</param>
/// <param name="clock">For the waiting.</param>
/// <param name="waiting">Changes above the first SCN and up to the second that the source can tell; null: it can't tell them now, a running capture will.</param>
internal sealed class PublishedCount(
    TopicConnections topics, string prefix, TimeSpan patience, TimeProvider clock, Func<ImmutableArray<TableSchema>, long, long, CancellationToken, Task<long?>> waiting)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="ISourceSide.ChangesBetweenAsync"/>
    public async Task<long> BetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (after < until)
        {
            var (last, published) = await PublishedAsync(after, until, tables, cancellationToken);
            if (published > 0 || last >= until)
            {
                return published;
            }

            if (await waiting(tables, Math.Max(last ?? -1, after), until, cancellationToken) is { } more)
            {
                return more;
            }

            if (clock.GetElapsedTime(began) > patience)
            {
                throw new HarunireException(
                    VerifyErrors.StreamBehind,
                    $"which changes the source has up to SCN {until} is not known: capture has published nothing up to there within {patience.TotalSeconds:0.#} s",
                    null,
                    "let 'harunire run' go on beside the verification; where it does, its own messages tell what it waits for");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return 0;
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
