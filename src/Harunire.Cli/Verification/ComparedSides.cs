using Harunire.Cli.Composition;
using Harunire.Plans.Nodes;
using Harunire.Results;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>Both sides of one comparison, each at one moment: the result view, and one read transaction over source and legacy table.</summary>
internal sealed class ComparedSides : IAsyncDisposable
{
    private readonly SqliteConnection? _other;
    private readonly SqliteTransaction? _reading;

    private ComparedSides(IResultView view, SourceSnapshot source, SqliteConnection? other, MappingPlan plan)
    {
        (View, Source, _other) = (view, source, other);
        _reading = other is null ? null : SourceSnapshot.BeginRead(other);
        Behind = source.ChangesBetween(view.LastApplied.Scn, source.Scn, plan.Tables);
    }

    public IResultView View { get; }

    public SourceSnapshot Source { get; }

    public SqliteConnection Legacy => _other ?? Source.Connection;

    /// <summary>Changes of the mapping's tables that the source has and the result has not.</summary>
    public long Behind { get; }

    /// <summary>The result first: then the source's moment is never before its own, and being behind shows.</summary>
    public static async Task<ComparedSides> OpenAsync(IResultTarget target, MigrationConnections connections, bool legacyElsewhere, MappingPlan plan, CancellationToken cancellationToken)
    {
        var view = await target.OpenViewAsync(plan.Target, cancellationToken);
        try
        {
            return new ComparedSides(view, SourceSnapshot.Open(connections.OpenSource(), connections.SourceName), legacyElsewhere ? connections.OpenLegacy() : null, plan);
        }
        catch
        {
            await view.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await View.DisposeAsync();
        await Source.DisposeAsync();
        if (_reading is not null)
        {
            await _reading.DisposeAsync();
            await _other!.DisposeAsync();
        }
    }
}
