namespace Harunire.Testing.OracleModel;

/// <summary>An expression or condition of the statements that the model understands.</summary>
internal abstract record SqlNode;

internal sealed record SqlLiteral(object? Value) : SqlNode;

/// <param name="Index">Of the parameter, by position.</param>
internal sealed record SqlBind(int Index) : SqlNode;

internal sealed record SqlName(string? Alias, string Name) : SqlNode;

internal sealed record SqlCall(string Function, IReadOnlyList<SqlNode> Arguments) : SqlNode;

internal sealed record SqlBinary(string Operator, SqlNode Left, SqlNode Right) : SqlNode;

internal sealed record SqlIsNull(SqlNode Operand, bool IsNegated) : SqlNode;

internal sealed record SqlIn(SqlNode Operand, IReadOnlyList<SqlNode> Items) : SqlNode;

/// <summary>A table or a subquery of FROM.</summary>
/// <param name="Name">Null: a subquery.</param>
/// <param name="On">Null: the first of FROM.</param>
internal sealed record SqlSource(string? Owner, string? Name, SqlSelect? Query, string? Alias, SqlNode? AsOf, SqlNode? Low, SqlNode? High, bool IsLeft, SqlNode? On);

/// <param name="Names">Of the items that have one of their own; null elsewhere.</param>
internal sealed record SqlSelect(
    bool IsDistinct, IReadOnlyList<SqlNode> Items, IReadOnlyList<string?> Names, IReadOnlyList<SqlSource> From, SqlNode? Where, IReadOnlyList<SqlNode> GroupBy, IReadOnlyList<SqlNode> OrderBy, SqlNode? Fetch);
