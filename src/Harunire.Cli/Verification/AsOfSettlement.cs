using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>For a legacy table that is older than the result: compares it with the result as of its own moment, which the topics still tell.</summary>
/// <remarks>A key is right where the legacy row is the result as of the batch, and the target's row is the one of the cut. Anything else is a difference.</remarks>
internal sealed class AsOfSettlement(TopicEvidence topics, IThirdOpinion? opinion, VerificationRules rules, long batchScn) : ISettlement
{
    public async Task<(IReadOnlyList<Settled> Keys, string Note)> SettleAsync(IReadOnlyList<FailingKey> waiting, CancellationToken cancellationToken)
    {
        var (watches, unknown) = await topics.WatchAsync([.. waiting.Select(w => new TrailRequest(w.Key, []))], cancellationToken);
        if (unknown is not null)
        {
            return ([.. waiting.Select(w => new Settled(w.Legacy, w.Target, $"the result as of the batch's SCN {batchScn} is not known: {unknown}"))], unknown);
        }

        var now = await OpinionsAsync(waiting, cancellationToken);
        var settled = waiting.Zip(watches, (key, watch) =>
        {
            var current = now is not null && now.TryGetValue(KeyEncoding.Name(key.Key), out var asked) ? asked : watch.ValueAt(long.MaxValue)?.Row;
            var targetIsRight = RowAgreement.Agree(rules.Columns, key.Target, RowAgreement.Order(rules.Columns, current));
            var legacyWasRight = RowAgreement.Agree(rules.Columns, key.Legacy, RowAgreement.Order(rules.Columns, watch.ValueAt(batchScn)?.Row));
            return new Settled(key.Legacy, key.Target, AsOf: targetIsRight && legacyWasRight);
        });
        return ([.. settled], $"{waiting.Count} differing keys were compared as of the batch's SCN {batchScn}, with the result that the topics give for it");
    }

    // Where the stream has caught up, the source itself says what is right now; else what the topics give for the cut.
    private async Task<Dictionary<string, Datum[]?>?> OpinionsAsync(IReadOnlyList<FailingKey> waiting, CancellationToken cancellationToken)
    {
        if (opinion is null)
        {
            return null;
        }

        var rows = new Dictionary<string, Datum[]?>(StringComparer.Ordinal);
        await foreach (var answer in opinion.ConsultAsync([.. waiting.Select(w => w.Key)], cancellationToken))
        {
            rows[KeyEncoding.Name(answer.Key)] = answer.Row;
        }

        return rows;
    }
}
