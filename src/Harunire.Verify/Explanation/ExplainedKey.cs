using System.Collections.Immutable;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Explanation;

/// <summary>A failing key with what is known about its cause.</summary>
public sealed record ExplainedKey
{
    public required FailingKey Failing { get; init; }

    public required WrongSide Wrong { get; init; }

    public required DifferenceClass Class { get; init; }

    /// <summary>Titles of the hypotheses that hold for this key: first the one that names its class.</summary>
    public required ImmutableArray<string> Causes { get; init; }

    /// <summary>Null where the source was not asked or gave no answer.</summary>
    public Opinion? Opinion { get; init; }

    /// <summary>The third opinion's row in the order of the compared columns; null where there is none.</summary>
    public Datum[]? OpinionRow { get; init; }

    public KeyTrail Trail { get; init; } = KeyTrail.None;
}
