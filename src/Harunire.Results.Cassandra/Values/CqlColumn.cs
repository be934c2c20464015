using Harunire.Model.Types;

namespace Harunire.Results.Cassandra.Values;

/// <summary>A column of a result table as Cassandra stores it.</summary>
internal sealed record CqlColumn(string Name, OracleType Type, CqlType Stored, bool IsKey)
{
    public string StoredName => Stored.ToString().ToLowerInvariant();
}
