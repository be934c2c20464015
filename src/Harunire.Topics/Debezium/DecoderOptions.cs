using System.Collections.Frozen;

namespace Harunire.Topics.Debezium;

/// <summary>What a decoder lets pass that it refuses by default.</summary>
public sealed record DecoderOptions
{
    public static DecoderOptions Strict { get; } = new();

    /// <summary>Values that the connector's settings may have changed (decimals as double, times cut to milliseconds) pass.</summary>
    public bool AllowLossy { get; init; }

    /// <summary>The table's columns that are read, by name; the others are NULL in each row, whatever the topic holds. Null: all.</summary>
    public IReadOnlySet<string>? Columns { get; init; }

    /// <summary>Columns, as in <c>HR.ORDERS.CREATED</c>, whose times cut short or NULLs written as the default pass. A NUMBER that comes as double never does.</summary>
    public IReadOnlySet<string> AcceptedLoss { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The placeholder of a value that was not sent passes as text, instead of HAR4204.</summary>
    public bool KeepPlaceholders { get; init; }
}
