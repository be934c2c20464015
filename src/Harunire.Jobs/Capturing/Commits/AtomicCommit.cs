using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>The whole block with its position in one append: there is nothing to find out after a crash.</summary>
internal sealed class AtomicCommit(ITopicLog log, string positionsTopic, string transactionTopic) : IBlockCommit
{
    public async Task<CapturePosition?> TakeOverAsync(CancellationToken cancellationToken)
    {
        if (await log.ReadLastAsync(positionsTopic, CapturePosition.Key, cancellationToken) is { Value: { } value })
        {
            return CapturePosition.FromBytes(value.ToArray(), positionsTopic);
        }

        // A lost position would begin a second snapshot on top of the first.
        return await log.EndOffsetAsync(transactionTopic, 0, cancellationToken) == 0
            ? null
            : throw new HarunireException(JobErrors.DamagedPosition, $"the topic is empty, and {transactionTopic} is not", positionsTopic);
    }

    public async Task<CapturePosition> CommitAsync(Block block, CapturePosition position)
    {
        await log.AppendAsync([block.Begin, .. block.Events, block.End, position.ToRecord(positionsTopic, block.End.TimestampMilliseconds)]);
        return position;
    }
}
