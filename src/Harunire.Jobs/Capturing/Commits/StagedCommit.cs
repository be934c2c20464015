using Harunire.Model.Errors;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>BEGIN and events, then END, then the position, each acknowledged before the next: for logs without atomic appends.</summary>
/// <remarks>END is the one record that decides: it carries the position, and <see cref="BlockRule"/> says whether it counts. docs/decisions/0010.</remarks>
internal sealed class StagedCommit(ITopicLog log, TransactionTopic transactions, string positionsTopic, TimeProvider clock) : IBlockCommit
{
    private const string PositionHeader = "harunire.position";

    public async Task<CapturePosition?> TakeOverAsync(CancellationToken cancellationToken)
    {
        var known = await log.ReadLastAsync(positionsTopic, CapturePosition.Key, cancellationToken) is { Value: { } value }
            ? CapturePosition.FromBytes(value.ToArray(), positionsTopic)
            : null;
        var from = known?.TransactionOffset ?? await transactions.FirstOffsetAsync(cancellationToken);
        var to = await log.EndOffsetAsync(transactions.Name, 0, cancellationToken);
        var (found, microseconds) = await LastCountedAsync(new BlockRule(known?.LastCountedBlock ?? -1), from, to, cancellationToken);
        if (known is null && found is null && from > 0)
        {
            throw new HarunireException(JobErrors.DamagedPosition, $"{positionsTopic} holds none, and the records before offset {from} are gone", transactions.Name);
        }

        if ((found ?? known) is not { } last || (found is null && to == from))
        {
            return known;
        }

        // Ids grow also over blocks that don't count, so that their events look older than the next block's.
        var position = last with { TransactionOffset = to, LastBlockMicroseconds = Math.Max(last.LastBlockMicroseconds, microseconds) };
        await log.AppendAsync([position.ToRecord(positionsTopic, clock.Microseconds() / 1000)], cancellationToken);
        return position;
    }

    public async Task<CapturePosition> CommitAsync(Block block, CapturePosition position)
    {
        var begun = (await log.AppendAsync([block.Begin, .. block.Events]))[0].Offset;
        var next = position with { LastCountedBlock = block.Id.Microseconds };
        RecordHeader[] headers = [BlockRule.After(position.LastCountedBlock), new(PositionHeader, next.ToBytes())];
        var ended = (await log.AppendAsync([block.End with { Headers = headers }]))[0].Offset;
        await RefuseOtherWritersAsync(block.Id, new BlockRule(position.LastCountedBlock), position.TransactionOffset, begun, ended);
        next = next with { TransactionOffset = ended + 1 };
        await log.AppendAsync([next.ToRecord(positionsTopic, block.End.TimestampMilliseconds)]);
        return next;
    }

    private async Task<(CapturePosition? Position, long Microseconds)> LastCountedAsync(BlockRule rule, long from, long to, CancellationToken cancellationToken)
    {
        CapturePosition? position = null;
        var microseconds = 0L;
        await foreach (var (record, stored) in transactions.ReadAsync(from, to, cancellationToken))
        {
            microseconds = Math.Max(microseconds, BlockId.TryParse(record.Id)?.Microseconds ?? 0);
            if (rule.Counts(record, stored.Headers))
            {
                position = stored.Headers.FirstOrDefault(h => h.Name == PositionHeader).Value is { } bytes
                    ? CapturePosition.FromBytes(bytes, $"{transactions.Name}, offset {stored.Offset}")
                    : throw new HarunireException(JobErrors.DamagedPosition, "the END record of a block carries no position", $"{transactions.Name}, offset {stored.Offset}");
            }
        }

        return (position, microseconds);
    }

    private async Task RefuseOtherWritersAsync(BlockId id, BlockRule rule, long from, long begun, long ended)
    {
        if (begun == from && ended == begun + 1)
        {
            return;
        }

        await foreach (var (record, stored) in transactions.ReadAsync(from, ended, default))
        {
            if (rule.Counts(record, stored.Headers))
            {
                throw new HarunireException(JobErrors.BlockOvertaken, $"block {record.Id} counts, so block {id} does not", $"{transactions.Name}, offset {stored.Offset}") { IsTransient = true };
            }
        }
    }
}
