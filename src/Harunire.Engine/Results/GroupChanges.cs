using Harunire.Engine.Rows;
using Harunire.Engine.State;
using Harunire.Model.Deltas;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;

namespace Harunire.Engine.Results;

/// <summary>Each key is one group: its deltas of a step are the row before and the row after, next to each other. State only within a cut of several parts.</summary>
internal sealed class GroupChanges(MappingPlan plan, CellLayout[] layouts) : ResultChanges(plan)
{
    private readonly RowPacker _packer = new([.. plan.TargetOrdinals.Take(plan.Target.KeyCount).Select(o => layouts[o])], instants: true);
    private readonly Dictionary<ulong[], (Datum[]? Before, Datum[]? After)> _parts = new(WordsComparer.Instance);

    protected override IReadOnlyList<ResultRow> Take(DeltaColumn[] columns, DeltaWeights weights, bool closesCut)
    {
        if (closesCut && _parts.Count == 0)
        {
            return Whole(columns, weights);
        }

        AddPart(columns, weights);
        return closesCut ? Joined() : [];
    }

    private List<ResultRow> Whole(DeltaColumn[] columns, DeltaWeights weights)
    {
        var changes = new List<ResultRow>(weights.Count);
        for (var row = 0; row < weights.Count; row++)
        {
            if (weights[row] > 0)
            {
                Put(changes, columns, row);
            }
            else if (row + 1 < weights.Count && weights[row + 1] > 0 && AreEqual(columns, row, 0, KeyCount))
            {
                row++;
                if (!AreEqual(columns, row - 1, KeyCount, Width))
                {
                    Put(changes, columns, row);
                }
            }
            else
            {
                changes.Add(new ResultRow(Key(columns, row), null));
            }
        }

        return changes;
    }

    /// <summary>The row and the next one, in some columns.</summary>
    private static bool AreEqual(DeltaColumn[] columns, int row, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (!columns[i].CellsAreEqual(row, row + 1))
            {
                return false;
            }
        }

        return true;
    }

    private void Put(List<ResultRow> changes, DeltaColumn[] columns, int row)
    {
        var change = Put(columns, row);
        RefuseNull(change.Key);
        changes.Add(change);
    }

    private void AddPart(DeltaColumn[] columns, DeltaWeights weights)
    {
        var keyColumns = columns[..KeyCount];
        for (var row = 0; row < weights.Count; row++)
        {
            var key = _packer.Pack(keyColumns, row).ToArray();
            var cells = Cells(columns, row);
            var isKnown = _parts.TryGetValue(key, out var part);
            _parts[key] = weights[row] > 0 ? (part.Before, cells) : (isKnown ? part.Before : cells, null);
        }
    }

    private List<ResultRow> Joined()
    {
        var changes = new List<ResultRow>(_parts.Count);
        foreach (var (before, after) in _parts.Values)
        {
            if (after is not null)
            {
                RefuseNull(after.AsSpan(0, KeyCount));
            }

            if ((before ?? after) is { } any && (before is null || after is null || !before.AsSpan().SequenceEqual(after)))
            {
                changes.Add(new ResultRow(any[..KeyCount], after?[KeyCount..]));
            }
        }

        _parts.Clear();
        return changes;
    }
}
