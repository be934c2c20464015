namespace Harunire.Jobs.Capturing;

/// <summary>The clock as blocks carry it.</summary>
internal static class CaptureClock
{
    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public static long Microseconds(this TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
