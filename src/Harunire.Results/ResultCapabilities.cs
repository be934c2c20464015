namespace Harunire.Results;

/// <summary>What a result target can't do is stated here, so that its readers don't take it for granted.</summary>
public sealed record ResultCapabilities
{
    /// <summary>True: a batch is written as one unit. False: row by row; a crash can leave a part of it, until the batch is applied again.</summary>
    public required bool WholeBatches { get; init; }

    /// <summary>True: later batches don't show in an open view. False: a view that one of them touched ends with <see cref="ResultErrors.ViewMoved"/>, never with mixed rows.</summary>
    public required bool ViewsKeepTheirMoment { get; init; }

    /// <summary>False: a row with NULL in its key is refused (<see cref="ResultErrors.NullInKey"/>), before anything of its batch is written.</summary>
    public required bool NullsInKeys { get; init; }

    /// <summary>True: views give their rows in the key's order. False: in the target's own, and the reader sorts.</summary>
    public required bool RowsInKeyOrder { get; init; }

    /// <summary>False: <see cref="ApplyOutcome.Deleted"/> counts the deletions sent, whether or not there was a row.</summary>
    public required bool CountsDeletedRows { get; init; }
}
