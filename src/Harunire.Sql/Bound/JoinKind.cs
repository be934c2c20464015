namespace Harunire.Sql.Bound;

public enum JoinKind
{
    Inner,
    Left,
    Full,
}
