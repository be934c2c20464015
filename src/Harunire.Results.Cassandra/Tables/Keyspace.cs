using System.Collections.Immutable;
using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra.Tables;

/// <summary>Where the result tables live.</summary>
public sealed record Keyspace
{
    private const string ClassPrefix = "org.apache.cassandra.locator.";

    public required string Name { get; init; }

    /// <summary>As CQL has it: <c>class</c>, and <c>replication_factor</c> or data centres with their number of copies. Empty: the keyspace is expected to be there.</summary>
    public ImmutableSortedDictionary<string, string> Replication { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    internal string Create()
    {
        if (Replication.IsEmpty)
        {
            throw new HarunireException(ResultErrors.Definition, $"the keyspace {Name} does not exist, and the migration does not say how to replicate it", Name, "create it, or write in the migration: results: { keyspace: ..., replication: { class: NetworkTopologyStrategy, dc1: 3 } }");
        }

        var options = string.Join(", ", Replication.OrderBy(r => r.Key != "class").ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => $"'{Escape(r.Key)}': '{Escape(r.Value)}'"));
        return $"CREATE KEYSPACE IF NOT EXISTS {CqlName.Quote(Name)} WITH replication = {{{options}}}";
    }

    /// <param name="found">As <c>system_schema.keyspaces</c> has it.</param>
    internal void Check(IDictionary<string, string> found)
    {
        var there = Describe(found);
        if (!Replication.IsEmpty && Describe(Replication) is var wanted && wanted != there)
        {
            throw new HarunireException(ResultErrors.ReplicationMismatch, $"wanted: {wanted}; found: {there}", Name, "alter the keyspace and repair it, or write its replication into the migration, or leave it out there");
        }
    }

    private static string Describe(IEnumerable<KeyValuePair<string, string>> options) => string.Join(", ", options
        .Select(o => $"{o.Key} {(o.Value.StartsWith(ClassPrefix, StringComparison.Ordinal) ? o.Value[ClassPrefix.Length..] : o.Value)}")
        .Order(StringComparer.Ordinal));

    private static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
