namespace Harunire.Results;

/// <summary>What applying a batch did.</summary>
/// <param name="Applied">False: the table already held this version or a later one, and nothing was written.</param>
/// <param name="Upserted">Rows written.</param>
/// <param name="Deleted">Rows that were there and are gone; see <see cref="ResultCapabilities.CountsDeletedRows"/>.</param>
public readonly record struct ApplyOutcome(bool Applied, long Upserted, long Deleted);
