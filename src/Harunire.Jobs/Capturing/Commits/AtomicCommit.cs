using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>The whole block with its position in one append: there is nothing to find out after a crash.</summary>
internal sealed class AtomicCommit(ITopicLog log, string positionsTopic) : IBlockCommit
{
    public async Task<CapturePosition?> TakeOverAsync(CancellationToken cancellationToken) =>
        await log.ReadLastAsync(positionsTopic, CapturePosition.Key, cancellationToken) is { Value: { } value }
            ? CapturePosition.FromBytes(value.ToArray(), positionsTopic)
            : null;

    public async Task<CapturePosition> CommitAsync(Block block, CapturePosition position)
    {
        await log.AppendAsync([block.Begin, .. block.Events, block.End, position.ToRecord(positionsTopic, block.End.TimestampMilliseconds)]);
        return position;
    }
}
