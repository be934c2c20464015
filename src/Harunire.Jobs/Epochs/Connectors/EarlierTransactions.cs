using Harunire.Jobs.Capturing.Commits;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs.Connectors;

/// <summary>Which transactions ended before a place in the transaction topic. The topic is read for it when a connector publishes a range again, and not before.</summary>
internal sealed class EarlierTransactions(ITopicLog log, ISchemaRegistry registry, string topic)
{
    private HashSet<string>? _ids;

    /// <summary>Takes in an END that was read.</summary>
    public void Add(CutLog.BlockEnd end) => _ids?.Add(end.Record.Id);

    /// <param name="transaction">The id that may have ended before.</param>
    /// <param name="offset">Only ENDs before it count; later calls have later ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<bool> ContainsAsync(string transaction, long offset, CancellationToken cancellationToken)
    {
        if (_ids is null)
        {
            var transactions = new TransactionTopic(log, registry, topic);
            var ids = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var (record, _) in transactions.ReadAsync(await transactions.FirstOffsetAsync(cancellationToken), offset, cancellationToken))
            {
                if (record.IsEnd)
                {
                    ids.Add(record.Id);
                }
            }

            _ids = ids;
        }

        return _ids.Contains(transaction);
    }
}
