using Harunire.Model.Results;

namespace Harunire.Results;

/// <summary>A table's shape as text, one line for each column, and what tells two of them apart. Targets keep it in their bookkeeping: its form stays.</summary>
public static class ShapeText
{
    /// <summary>The shape that a mapping gives, with Oracle's types.</summary>
    public static string Of(ResultTable table) => string.Concat(table.Columns.Select((column, i) => Line(Role(table, i), column.Name, column.Type.ToString()!)));

    /// <summary>A column's part in the key.</summary>
    public static string Role(ResultTable table, int column) =>
        column < table.PartitionKeyCount ? "partition key"
        : column >= table.KeyCount ? "value"
        : table.IsDescending(column) ? "clustering key desc" : "clustering key";

    public static string Line(string role, string name, string type) => $"{role} {name} {type}\n";

    /// <summary>The lines that differ, for the message.</summary>
    public static string Differences(string stored, string wanted)
    {
        var was = stored.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var now = wanted.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var parts = now.Except(was, StringComparer.Ordinal).Select(line => "wanted: " + line)
            .Concat(was.Except(now, StringComparer.Ordinal).Select(line => "found: " + line)).ToList();
        return parts.Count == 0 ? "the columns stand in another order" : string.Join("; ", parts);
    }
}
