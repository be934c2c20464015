namespace Harunire.Engine.Checkpoints;

/// <summary>A checkpoint's metadata as bytes, with how many pages it has and the sum of their checksums, so that a lost page is found.</summary>
internal static class MetadataCodec
{
    public static byte[] Write(CheckpointMetadata? metadata, int pages, long sum)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(pages);
        writer.Write(sum);
        writer.Write(metadata is not null);
        if (metadata is not null)
        {
            writer.Write(metadata.Fingerprint);
            writer.Write(metadata.CutId);
            writer.Write(metadata.CutScn);
            writer.Write(metadata.Version);
            writer.Write(metadata.Offsets.Length);
            writer.Write(metadata.Offsets);
            writer.Write(metadata.PendingResults.Length);
            writer.Write(metadata.PendingResults);
            writer.Write(metadata.Applied);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static (CheckpointMetadata? Metadata, int Pages, long Sum) Read(byte[] body)
    {
        using var reader = new BinaryReader(new MemoryStream(body));
        var (pages, sum) = (reader.ReadInt32(), reader.ReadInt64());
        var metadata = !reader.ReadBoolean() ? null : new CheckpointMetadata
        {
            Fingerprint = reader.ReadString(),
            CutId = reader.ReadString(),
            CutScn = reader.ReadInt64(),
            Version = reader.ReadInt64(),
            Offsets = reader.ReadBytes(reader.ReadInt32()),
            PendingResults = reader.ReadBytes(reader.ReadInt32()),
            Applied = reader.ReadBoolean(),
        };
        return (metadata, pages, sum);
    }
}
