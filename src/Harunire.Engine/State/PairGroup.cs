using System.Buffers;

namespace Harunire.Engine.State;

/// <summary>The rows of both sides of a join that share a key.</summary>
internal sealed class PairGroup : IGroup
{
    public RowBag Left { get; } = new();

    public RowBag Right { get; } = new();

    public bool IsEmpty => Left.IsEmpty && Right.IsEmpty;

    public void Write(IBufferWriter<byte> output)
    {
        Left.Write(output);
        Right.Write(output);
    }

    public void Read(ref ReadOnlySpan<byte> input)
    {
        Left.Read(ref input);
        Right.Read(ref input);
    }
}
