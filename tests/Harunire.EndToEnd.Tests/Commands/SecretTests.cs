namespace Harunire.EndToEnd.Tests.Commands;

/// <summary>A password planted in every place that can hold one shows up nowhere.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Canary = "S3CR3T-canary-7f31";

    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Passwords_InConnectionsAndSettings_AreInNoOutputAndNoFile()
    {
        var secret = _shop.In("secret.txt");
        File.WriteAllText(secret, Canary + "-file");
        _shop.Set("CANARY", Canary + "-env");
        _shop.Write("harunire.yaml", $"connections:\n  audit: Server=a;Password={Canary}-plain\n  ledger: \"Server=b;Password=${{file:{secret}}}\"\n  third: \"Server=c;Password=${{env:CANARY}}\"");

        var said = new List<string>();
        async Task TryAsync(params string[] arguments)
        {
            var run = await _shop.RunAsync(arguments);
            said.Add(run.Output);
            said.Add(run.Error);
        }

        foreach (var format in new[] { "text", "json", "csv", "md" })
        {
            await TryAsync("config", "show", "-o", format);
        }

        await TryAsync("plan", BranchShop.Migration, "-o", "plan.json", "-v");
        await TryAsync("apply", "plan.json", "-v");
        await TryAsync("run", BranchShop.Migration, "--once", "-v");
        await TryAsync("status", BranchShop.Migration, "-o", "json");
        await TryAsync("verify", BranchShop.Migration, "--report", "report", "--format", "html", "json", "csv");
        foreach (var connection in new[] { "audit", "ledger", "third" })
        {
            _shop.Write(connection + ".yaml", File.ReadAllText(_shop.In(BranchShop.Migration)).Replace("connection: shop", $"connection: {connection}", StringComparison.Ordinal));
            await TryAsync("plan", connection + ".yaml", "-v");
            await TryAsync("run", connection + ".yaml", "--once", "-v");
            await TryAsync("verify", connection + ".yaml");
        }

        said.Should().NotContain(text => text.Contains(Canary, StringComparison.Ordinal));
        said.Should().Contain(text => text.Contains("***", StringComparison.Ordinal), "the settings were shown");
        Directory.EnumerateFiles(_shop.Folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is not ("secret.txt" or "harunire.yaml"))
            .Where(path => File.ReadAllText(path).Contains(Canary, StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public async Task Reference_ThatCantBeResolved_IsAnErrorAndNotAnEmptyText()
    {
        _shop.Set("HARUNIRE__CONNECTIONS__SHOP", "Data Source=${env:NOBODY_SET_THIS}");
        var run = await _shop.RunAsync("plan", BranchShop.Migration);
        run.Code.Should().Be(2);
        run.Error.Should().Contain("HAR8003").And.Contain("NOBODY_SET_THIS");
    }

    public void Dispose() => _shop.Dispose();
}
