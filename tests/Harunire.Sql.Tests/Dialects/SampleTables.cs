using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Harunire.Sql.Tests.Dialects;

/// <summary>Two small random tables with NULLs, the same rows in SQLite and PostgreSQL.</summary>
internal static class SampleTables
{
    public const int Seed = 20_240_229;

    public static TableSchema A { get; } = Table("ta");

    public static TableSchema B { get; } = Table("tb");

    private static readonly string[] Texts = ["'abc'", "'Abc Def'", "'  x '", "''", "NULL", "'a%b'", "'ORA,cle'", "'z'"];

    /// <summary>An instance of a table whose columns have ids from <paramref name="firstId"/>: id, n, m, s, c, d.</summary>
    public static BoundTable Instance(TableSchema table, int firstId) =>
        new(table, table.Name.Table, [.. table.Columns.Select((column, i) => new QueryColumn(firstId + i, column.Name, column.Type, column.Nullable))]);

    public static SqliteConnection OpenSqlite()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var function in SqliteFunctions.Scalars)
        {
            connection.CreateFunction<object?>(function.Name, a => function.Invoke(Cells(a)), isDeterministic: true);
        }

        foreach (var aggregate in SqliteFunctions.Aggregates)
        {
            connection.CreateAggregate<object?, object?>(aggregate.Name, null, (state, a) => aggregate.Step(state, Cells(a)[0]), aggregate.Result, isDeterministic: true);
        }

        using var command = connection.CreateCommand();
        command.CommandText = Script("id INTEGER, n NUMERIC, m NUMERIC, s TEXT, c TEXT, d TEXT");
        command.ExecuteNonQuery();
        return connection;
    }

    public static NpgsqlConnection OpenPostgreSql(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Script("id numeric, n numeric, m numeric, s text, c text, d timestamp(0)").Replace("CREATE TABLE", "CREATE TEMP TABLE", StringComparison.Ordinal);
        command.ExecuteNonQuery();
        return connection;
    }

    private static string Script(string columns)
    {
        var random = new Random(Seed);
        string Number() => random.Next(5) == 0 ? "NULL" : (random.Next(-200, 200) / 4m).ToString(CultureInfo.InvariantCulture);
        string Day() => random.Next(5) == 0 ? "NULL" : $"'{new DateTime(2023, 1, 1).AddDays(random.Next(800)).AddSeconds(random.Next(3) * 40_000):yyyy-MM-dd HH:mm:ss}'";
        var rows = (string table) => string.Join(", ", Enumerable.Range(1, 30).Select(id =>
            $"({id}, {Number()}, {(random.Next(4) == 0 ? "NULL" : random.Next(1, 6))}, {Texts[random.Next(Texts.Length)]}, {(random.Next(2) == 0 ? "'x'" : "'x  '")}, {Day()})"));
        return $"CREATE TABLE ta ({columns}); CREATE TABLE tb ({columns}); INSERT INTO ta VALUES {rows("ta")}; INSERT INTO tb VALUES {rows("tb")};";
    }

    private static TableSchema Table(string name) => new()
    {
        Name = new TableName(null, name),
        Columns =
        [
            new("id", OracleType.Number, false), new("n", OracleType.Number, true), new("m", OracleType.Number, true),
            new("s", new TextType(20), true), new("c", new CharType(3), true), new("d", OracleType.Date, true),
        ],
        Key = [0],
    };

    private static object?[] Cells(object?[] cells) => [.. cells.Select(cell => cell is DBNull ? null : cell)];
}
