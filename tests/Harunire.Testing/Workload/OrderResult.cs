using System.Collections.Immutable;
using Harunire.Model.Results;
using Harunire.Model.Values;

namespace Harunire.Testing.Workload;

/// <summary>The target table as an engine's changes leave it, as a plain dictionary.</summary>
public sealed class OrderResult(OrderQuery query)
{
    private readonly Dictionary<(Datum First, Datum Second), ulong> _hashes = [];
    private readonly ImmutableArray<int> _ordinals = query.Plan.TargetOrdinals;

    public long Changed { get; private set; }

    public OrderReference Total => new(_hashes.Count, _hashes.Values.Aggregate(0UL, (sum, hash) => unchecked(sum + hash)), Changed);

    /// <param name="rows">Of one epoch.</param>
    /// <param name="counted">False for the load before the first epoch.</param>
    public void Apply(IReadOnlyList<ResultRow> rows, bool counted = true)
    {
        Changed += counted ? rows.Count : 0;
        var whole = new Datum[_ordinals.Length];
        foreach (var row in rows)
        {
            var key = (row.Key[0], row.Key.Length > 1 ? row.Key[1] : Datum.Null);
            if (row.Values is null)
            {
                if (!_hashes.Remove(key))
                {
                    throw new InvalidOperationException($"{key} goes, and was not there");
                }

                continue;
            }

            Datum[] target = [.. row.Key, .. row.Values];
            for (var i = 0; i < target.Length; i++)
            {
                whole[_ordinals[i]] = target[i];
            }

            _hashes[key] = query.Hash(whole);
        }
    }
}
