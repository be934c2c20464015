using System.Data.Common;
using System.Globalization;
using Harunire.Capture.Oracle;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Specifications.Sources;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>A real Oracle for the suite, in the schema of the user that HARUNIRE_TEST_ORACLE names; its driver is found by name, so that the tests compile without it.</summary>
internal sealed class OracleServerDatabase : ISourceDatabase
{
    public const string Variable = "HARUNIRE_TEST_ORACLE";
    private const string Factory = "Oracle.ManagedDataAccess.Client.OracleClientFactory, Oracle.ManagedDataAccess";
    private readonly DbProviderFactory _factory;
    private readonly string _connectionString;
    private readonly Dictionary<string, TableSchema> _tables = new(StringComparer.Ordinal);

    private OracleServerDatabase(DbProviderFactory factory, string connectionString)
    {
        (_factory, _connectionString) = (factory, connectionString);
        Source = Reopen();
    }

    public ISourceReader Source { get; }

    public SourceCapabilities Capabilities { get; } = new() { Name = "Oracle", NeedsSetup = false, MissingTypes = ["CLOB", "BLOB"] };

    private string Schema => ((string)new DbConnectionStringBuilder { ConnectionString = _connectionString }["User Id"]).Trim('"').ToUpperInvariant();

    /// <summary>Skips the test where there is no server or no driver.</summary>
    public static OracleServerDatabase Open()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(text), $"{Variable} names no Oracle server");
        var type = Type.GetType(Factory, throwOnError: false);
        Assert.SkipWhen(type is null, "Oracle.ManagedDataAccess.dll is not beside the tests");
        return new OracleServerDatabase((DbProviderFactory)type!.GetField("Instance")!.GetValue(null)!, text!);
    }

    public ISourceReader Reopen() => new OracleSource(_factory, _connectionString, "oracle", new OracleSourceOptions { Schema = Schema }, TimeProvider.System);

    public async Task CreateTableAsync(TableSchema table)
    {
        var name = OracleIdentifier.Quote(table.Name.Table);
        _tables[table.Name.Table] = table;
        await RunAsync($"BEGIN EXECUTE IMMEDIATE 'DROP TABLE {name} PURGE'; EXCEPTION WHEN OTHERS THEN IF SQLCODE <> -942 THEN RAISE; END IF; END;");
        var columns = table.Columns.Select(c => $"{OracleIdentifier.Quote(c.Name)} {TypeName(c.Type)}{(c.Nullable ? "" : " NOT NULL")}");
        var key = string.Join(", ", (table.Key.IsEmpty ? [0] : table.Key.AsEnumerable()).Select(k => OracleIdentifier.Quote(table.Columns[k].Name)));
        await RunAsync($"CREATE TABLE {name} ({string.Join(", ", columns)}, {(table.Key.IsEmpty ? "UNIQUE" : "PRIMARY KEY")} ({key}))");
    }

    public Task AddColumnAsync(string table, ColumnDefinition column) => RunAsync($"ALTER TABLE {OracleIdentifier.Quote(table)} ADD ({OracleIdentifier.Quote(column.Name)} {TypeName(column.Type)})");

    public async Task<ISourceTransaction> BeginAsync()
    {
        var connection = _factory.CreateConnection()!;
        connection.ConnectionString = _connectionString;
        await connection.OpenAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' TIME_ZONE = '+00:00'";
            await command.ExecuteNonQueryAsync();
        }

        return new Transaction(this, connection, await connection.BeginTransactionAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        foreach (var table in _tables.Keys)
        {
            await RunAsync($"DROP TABLE {OracleIdentifier.Quote(table)} PURGE");
        }
    }

    private static string TypeName(OracleType type) => type is TextType { Length: null } ? "VARCHAR2(4000)" : type.ToString();

    private async Task RunAsync(string sql)
    {
        await using var connection = _factory.CreateConnection()!;
        connection.ConnectionString = _connectionString;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Transaction(OracleServerDatabase database, DbConnection connection, DbTransaction transaction) : ISourceTransaction
    {
        public Task InsertAsync(string table, Datum[] row) =>
            RunAsync(table, $"INSERT INTO {OracleIdentifier.Quote(table)} VALUES ({string.Join(", ", row.Select((_, i) => Parameter(table, i, i)))})", row, []);

        public Task UpdateAsync(string table, Datum[] key, Datum[] row) => RunAsync(
            table, $"UPDATE {OracleIdentifier.Quote(table)} SET {string.Join(", ", row.Select((_, i) => $"{Column(table, i)} = {Parameter(table, i, i)}"))} WHERE {Where(table, row.Length)}", row, key);

        public Task DeleteAsync(string table, Datum[] key) => RunAsync(table, $"DELETE FROM {OracleIdentifier.Quote(table)} WHERE {Where(table, 0)}", [], key);

        public Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }

        private string Column(string table, int ordinal) => OracleIdentifier.Quote(database._tables[table].Columns[ordinal].Name);

        private string Parameter(string table, int ordinal, int number) =>
            OracleColumn.Parameter(string.Create(CultureInfo.InvariantCulture, $"p{number}"), database._tables[table].Columns[ordinal].Type);

        private string Where(string table, int first) =>
            string.Join(" AND ", database._tables[table].Key.Select((k, i) => $"{Column(table, k)} = {Parameter(table, k, first + i)}"));

        private async Task RunAsync(string table, string sql, Datum[] row, Datum[] key)
        {
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            foreach (var value in row.Concat(key))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"p{command.Parameters.Count}");
                parameter.Value = value.IsNull ? DBNull.Value : value.Kind switch
                {
                    DatumKind.BinaryFloat => value.AsBinaryFloat,
                    DatumKind.BinaryDouble => value.AsBinaryDouble,
                    DatumKind.IntervalYearToMonth or DatumKind.IntervalDayToSecond => value.ToString(),
                    _ => OracleColumn.Write(value),
                };
                command.Parameters.Add(parameter);
            }

            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }
    }
}
