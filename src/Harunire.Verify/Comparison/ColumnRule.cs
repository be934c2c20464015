using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>What a mapping allows when a column is compared. Nothing is allowed that it does not say.</summary>
public sealed record ColumnRule
{
    /// <summary>Equal by value.</summary>
    public static ColumnRule Exact { get; } = new();

    /// <summary>The legacy column's name; null: the same name.</summary>
    public string? As { get; init; }

    /// <summary>Both sides are rounded to so many decimals as Oracle's ROUND does; null: not rounded.</summary>
    public int? Scale { get; init; }

    /// <summary>The greatest absolute difference of two numbers that counts as within tolerance; null: none.</summary>
    public OracleNumber? Tolerance { get; init; }

    /// <summary>True: trailing blanks don't count.</summary>
    public bool Padding { get; init; }

    public TimeGrain? Grain { get; init; }

    /// <summary>The reason why the column is not compared; null: it is compared.</summary>
    public string? Excluded { get; init; }
}
