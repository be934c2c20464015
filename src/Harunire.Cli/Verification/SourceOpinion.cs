using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Harunire.Cli.Verification.Sides;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;
using Harunire.Verify.Explanation;

namespace Harunire.Cli.Verification;

/// <summary>Runs the mapping's query inside the source's read transaction.</summary>
internal sealed class SourceOpinion(IComparedDatabase source, BoundQuery query, MappingPlan plan) : IThirdOpinion
{
    /// <summary>Beyond so many rows, the rows behind further keys stay unknown.</summary>
    private const int KeptRows = 50_000;

    public async IAsyncEnumerable<Opinion> ConsultAsync(IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = keys.Select(key => KeyEncoding.Name(key)).ToHashSet(StringComparer.Ordinal);
        int[] keyOrdinals = [.. plan.TargetOrdinals.Take(plan.Target.KeyCount)];
        var rows = new Dictionary<string, Datum[]>(StringComparer.Ordinal);
        await foreach (var row in source.RunAsync(query, keyOrdinals, keys, cancellationToken))
        {
            Datum[] ordered = [.. plan.TargetOrdinals.Select(o => row[o])];
            var name = KeyEncoding.Name(ordered.AsSpan(0, keyOrdinals.Length));
            if (wanted.Contains(name))
            {
                rows[name] = ordered;
            }
        }

        var behind = RowsBehindKeys.Of(query, plan);
        var baseRows = behind is null ? null : await BehindAsync(behind, keys, wanted, cancellationToken);
        foreach (var key in keys)
        {
            yield return new Opinion
            {
                Key = key,
                Row = rows.GetValueOrDefault(KeyEncoding.Name(key)),
                BaseRows = baseRows is null ? null : baseRows.TryGetValue(KeyEncoding.Name(key), out var list) ? list?.ToImmutable() : [],
            };
        }
    }

    private async Task<Dictionary<string, ImmutableArray<BaseRow>.Builder?>> BehindAsync(
        RowsBehindKeys behind, IReadOnlyList<Datum[]> keys, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        int[] keyOrdinals = [.. Enumerable.Range(0, plan.Target.KeyCount)];
        var found = new Dictionary<string, ImmutableArray<BaseRow>.Builder?>(StringComparer.Ordinal);
        var kept = 0;
        await foreach (var row in source.RunAsync(behind.Query, keyOrdinals, keys, cancellationToken))
        {
            var name = KeyEncoding.Name(row.AsSpan(0, keyOrdinals.Length));
            if (!wanted.Contains(name))
            {
                continue;
            }

            if (kept == KeptRows)
            {
                found[name] = null;
            }
            else if (!found.TryGetValue(name, out var list))
            {
                found[name] = list = ImmutableArray.CreateBuilder<BaseRow>();
                list.Add(behind.Read(row));
                kept++;
            }
            else if (list is not null)
            {
                list.Add(behind.Read(row));
                kept++;
            }
        }

        return found;
    }
}
