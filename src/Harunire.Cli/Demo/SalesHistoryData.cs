using System.Data;
using System.Data.Common;

namespace Harunire.Cli.Demo;

/// <summary>Loads Oracle's Sales History (samples/sh) into an empty SQLite database.</summary>
internal sealed class SalesHistoryData(string folder)
{
    private static readonly string[] Tables = ["products", "channels", "countries", "promotions", "times", "costs"];

    public void Load(DbConnection connection)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        ShopSql.Execute(connection, transaction, File.ReadAllText(Path.Combine(folder, "schema.sqlite.sql")));
        foreach (var table in Tables)
        {
            var csv = CsvRows.Read(Path.Combine(folder, table + ".csv"));
            csv.Insert(table, csv.Rows, connection, transaction);
        }
        transaction.Commit();
    }
}
