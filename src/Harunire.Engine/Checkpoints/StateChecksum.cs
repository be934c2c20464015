using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Harunire.Engine.Checkpoints;

/// <summary>Checksums of what a state file holds; each includes the name of what it belongs to.</summary>
internal static class StateChecksum
{
    public static long Of(ReadOnlySpan<byte> body) => First(SHA256.HashData(body));

    public static long Of(StatePageId page, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(head, page.Table);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], page.Depth);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], page.Prefix);
        hash.AppendData(head);
        hash.AppendData(body);
        return First(hash.GetHashAndReset());
    }

    private static long First(byte[] hash) => BinaryPrimitives.ReadInt64LittleEndian(hash);
}
