using System.Data;
using System.Data.Common;

namespace Harunire.Cli.Demo;

/// <summary>The nightly run: a folder's tables.sqlite.sql and batch.sqlite.sql, each in one transaction.</summary>
internal sealed class LegacyBatch(string folder)
{
    public void CreateTables(DbConnection connection) => Run(connection, "tables.sqlite.sql");

    public void RunNightly(DbConnection connection) => Run(connection, "batch.sqlite.sql");

    private void Run(DbConnection connection, string file)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        ShopSql.Execute(connection, transaction, File.ReadAllText(Path.Combine(folder, file)));
        transaction.Commit();
    }
}
