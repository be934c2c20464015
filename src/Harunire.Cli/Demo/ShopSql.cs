using System.Data.Common;
using System.Globalization;

namespace Harunire.Cli.Demo;

/// <summary>Runs one statement with the parameters @p0, @p1 and so on.</summary>
internal static class ShopSql
{
    public static int Execute(DbConnection connection, DbTransaction? transaction, string sql, params IReadOnlyList<string?> values)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            parameter.Value = (object?)values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command.ExecuteNonQuery();
    }
}
