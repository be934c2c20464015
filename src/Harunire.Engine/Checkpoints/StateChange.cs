namespace Harunire.Engine.Checkpoints;

/// <summary>What a group has become.</summary>
/// <param name="Table">The operator's number in the plan, from 1.</param>
/// <param name="Value">Null: the group is gone.</param>
public readonly record struct StateChange(int Table, byte[] Key, byte[]? Value);
