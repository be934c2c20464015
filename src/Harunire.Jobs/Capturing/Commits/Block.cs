using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>A block's records.</summary>
/// <param name="Id">In each of its records.</param>
/// <param name="Begin">Its BEGIN in the transaction topic.</param>
/// <param name="Events">Its events and their tombstones in the tables' topics.</param>
/// <param name="End">Its END with counts in the transaction topic.</param>
internal sealed record Block(BlockId Id, ProducedRecord Begin, IReadOnlyList<ProducedRecord> Events, ProducedRecord End);
