using System.Collections.Immutable;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Capturing;

/// <summary>Columns and key of a table as text, one line each: what a topic was begun with, and how far it may move.</summary>
internal static class TableShape
{
    /// <summary>The key first, then each column.</summary>
    public static ImmutableArray<string> Of(TableSchema table) =>
        [$"key {string.Join(", ", table.Key.Select(k => table.Columns[k].Name))}", .. table.Columns.Select(c => $"{c.Name} {c.Type}{(c.Nullable ? "" : " NOT NULL")}")];

    /// <summary>What is not as it was; null where nothing was changed, or columns were added at the end that may be NULL.</summary>
    public static string? Difference(ImmutableArray<string> known, TableSchema table)
    {
        var now = Of(table);
        for (var i = 0; i < known.Length; i++)
        {
            if (i >= now.Length || known[i] != now[i])
            {
                return $"'{known[i]}' is {(i < now.Length ? $"now '{now[i]}'" : "gone")}";
            }
        }

        var added = table.Columns[(known.Length - 1)..];
        return added.FirstOrDefault(column => !column.Nullable) is { } required ? $"the added column '{required.Name}' can't be NULL, and earlier events are without it"
            : added.FirstOrDefault(column => column.IsFilled) is { } filled ? $"the added column '{filled.Name}' has a default: rows that were there before hold it, and no event told so"
            : null;
    }
}
