using System.Text.RegularExpressions;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Oracle;
using Harunire.Sql.Dialects.PostgreSql;
using Harunire.Sql.Dialects.Sqlite;
using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>The corpus' tables in SQLite, PostgreSQL and IvorySQL, before and after their changes.</summary>
public sealed class CorpusEngines : IDisposable
{
    private readonly PostgreSqlCluster _postgreSql = new();
    private readonly IvorySqlServer _ivorySql = new();
    private readonly Dictionary<string, NpgsqlConnection> _postgres = [];
    private readonly Dictionary<string, NpgsqlConnection> _ivory = [];

    public CorpusEngines()
    {
        foreach (var phase in new[] { CorpusTables.Before, CorpusTables.After })
        {
            if (_postgreSql.MissingReason is null)
            {
                _postgres[phase] = new NpgsqlConnection(_postgreSql.ConnectionString + ";Pooling=false");
                _postgres[phase].Open();
                LoadPostgreSql(phase);
            }

            if (_ivorySql.MissingReason is null)
            {
                _ivorySql.RunScript(phase, $"CREATE SCHEMA {phase};\n{CorpusTables.Script(phase)}");
                _ivory[phase] = _ivorySql.Open(phase);
            }
        }
    }

    /// <summary>Why an engine is not here; null: all are.</summary>
    public string? MissingReason => _postgreSql.MissingReason ?? _ivorySql.MissingReason;

    internal CorpusTables Tables { get; } = new();

    internal List<Datum[]> OnSqlite(string phase, BoundQuery query)
    {
        using var command = Tables.Connection(phase).CreateCommand();
        command.CommandText = new SqlitePrinter().Print(query);
        using var reader = command.ExecuteReader();
        return QueryRows.Read(reader, query);
    }

    /// <summary>Null where there is no PostgreSQL.</summary>
    internal List<Datum[]>? OnPostgreSql(string phase, BoundQuery query) =>
        _postgres.TryGetValue(phase, out var connection) ? Rows(connection, AsText(query, new PostgreSqlPrinter().Print(query)), query) : null;

    /// <summary>Null where there is no IvorySQL.</summary>
    internal List<Datum[]>? OnIvorySql(string phase, string text, BoundQuery query) =>
        _ivory.TryGetValue(phase, out var connection) ? Rows(connection, text, query) : null;

    /// <summary>What was bound, printed for Oracle, on IvorySQL; null where there is none. Names lose their quotes: IvorySQL turns quoted lower case into upper case.</summary>
    internal List<Datum[]>? OnIvorySqlPrinted(string phase, BoundQuery query) => _ivory.TryGetValue(phase, out var connection)
        ? Rows(connection, Regex.Replace(new OracleQueryPrinter().Print(query), "\"[a-z_]+\"", name => name.Value.Trim('"'), RegexOptions.None, TimeSpan.FromSeconds(1)), query)
        : null;

    public void Dispose()
    {
        foreach (var connection in _postgres.Values.Concat(_ivory.Values))
        {
            connection.Dispose();
        }

        Tables.Dispose();
        _postgreSql.Dispose();
        _ivorySql.Dispose();
    }

    private static List<Datum[]> Rows(NpgsqlConnection connection, string text, BoundQuery query)
    {
        using var command = new NpgsqlCommand(text, connection) { AllResultTypesAreUnknown = true };
        using var reader = command.ExecuteReader();
        return QueryRows.Read(reader, query);
    }

    // PostgreSQL's cells in the form of StoredValue.
    private static string AsText(BoundQuery query, string text) =>
        $"SELECT {string.Join(", ", query.Columns.Select(c => c.Type switch
        {
            NumberType => $"trim_scale(c{c.Id})::text",
            DateType => $"to_char(c{c.Id}, 'YYYY-MM-DD HH24:MI:SS')",
            TimestampType => $"to_char(c{c.Id}, 'YYYY-MM-DD HH24:MI:SS.US')",
            _ => $"c{c.Id}::text",
        }))} FROM ({text}) AS outermost";

    private void LoadPostgreSql(string phase)
    {
        foreach (var table in Tables.Schemas)
        {
            Execute($"CREATE TEMP TABLE {Quoted(table)} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\" {TypeName(c.Type)}"))})", phase);
            foreach (var row in Tables.Rows(phase, table))
            {
                Execute($"INSERT INTO {Quoted(table)} VALUES ({string.Join(", ", row.Select((d, i) => Literal(d, table.Columns[i].Type)))})", phase);
            }
        }
    }

    private void Execute(string sql, string phase)
    {
        using var command = new NpgsqlCommand(sql, _postgres[phase]);
        command.ExecuteNonQuery();
    }

    private static string Quoted(TableSchema table) => $"\"{table.Name.Table}\"";

    private static string TypeName(OracleType type) => type switch { NumberType => "numeric", DateType => "timestamp(0)", TimestampType => "timestamp", _ => "text" };

    private static string Literal(Datum value, OracleType type) =>
        value.IsNull ? "NULL" : $"'{StoredValue.Write(value, type)!.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'";
}
