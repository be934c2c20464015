using System.Text.Json.Nodes;
using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Registry;

namespace Harunire.Specifications.Topics;

/// <summary>What every schema registry must do; each implementation derives from it.</summary>
public abstract class SchemaRegistrySpecification
{
    private const string Old = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string New = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"],"default":null}]}""";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The same registry at each call within a test, new and empty at the first.</summary>
    protected abstract ValueTask<ISchemaRegistry> OpenAsync();

    [Fact]
    public async Task Register_SameTextUnderTwoSubjects_HasOneId()
    {
        await using var registry = await OpenAsync();

        var first = await registry.RegisterAsync("a-value", Old, Token);
        var second = await registry.RegisterAsync("a-value", New, Token);
        var other = await registry.RegisterAsync("b-value", Old, Token);
        var again = await registry.RegisterAsync("a-value", Old, Token);

        first.Should().BePositive();
        second.Should().BePositive().And.NotBe(first);
        (other, again).Should().Be((first, first));
        (await registry.GetVersionsAsync("a-value", Token)).Should().Equal(new SchemaVersion(1, first), new SchemaVersion(2, second));
        (await registry.GetVersionsAsync("b-value", Token)).Should().Equal(new SchemaVersion(1, first));
    }

    [Fact]
    public async Task Versions_OfAnUnknownSubject_AreEmpty()
    {
        await using var registry = await OpenAsync();

        (await registry.GetVersionsAsync("nobody-value", Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetById_Registered_MeansTheSame()
    {
        await using var registry = await OpenAsync();
        var id = await registry.RegisterAsync("a-value", New, Token);

        var text = await registry.GetByIdAsync(id, Token);

        // A registry may write the JSON in its own way.
        JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(New)).Should().BeTrue();
    }

    [Fact]
    public async Task GetById_Unknown_IsATypedErrorAndNotRemembered()
    {
        await using var registry = await OpenAsync();
        var id = await registry.RegisterAsync("a-value", Old, Token);
        var get = async () => await registry.GetByIdAsync(id + 1, Token);
        (await get.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(TopicErrors.SchemaUnknown);

        (await registry.RegisterAsync("a-value", New, Token)).Should().Be(id + 1);

        (await get()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Register_FromTwoOpenings_AgreesAndSurvives()
    {
        int first;
        await using (var one = await OpenAsync())
        {
            await using var two = await OpenAsync();
            first = await one.RegisterAsync("a-value", Old, Token);
            var second = await two.RegisterAsync("a-value", New, Token);
            (await one.RegisterAsync("a-value", New, Token)).Should().Be(second);
            (await two.GetByIdAsync(first, Token)).Should().Contain("\"a\"");
        }

        await using var again = await OpenAsync();
        (await again.RegisterAsync("a-value", Old, Token)).Should().Be(first);
        (await again.GetVersionsAsync("a-value", Token)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Register_ManyAtOnce_AgreeOnOneId()
    {
        await using var registry = await OpenAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => registry.RegisterAsync($"s{i % 4}-value", Old, Token).AsTask()));

        ids.Distinct().Should().ContainSingle();
    }
}
