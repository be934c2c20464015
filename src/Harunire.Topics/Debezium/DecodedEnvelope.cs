using Harunire.Model.Changes;

namespace Harunire.Topics.Debezium;

/// <summary>A change event with what its envelope tells beside it.</summary>
/// <param name="Event">The change.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="HasTransaction">Whether the envelope has a transaction block; its order is in the event's position.</param>
/// <param name="ProcessedMilliseconds">The connector's clock (<c>ts_ms</c>).</param>
/// <param name="ProcessedMicroseconds">The same in <c>ts_us</c>; null before Debezium 2.6.</param>
/// <param name="ProcessedNanoseconds">The same in <c>ts_ns</c>.</param>
public sealed record DecodedEnvelope(
    ChangeEvent Event, SourceBlock Source, bool HasTransaction, long? ProcessedMilliseconds, long? ProcessedMicroseconds, long? ProcessedNanoseconds);
