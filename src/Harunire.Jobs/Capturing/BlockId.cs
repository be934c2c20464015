using System.Globalization;
using Harunire.Topics.Debezium;

namespace Harunire.Jobs.Capturing;

/// <summary>The id of a block of events: <c>scn:microseconds</c> of a cut, with <c>:part</c> behind it for a part of a snapshot.</summary>
/// <param name="Scn">The source's SCN.</param>
/// <param name="Microseconds">The capture's clock; grows from block to block.</param>
/// <param name="IsPart">True: results must wait for the next cut.</param>
public readonly record struct BlockId(long Scn, long Microseconds, bool IsPart)
{
    private const string PartSuffix = ":part";

    public static BlockId? TryParse(string id)
    {
        var isPart = id.EndsWith(PartSuffix, StringComparison.Ordinal);
        var text = isPart ? id.AsSpan(0, id.Length - PartSuffix.Length) : id.AsSpan();
        var colon = text.IndexOf(':');
        return colon > 0
            && long.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var scn)
            && long.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
                ? new BlockId(scn, microseconds, isPart)
                : null;
    }

    public override string ToString() => TransactionRecord.CutId(Scn, Microseconds) + (IsPart ? PartSuffix : "");
}
