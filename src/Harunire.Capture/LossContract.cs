using System.Collections.Immutable;

namespace Harunire.Capture;

/// <summary>What capture of a table sees and what it can't see, by its strategy: told to the user, and held by the source specification.</summary>
public sealed record LossContract
{
    /// <summary>As the migration file writes it.</summary>
    public required string Strategy { get; init; }

    /// <summary>False: a deleted row gives no change.</summary>
    public required bool SeesDeletes { get; init; }

    /// <summary>True: each committed version of a row comes, one for each transaction at least. False: only the last version at the time of the poll.</summary>
    public required bool SeesEveryVersion { get; init; }

    /// <summary>False: updates and deletes come without the row before.</summary>
    public required bool GivesBeforeImages { get; init; }

    /// <summary>What else a user must know, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
