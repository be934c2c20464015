using System.Collections.Immutable;
using System.Globalization;

namespace Harunire.Capture;

/// <summary>Which transactions a source's rows show, where commits become visible in another order than that of their SCNs (PostgreSQL's snapshots).</summary>
/// <param name="Oldest">Transactions below had ended.</param>
/// <param name="Next">Transactions at or above had not begun.</param>
/// <param name="InProgress">Those between that had not ended, ascending.</param>
public sealed record TransactionSnapshot(long Oldest, long Next, ImmutableArray<long> InProgress)
{
    /// <summary>True: what the committed transaction wrote is in the rows.</summary>
    public bool Sees(long transaction) => transaction < Oldest || (transaction < Next && InProgress.BinarySearch(transaction) < 0);

    /// <summary>The form of <c>pg_snapshot</c>: <c>xmin:xmax:xip,xip</c> (https://www.postgresql.org/docs/15/functions-info.html).</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Oldest}:{Next}:{string.Join(',', InProgress)}");

    /// <summary><see cref="FormatException"/> where the text is no snapshot.</summary>
    public static TransactionSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3
            ? new TransactionSnapshot(Number(parts[0]), Number(parts[1]), [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number).Order()])
            : throw new FormatException($"'{text}' is not a snapshot of transactions.");
    }

    public bool Equals(TransactionSnapshot? other) => other is not null && Oldest == other.Oldest && Next == other.Next && InProgress.SequenceEqual(other.InProgress);

    public override int GetHashCode() => HashCode.Combine(Oldest, Next, InProgress.Length);

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
