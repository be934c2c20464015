namespace Harunire.Verify.Comparison;

/// <summary>How fine dates and timestamps are compared; what is finer is cut off on both sides.</summary>
public enum TimeGrain
{
    Second,
    Minute,
    Hour,
    Day,
}
