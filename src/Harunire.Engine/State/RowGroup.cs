using System.Buffers;
using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>The live result rows of one key, and the one that was published last.</summary>
internal sealed class RowGroup : IGroup
{
    public RowBag Rows { get; } = new();

    public Datum[]? Published { get; set; }

    public bool IsEmpty => Rows.IsEmpty;

    public void Write(IBufferWriter<byte> output) => Rows.Write(output);

    // Checkpoints follow closed cuts, so the live row is the published one.
    public void Read(ref ReadOnlySpan<byte> input)
    {
        Rows.Read(ref input);
        Published = Rows.Entries.First().Row;
    }
}
