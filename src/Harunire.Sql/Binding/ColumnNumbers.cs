using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>Gives the columns of one query their ids.</summary>
internal sealed class ColumnNumbers
{
    private int _last;

    public QueryColumn New(string name, OracleType type, bool nullable) => new(++_last, name, type, nullable);
}
