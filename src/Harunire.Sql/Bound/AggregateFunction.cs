namespace Harunire.Sql.Bound;

public enum AggregateFunction
{
    CountRows,
    Count,
    Sum,
    Avg,
    Min,
    Max,
}
