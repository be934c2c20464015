using System.Data.Common;
using System.Globalization;
using CsvHelper;

namespace Harunire.Cli.Demo;

/// <summary>The rows of one CSV file with a header row; an empty field is null, as '' is NULL in Oracle.</summary>
internal sealed class CsvRows
{
    private CsvRows(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows) =>
        (Columns, Rows) = (columns, rows);

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows { get; }

    public static CsvRows Read(string file)
    {
        using var text = new StreamReader(file);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var columns = csv.HeaderRecord ?? [];
        var rows = new List<IReadOnlyDictionary<string, string?>>();
        while (csv.Read())
        {
            var row = new Dictionary<string, string?>(StringComparer.Ordinal);
            for (var i = 0; i < columns.Length; i++)
            {
                var field = csv.GetField(i);
                row[columns[i]] = string.IsNullOrEmpty(field) ? null : field;
            }
            rows.Add(row);
        }
        return new CsvRows(columns, rows);
    }

    /// <summary>Inserts rows of this file into a table; the column's affinity makes numbers of the text.</summary>
    public void Insert(string table, IEnumerable<IReadOnlyDictionary<string, string?>> rows, DbConnection connection, DbTransaction transaction)
    {
        var sql = $"INSERT INTO {table} ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select((_, i) => $"@p{i}"))})";
        foreach (var row in rows)
        {
            ShopSql.Execute(connection, transaction, sql, [.. Columns.Select(c => row[c])]);
        }
    }
}
