using Cassandra;
using Harunire.Model.Errors;
using Harunire.Results.Cassandra.Sessions;

namespace Harunire.Results.Cassandra.Tables;

/// <summary>Reads the cluster's own schema tables, and compares what is there with what is wanted.</summary>
internal sealed class TableCatalog(CassandraSession session, Keyspace keyspace, string name)
{
    /// <summary>The statements that are missing, in their order.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CqlTable table, CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        if (await FirstAsync("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", cancellationToken, keyspace.Name) is not { } found)
        {
            statements.Add(keyspace.Create());
        }
        else
        {
            keyspace.Check(found.GetValue<IDictionary<string, string>>("replication"));
        }

        if (!await ExistsAsync(Bookkeeping.Marks, cancellationToken))
        {
            statements.Add(Bookkeeping.CreateMarks(keyspace.Name));
        }

        if (!await ExistsAsync(Bookkeeping.Fences, cancellationToken))
        {
            statements.Add(Bookkeeping.CreateFences(keyspace.Name));
        }

        if (!await CheckAsync(table, cancellationToken))
        {
            statements.Add(table.Create());
        }

        return statements;
    }

    /// <summary>False where the table does not exist; an error where it is another one.</summary>
    public async Task<bool> CheckAsync(CqlTable table, CancellationToken cancellationToken)
    {
        var target = table.Table.Name;
        if (await FirstAsync("SELECT comment FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?", cancellationToken, keyspace.Name, target) is not { } found)
        {
            return false;
        }

        if (found.GetValue<string?>("comment")?.StartsWith(CqlTable.Comment, StringComparison.Ordinal) != true)
        {
            throw TableFailures.Foreign(name, target, $"its comment does not begin with '{CqlTable.Comment}'");
        }

        var (wanted, there) = (table.Describe(), await DescribeAsync(target, cancellationToken));
        return there == wanted
            ? true
            : throw TableFailures.Mismatch(name, target, there, wanted);
    }

    // In the same form as CqlTable.Describe.
    private async Task<string> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        var rows = await session.ExecuteAsync(
            new CqlRequest("SELECT column_name, kind, position, clustering_order, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?", keyspace.Name, table) { PageSize = 5000 }, cancellationToken);
        return string.Concat(rows
            .Select(row => (Rank: Rank(row), Position: row.GetValue<int>("position"), Line: ShapeText.Line(Role(row), row.GetValue<string>("column_name"), row.GetValue<string>("type"))))
            .OrderBy(r => r.Rank).ThenBy(r => r.Position).ThenBy(r => r.Line, StringComparer.Ordinal)
            .Select(r => r.Line));
    }

    private static int Rank(Row row) => row.GetValue<string>("kind") switch { "partition_key" => 0, "clustering" => 1, _ => 2 };

    private static string Role(Row row) => row.GetValue<string>("kind") switch
    {
        "partition_key" => "partition key",
        "clustering" => row.GetValue<string>("clustering_order") == "desc" ? "clustering key desc" : "clustering key",
        "static" => "static value",
        _ => "value",
    };

    private async Task<bool> ExistsAsync(string table, CancellationToken cancellationToken) =>
        await FirstAsync("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?", cancellationToken, keyspace.Name, table) is not null;

    private async Task<Row?> FirstAsync(string cql, CancellationToken cancellationToken, params object?[] values) =>
        (await session.ExecuteAsync(new CqlRequest(cql, values), cancellationToken)).FirstOrDefault();
}
