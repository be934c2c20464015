using Harunire.Cli.Composition;
using Harunire.Cli.Verification.Sides;
using Harunire.Plans.Nodes;
using Harunire.Results;

namespace Harunire.Cli.Verification;

/// <summary>Both sides of one comparison, each at one moment: the result view, and one read transaction over source and legacy table.</summary>
internal sealed class ComparedSides : IAsyncDisposable
{
    private readonly IComparedDatabase? _other;

    private ComparedSides(IResultView view, ISourceSide source, IComparedDatabase? other, long behind) => (View, Source, _other, Behind) = (view, source, other, behind);

    public IResultView View { get; }

    public ISourceSide Source { get; }

    public IComparedDatabase Legacy => _other ?? Source;

    /// <summary>Changes of the mapping's tables that the source has and the result has not.</summary>
    public long Behind { get; }

    /// <summary>The result first: then the source's moment is never before its own, and being behind shows.</summary>
    public static async Task<ComparedSides> OpenAsync(IResultTarget target, MigrationConnections connections, MappingPlan plan, TimeSpan patience, CancellationToken cancellationToken)
    {
        var opened = new List<IAsyncDisposable>();
        try
        {
            var view = await target.OpenViewAsync(plan.Target, cancellationToken);
            opened.Add(view);
            var source = await connections.OpenSourceAsync(patience, cancellationToken);
            opened.Add(source);
            var other = await connections.OpenLegacyElsewhereAsync(cancellationToken);
            opened.AddRange(other is null ? [] : [other]);
            return new ComparedSides(view, source, other, await source.ChangesBetweenAsync(view.LastApplied.Scn, source.Scn, plan.Tables, cancellationToken));
        }
        catch
        {
            foreach (var each in opened)
            {
                await each.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await View.DisposeAsync();
        await Source.DisposeAsync();
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }
    }
}
