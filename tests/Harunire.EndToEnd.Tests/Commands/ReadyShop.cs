namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>A branch shop that is set up and whose results stand; shared by tests that only look.</summary>
public sealed class ReadyShop : IAsyncLifetime
{
    internal BranchShop Shop { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Shop.DoneAsync("plan", BranchShop.Migration);
        await Shop.DoneAsync("apply", BranchShop.Migration);
        await Shop.DoneAsync("run", BranchShop.Migration, "--once");
    }

    public ValueTask DisposeAsync()
    {
        Shop.Dispose();
        return ValueTask.CompletedTask;
    }
}
