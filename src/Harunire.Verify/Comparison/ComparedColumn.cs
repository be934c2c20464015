using Harunire.Model.Types;

namespace Harunire.Verify.Comparison;

/// <summary>A column of the result table and its partner in the legacy table.</summary>
public sealed record ComparedColumn
{
    /// <summary>The result table's name for it.</summary>
    public required string Name { get; init; }

    public required string LegacyName { get; init; }

    public required OracleType Type { get; init; }

    public required ColumnRule Rule { get; init; }

    /// <summary>Ordinal in the target's rows.</summary>
    public required int TargetOrdinal { get; init; }

    /// <summary>Ordinal in the legacy table's rows; -1 where the column is excluded and has no partner.</summary>
    public required int LegacyOrdinal { get; init; }

    public required bool IsKey { get; init; }

    public bool IsNumeric => Type is NumberType;
}
