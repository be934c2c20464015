using System.Buffers;

namespace Harunire.Engine.State;

/// <summary>How often a row is there.</summary>
internal sealed class WeightGroup : IGroup
{
    public long Weight { get; set; }

    public long Before { get; set; }

    public bool IsEmpty => Weight == 0;

    public void Write(IBufferWriter<byte> output) => StateCodec.Write(output, Weight);

    public void Read(ref ReadOnlySpan<byte> input) => Weight = StateCodec.Read(ref input);
}
