namespace Harunire.Model.Errors;

/// <summary>One kind of error, with what <c>harunire explain</c> says about it.</summary>
/// <param name="Code"><c>HARnnnn</c>: 1xxx SQL, 2xxx files and plans, 3xxx capture, 4xxx topics, 5xxx engine, 6xxx results, 7xxx verification, 8xxx jobs, settings and commands, 9xxx bugs.</param>
/// <param name="Category">Who acts next.</param>
/// <param name="Title">A few words, no full stop.</param>
/// <param name="Explanation">What it means, why Harunire stops, what to do. Plain text, several sentences.</param>
public sealed record ErrorCode(string Code, ErrorCategory Category, string Title, string Explanation)
{
    public override string ToString() => Code;
}
