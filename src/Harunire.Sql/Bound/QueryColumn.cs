using Harunire.Model.Types;

namespace Harunire.Sql.Bound;

/// <summary>A column of one relation instance inside a query. Two uses of one table have different ones.</summary>
/// <param name="Id">Unique in the query.</param>
/// <param name="Name">For people; as in the query or the dictionary.</param>
public sealed record QueryColumn(int Id, string Name, OracleType Type, bool Nullable)
{
    public bool Equals(QueryColumn? other) => other is not null && Id == other.Id;

    public override int GetHashCode() => Id;
}
