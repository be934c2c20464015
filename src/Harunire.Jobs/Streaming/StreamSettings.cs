using Harunire.Jobs.Outages;
using Harunire.Topics.Debezium;

namespace Harunire.Jobs.Streaming;

/// <summary>How a stream job reads.</summary>
/// <param name="Prefix">In front of each topic's name.</param>
/// <param name="MaxEvents">Several waiting cuts are taken together up to so many events.</param>
public sealed record StreamSettings(string Prefix, int MaxEvents)
{
    /// <summary>Of topics that a Debezium connector fills: what decoding lets pass. Null: our own capture fills them.</summary>
    public DecoderOptions? Connector { get; init; }

    /// <summary>How long to go on trying while the topics don't answer.</summary>
    public Outage Outage { get; init; } = Outage.None;
}
