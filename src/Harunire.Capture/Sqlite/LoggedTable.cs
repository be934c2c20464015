using Harunire.Model.Rows;

namespace Harunire.Capture.Sqlite;

/// <summary>A table as its log has it: columns that were added to the table later are not in older entries.</summary>
/// <param name="Table">As it was asked for.</param>
/// <param name="Id">Of its log.</param>
/// <param name="Since">Entries above this SCN are complete.</param>
/// <param name="Shapes">From which SCN on entries have how many columns, rising; never empty.</param>
internal sealed record LoggedTable(TableSchema Table, long Id, long Since, IReadOnlyList<(long Since, int Columns)> Shapes)
{
    /// <summary>Columns that can be read from the log.</summary>
    public int Width => Math.Min(Table.Columns.Length, Shapes[^1].Columns);

    /// <summary>The table with the columns that an entry has.</summary>
    public TableSchema At(long scn)
    {
        var columns = Math.Min(Table.Columns.Length, Shapes.Last(shape => shape.Since < scn || shape == Shapes[0]).Columns);
        return columns == Table.Columns.Length ? Table : _older.TryGetValue(columns, out var known) ? known : _older[columns] = Cut(Table, columns);
    }

    /// <summary>The table without its last columns.</summary>
    public static TableSchema Cut(TableSchema table, int columns) => columns >= table.Columns.Length ? table : table with { Columns = table.Columns[..columns] };

    private readonly Dictionary<int, TableSchema> _older = [];
}
