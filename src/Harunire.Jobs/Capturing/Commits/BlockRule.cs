using System.Globalization;
using System.Text;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Capturing.Commits;

/// <summary>Which blocks count: each END names the block that its capture went on from, and counts if that is the last one that counted before it.</summary>
/// <remarks>The transaction topic has one partition, so all readers see one order and decide the same, also about two captures or a record that comes late. An END that names none comes from a log with atomic appends, and counts. docs/decisions/0010.</remarks>
/// <param name="last">The clock of the last block that counted; -1: none did.</param>
internal sealed class BlockRule(long last)
{
    private const string AfterHeader = "harunire.after";

    /// <summary>The clock (<see cref="BlockId.Microseconds"/>) of the last block that counted; -1: none did.</summary>
    public long Last { get; private set; } = last;

    /// <summary>The header of an END whose capture goes on from a block.</summary>
    public static RecordHeader After(long microseconds) => new(AfterHeader, Encoding.ASCII.GetBytes(microseconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Takes in the topic's next record.</summary>
    /// <returns>True where it is the END of a block that counts.</returns>
    public bool Counts(TransactionRecord record, IReadOnlyList<RecordHeader> headers)
    {
        if (!record.IsEnd)
        {
            return false;
        }

        var after = headers.FirstOrDefault(h => h.Name == AfterHeader).Value;
        if (after is not null && (!long.TryParse(after, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var named) || named != Last))
        {
            return false;
        }

        Last = BlockId.TryParse(record.Id)?.Microseconds ?? Last;
        return true;
    }
}
