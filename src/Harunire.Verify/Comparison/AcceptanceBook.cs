using System.Collections.Immutable;

namespace Harunire.Verify.Comparison;

/// <summary>Looks failing keys up in the accepted differences, and keeps count.</summary>
internal sealed class AcceptanceBook(VerificationRules rules)
{
    private readonly long[] _uses = new long[rules.Accepted.Length];
    private readonly HashSet<int> _expired = [];

    public ImmutableArray<long> Uses => [.. _uses];

    public ImmutableArray<AcceptedDifference> Expired => [.. _expired.Order().Select(i => rules.Accepted[i])];

    /// <summary>True where each differing column (or, for a missing or extra row, the key) is accepted by a record that still holds.</summary>
    public bool Accepts(FailingKey key)
    {
        if (rules.Accepted.IsEmpty || key.Verdict == Verdict.Unverifiable)
        {
            return false;
        }

        var used = new List<int>();
        var columns = key.Verdict == Verdict.Different ? key.Differing.Select(i => (string?)rules.Columns[i].Name) : [null];
        foreach (var column in columns)
        {
            var record = Find(key, column);
            if (record < 0)
            {
                return false;
            }

            used.Add(record);
        }

        foreach (var record in used.Distinct())
        {
            _uses[record]++;
        }

        return true;
    }

    private int Find(FailingKey key, string? column)
    {
        for (var i = 0; i < rules.Accepted.Length; i++)
        {
            var record = rules.Accepted[i];
            if ((record.Column is null || string.Equals(record.Column, column, StringComparison.OrdinalIgnoreCase)) && Matches(record, key))
            {
                if (record.Expires >= rules.Today)
                {
                    return i;
                }

                _expired.Add(i);
            }
        }

        return -1;
    }

    private bool Matches(AcceptedDifference record, FailingKey key) => record.Key.All(part =>
    {
        for (var i = 0; i < key.Key.Length; i++)
        {
            if (string.Equals(rules.Columns[i].Name, part.Key, StringComparison.OrdinalIgnoreCase))
            {
                return string.Equals(Cell.Print(key.Key[i]), part.Value, StringComparison.Ordinal);
            }
        }

        return false;
    });
}
