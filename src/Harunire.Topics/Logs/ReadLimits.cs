namespace Harunire.Topics.Logs;

/// <summary>How much one read may return; the first limit reached ends it.</summary>
/// <param name="MaxRecords">At least 1.</param>
/// <param name="MaxBytes">Bytes of keys, values and headers; the first record comes even if it is larger.</param>
public readonly record struct ReadLimits(int MaxRecords, long MaxBytes)
{
    public static ReadLimits Default { get; } = new(10_000, 16 * 1024 * 1024);
}
