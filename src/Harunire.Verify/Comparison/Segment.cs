namespace Harunire.Verify.Comparison;

/// <summary>A value of a key column among whose keys failures are frequent.</summary>
/// <param name="Keys">Keys in scope with this value.</param>
/// <param name="OverRepresentation">Its share of failures over its share of keys; 1 is as expected.</param>
public sealed record Segment(string Column, string Value, long Failing, long Keys, double OverRepresentation);
