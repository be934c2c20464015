using System.Data.Common;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>The rows of a query as sorted texts, so that those of two engines can be laid beside each other.</summary>
internal static class QueryRows
{
    // More decimals than these are an engine's own: PostgreSQL and IvorySQL divide to other digits than Oracle.
    private const int ComparedDecimals = 10;

    /// <summary>Every digit.</summary>
    public static List<string> Exact(BoundQuery query, IEnumerable<Datum[]> rows) => Sorted(rows.Select(row => string.Join('|', row.Select((d, i) => Text(d, query.Columns[i].Type)))));

    /// <summary>Numbers to ten decimals.</summary>
    public static List<string> Rounded(BoundQuery query, IEnumerable<Datum[]> rows) => Exact(query, rows.Select(row => row.Select(Round).ToArray()));

    public static List<Datum[]> Read(DbDataReader reader, BoundQuery query)
    {
        var rows = new List<Datum[]>();
        while (reader.Read())
        {
            rows.Add([.. query.Columns.Select((column, i) => StoredValue.Read(reader.GetValue(i), column.Type))]);
        }

        return rows;
    }

    private static Datum Round(Datum value) => value.Kind == DatumKind.Number ? Datum.FromNumber(value.AsNumber.Round(ComparedDecimals)) : value;

    // IvorySQL and PostgreSQL hold six digits of a second.
    private static string Text(Datum value, OracleType type) => value.Kind == DatumKind.Timestamp ? value.AsTimestamp.ToString(6) : value.IsNull ? "NULL" : type is TextType or CharType ? $"'{value}'" : value.ToString();

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];
}
