namespace Harunire.Engine.State;

/// <summary>Where an entry is, as long as its page does not move it.</summary>
internal readonly struct StateEntry(StatePage page, int slot)
{
    private readonly int _version = page.Version;

    public StatePage Page { get; } = page;

    public int Slot { get; } = slot;

    public bool IsValid => Page.Version == _version && Page.IsResident;

    public Span<ulong> Values => Page.Values(Slot);
}
