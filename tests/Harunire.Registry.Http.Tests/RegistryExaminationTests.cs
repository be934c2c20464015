using Harunire.Model.Health;
using Harunire.Topics.Kafka.Registry;

namespace Harunire.Registry.Http.Tests;

/// <summary>Whether a registry would take a schema, asked before capture begins.</summary>
public sealed class RegistryExaminationTests
{
    private const string First = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(First, HealthState.Good)]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"],"default":null}]}""", HealthState.Good)]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"}]}""", HealthState.Problem)]
    public async Task Examine_SaysWhetherTheSubjectTakesTheSchema_AndRegistersNothing(string text, HealthState expected)
    {
        await using var registry = await ServedRegistry.StartAsync();
        await using var client = new ConfluentSchemaRegistry($"schema.registry.url={registry.Url}", "registry");
        await client.RegisterAsync("orders-value", First, Token);

        var finding = (await client.ExamineAsync([("orders-value", text), ("new-value", text)], Token)).Should().ContainSingle("a new subject takes anything").Which;

        (finding.Subject, finding.State).Should().Be(("orders-value", expected));
        finding.Message.Should().Contain("BACKWARD");
        (await client.GetVersionsAsync("orders-value", Token)).Should().ContainSingle();
        (await client.GetVersionsAsync("new-value", Token)).Should().BeEmpty();
    }
}
