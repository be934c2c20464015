namespace Harunire.Model.Errors;

/// <summary>The valid name that a mistyped one most likely meant.</summary>
public static class NearestName
{
    /// <summary>Null where nothing is near: more than a third of the letters (at least 2, of a word of up to three letters 1) would have to change.</summary>
    public static string? Find(string wrong, IEnumerable<string> known)
    {
        var best = (Name: (string?)null, Distance: (wrong.Length <= 3 ? 1 : Math.Max(2, wrong.Length / 3)) + 1);
        foreach (var name in known)
        {
            var distance = Distance(wrong.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < best.Distance)
            {
                best = (name, distance);
            }
        }

        return best.Name;
    }

    // Levenshtein's distance, with two neighbours exchanged counted as one change.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
