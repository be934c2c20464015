using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Harunire.Topics.Debezium;

/// <summary>What a reader of a connector's topics must know of an event beside the change itself.</summary>
/// <param name="Snapshot">What the source block says of a snapshot.</param>
/// <param name="Content">A hash of rows and source, without the transaction's numbers: two events of one transaction with one content are one that came again.</param>
public readonly record struct EventMarks(SnapshotMark Snapshot, UInt128 Content)
{
    internal static UInt128 HashOf(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
