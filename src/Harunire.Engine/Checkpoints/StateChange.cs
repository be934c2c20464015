namespace Harunire.Engine.Checkpoints;

/// <summary>What a page of state has become.</summary>
/// <param name="Body">Null: the page is gone; its entries are in others now.</param>
public readonly record struct StateChange(StatePageId Page, byte[]? Body);
