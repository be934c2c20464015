using System.Buffers;

namespace Harunire.Engine.State;

/// <summary>What an operator remembers for one key.</summary>
internal interface IGroup
{
    /// <summary>True where it says no more than a new one.</summary>
    bool IsEmpty { get; }

    void Write(IBufferWriter<byte> output);

    /// <summary>Into a new group.</summary>
    void Read(ref ReadOnlySpan<byte> input);
}
