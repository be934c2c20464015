using Harunire.Engine.Checkpoints;

namespace Harunire.Engine.State;

/// <summary>Keyed state of one operator, as the checkpoint sees it.</summary>
internal interface IStateTable
{
    /// <summary>What was touched since the last checkpoint.</summary>
    IEnumerable<StateChange> Changes();

    /// <summary>After the commit: all is clean, and groups beyond the cap leave memory.</summary>
    void Committed();
}
