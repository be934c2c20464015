using Harunire.Model.Errors;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Topics.Tests.Registry;

public sealed class SqliteSchemaRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("schemas.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Register_SameTextUnderTwoSubjects_HasOneId()
    {
        await using var registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, File);

        var first = await registry.RegisterAsync("a-value", "\"int\"");
        var second = await registry.RegisterAsync("a-value", "\"long\"");
        var other = await registry.RegisterAsync("b-value", "\"int\"");
        var again = await registry.RegisterAsync("a-value", "\"int\"");

        (first, second, other, again).Should().Be((1, 2, 1, 1));
        (await registry.GetVersionsAsync("a-value")).Should().Equal(new SchemaVersion(1, 1), new SchemaVersion(2, 2));
        (await registry.GetVersionsAsync("b-value")).Should().Equal(new SchemaVersion(1, 1));
        (await registry.GetVersionsAsync("c-value")).Should().BeEmpty();
    }

    [Fact]
    public async Task Register_FromTwoOpenings_AgreesAndSurvives()
    {
        await using (var one = SqliteSchemaRegistry.Open(SqliteFactory.Instance, File))
        {
            await using var two = SqliteSchemaRegistry.Open(SqliteFactory.Instance, File);
            (await one.RegisterAsync("s", "x")).Should().Be(1);
            (await two.RegisterAsync("s", "y")).Should().Be(2);
            (await one.RegisterAsync("s", "y")).Should().Be(2);
            (await two.GetByIdAsync(1)).Should().Be("x");
        }

        await using var again = SqliteSchemaRegistry.Open(SqliteFactory.Instance, File);
        (await again.GetByIdAsync(2)).Should().Be("y");
        (await again.RegisterAsync("s", "z")).Should().Be(3);
    }

    [Fact]
    public async Task GetById_UnknownThenRegistered_FailureIsNotRemembered()
    {
        await using var registry = SqliteSchemaRegistry.Open(SqliteFactory.Instance, File);
        var get = async () => await registry.GetByIdAsync(1);

        (await get.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(TopicErrors.SchemaUnknown);
        await registry.RegisterAsync("s", "x");
        (await get()).Should().Be("x");
    }
}
