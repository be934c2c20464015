namespace Harunire.Results.Cassandra.Tables;

/// <summary>The two tables that Harunire keeps beside the results: which batch was begun and applied, and which process may write.</summary>
internal static class Bookkeeping
{
    public const string Marks = "harunire_results";
    public const string Fences = "harunire_fences";

    public static string FullName(string keyspace, string table) => $"{CqlName.Quote(keyspace)}.{CqlName.Quote(table)}";

    /// <summary>A mark belongs to one life of a table, by its id: a table that was dropped and made anew has none.</summary>
    public static string CreateMarks(string keyspace) =>
        $"CREATE TABLE IF NOT EXISTS {FullName(keyspace, Marks)} (name text, table_id uuid, begun bigint, applied bigint, cut_id text, scn bigint, read_microseconds bigint, quarantined bigint, PRIMARY KEY (name, table_id)) WITH comment = 'Harunire: batches begun and applied, by write time'";

    /// <summary>Written by lightweight transactions only: those must not be mixed with plain writes.</summary>
    public static string CreateFences(string keyspace) =>
        $"CREATE TABLE IF NOT EXISTS {FullName(keyspace, Fences)} (name text PRIMARY KEY, fence bigint) WITH comment = 'Harunire: who may write a result table'";
}
