using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>Gives the columns of one query their ids.</summary>
internal sealed class ColumnNumbers
{
    // A WITH query is bound at each use; queries that use one another twice would double at every step.
    private const int MaxColumns = 100_000;

    private int _last;

    public QueryColumn New(string name, OracleType type, bool nullable) => _last < MaxColumns
        ? new QueryColumn(++_last, name, type, nullable)
        : throw SqlErrors.At(default, SqlErrors.TooLarge, $"the query has more than {MaxColumns:N0} columns, counting each use of a WITH query");
}
