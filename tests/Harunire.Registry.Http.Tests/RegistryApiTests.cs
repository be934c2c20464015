using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Registry.Http.Tests;

/// <summary>Paths, numbers and words of Confluent's API reference, asked with a plain HTTP client.</summary>
public sealed class RegistryApiTests
{
    private const string One = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string WithDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string","default":""}]}""";
    private const string WithoutDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"c","type":"string"}]}""";

    [Fact]
    public async Task Register_LookUpAndRead_AnswersAsConfluents()
    {
        await using var registry = await ServedRegistry.StartAsync();

        (await registry.SendAsync("POST", "/subjects/t-value/versions", Schema(One))).Should().Be((200, """{"id":1}"""));
        (await registry.SendAsync("POST", "/subjects/t-value/versions", Schema(One))).Should().Be((200, """{"id":1}"""), "the same schema again");
        (await registry.SendAsync("POST", "/subjects/t-value/versions", Schema(WithDefault))).Should().Be((200, """{"id":2}"""));
        (await registry.SendAsync("GET", "/subjects")).Should().Be((200, """["t-value"]"""));
        (await registry.SendAsync("GET", "/subjects/t-value/versions")).Should().Be((200, "[1,2]"));
        var latest = JsonNode.Parse((await registry.SendAsync("GET", "/subjects/t-value/versions/latest")).Body)!;
        ((string)latest["schema"]!, (int)latest["version"]!, (int)latest["id"]!).Should().Be((WithDefault, 2, 2));
        var found = JsonNode.Parse((await registry.SendAsync("POST", "/subjects/t-value", Schema(One))).Body)!;
        ((string)found["subject"]!, (int)found["version"]!).Should().Be(("t-value", 1));
        ((string)JsonNode.Parse((await registry.SendAsync("GET", "/schemas/ids/1")).Body)!["schema"]!).Should().Be(One);
        (await registry.SendAsync("GET", "/schemas/ids/1/schema")).Should().Be((200, One));
        (await registry.SendAsync("GET", "/schemas/ids/2/versions")).Should().Be((200, """[{"subject":"t-value","version":2}]"""));
        (await registry.SendAsync("GET", "/schemas/types")).Should().Be((200, """["AVRO"]"""));
    }

    [Theory]
    [InlineData("GET", "/subjects/none/versions", null, 404, 40401)]
    [InlineData("GET", "/subjects/t/versions/7", null, 404, 40402)]
    [InlineData("GET", "/subjects/t/versions/0", null, 422, 42202)]
    [InlineData("GET", "/subjects/t/versions/x", null, 422, 42202)]
    [InlineData("GET", "/schemas/ids/99", null, 404, 40403)]
    [InlineData("POST", "/subjects/t", """{"schema":"\"long\""}""", 404, 40403)]
    [InlineData("POST", "/subjects/t/versions", """{"schema":"{"}""", 422, 42201)]
    [InlineData("POST", "/subjects/t/versions", """{"schema":"{\"type\":\"record\"}"}""", 422, 42201)]
    [InlineData("POST", "/subjects/t/versions", """{"schema":"\"int\"","schemaType":"PROTOBUF"}""", 422, 42201)]
    [InlineData("POST", "/subjects/t/versions", "{}", 422, 42201)]
    [InlineData("POST", "/subjects/t/versions", "not json", 400, 400)]
    [InlineData("POST", "/subjects/t/versions", """{"schema":"\"string\""}""", 409, 409)]
    [InlineData("PUT", "/config/t", """{"compatibility":"SIDEWAYS"}""", 422, 42203)]
    [InlineData("PUT", "/mode", """{"mode":"IMPORT"}""", 422, 42204)]
    [InlineData("GET", "/config/t", null, 404, 40408)]
    [InlineData("GET", "/mode/t", null, 404, 40409)]
    [InlineData("DELETE", "/subjects/t?permanent=true", null, 404, 40405)]
    [InlineData("GET", "/nowhere", null, 404, 404)]
    public async Task Request_ThatFails_HasConfluentsNumbers(string method, string path, string? body, int status, int code)
    {
        await using var registry = await ServedRegistry.StartAsync();
        await registry.SendAsync("POST", "/subjects/t/versions", """{"schema":"\"int\""}""");

        var answer = await registry.SendAsync(method, path, body);

        answer.Status.Should().Be(status, answer.Body);
        var document = JsonNode.Parse(answer.Body)!;
        ((int)document["error_code"]!).Should().Be(code, answer.Body);
        ((string)document["message"]!).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("NONE", true, true)]
    [InlineData("BACKWARD", true, false)]
    [InlineData("FORWARD", true, true)]
    [InlineData("FULL", true, false)]
    public async Task Compatibility_OfAddedFields_FollowsTheLevel(string level, bool withDefault, bool withoutDefault)
    {
        await using var registry = await ServedRegistry.StartAsync();
        (await registry.SendAsync("PUT", "/config", $$"""{"compatibility":"{{level}}"}""")).Status.Should().Be(200);
        await registry.SendAsync("POST", "/subjects/t/versions", Schema(One));

        (await Compatible(WithDefault)).Should().Be(withDefault);
        (await Compatible(WithoutDefault)).Should().Be(withoutDefault);
        (await registry.SendAsync("POST", "/subjects/t/versions", Schema(WithoutDefault))).Status.Should().Be(withoutDefault ? 200 : 409);

        async Task<bool> Compatible(string schema) =>
            (bool)JsonNode.Parse((await registry.SendAsync("POST", "/compatibility/subjects/t/versions/latest?verbose=true", Schema(schema))).Body)!["is_compatible"]!;
    }

    [Fact]
    public async Task Delete_SoftThenPermanent_HidesAndThenForgets()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await registry.SendAsync("POST", "/subjects/t/versions", Schema(One));
        await registry.SendAsync("POST", "/subjects/t/versions", Schema(WithDefault));

        (await registry.SendAsync("DELETE", "/subjects/t/versions/1")).Should().Be((200, "1"));
        (await registry.SendAsync("GET", "/subjects/t/versions")).Should().Be((200, "[2]"));
        (await registry.SendAsync("GET", "/subjects/t/versions?deleted=true")).Should().Be((200, "[1,2]"));
        (await registry.SendAsync("DELETE", "/subjects/t")).Should().Be((200, "[2]"));
        (await registry.SendAsync("GET", "/subjects")).Should().Be((200, "[]"));
        (await registry.SendAsync("GET", "/schemas/ids/1/schema")).Should().Be((200, One), "records name ids for ever");
        (await registry.SendAsync("POST", "/subjects/t/versions", Schema(One))).Should().Be((200, """{"id":1}"""), "registered again, it is back");
        (await registry.SendAsync("GET", "/subjects/t/versions")).Should().Be((200, "[1]"));
        await registry.SendAsync("DELETE", "/subjects/t");
        (await registry.SendAsync("DELETE", "/subjects/t?permanent=true")).Should().Be((200, "[1,2]"));
        (await registry.SendAsync("GET", "/subjects?deleted=true")).Should().Be((200, "[]"));
    }

    [Fact]
    public async Task Mode_ReadOnly_RefusesRegistrationAndDeletion()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await registry.SendAsync("POST", "/subjects/t/versions", Schema(One));
        await registry.SendAsync("PUT", "/mode", """{"mode":"READONLY"}""");

        (await registry.SendAsync("POST", "/subjects/t/versions", Schema(WithDefault))).Body.Should().Contain("42205");
        (await registry.SendAsync("DELETE", "/subjects/t")).Body.Should().Contain("42205");
        (await registry.SendAsync("POST", "/subjects/t/versions", Schema(One))).Status.Should().Be(200, "what is there may be asked for");
        (await registry.SendAsync("GET", "/mode")).Should().Be((200, """{"mode":"READONLY"}"""));
    }

    [Fact]
    public async Task References_AreCheckedKeptAndProtectWhatTheyName()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await registry.SendAsync("POST", "/subjects/money/versions", Schema("""{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}"""));
        var order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"total","type":"Money"},{"name":"tax","type":["null","shop.Money"]}]}""";
        var references = """[{"name":"shop.Money","subject":"money","version":1}]""";

        (await registry.SendAsync("POST", "/subjects/order/versions", Schema(order))).Body.Should().Contain("42201", "Money is unknown without its reference");
        (await registry.SendAsync("POST", "/subjects/order/versions", $$"""{"schema":{{JsonSerializer.Serialize(order)}},"references":{{references}}}""")).Should().Be((200, """{"id":2}"""));

        var read = JsonNode.Parse((await registry.SendAsync("GET", "/schemas/ids/2")).Body)!;
        read["references"]!.ToJsonString().Should().Be(references);
        (await registry.SendAsync("GET", "/subjects/money/versions/1/referencedby")).Should().Be((200, "[2]"));
        (await registry.SendAsync("DELETE", "/subjects/money")).Body.Should().Contain("42206");
    }

    [Fact]
    public async Task ForeignHostName_IsRefused()
    {
        await using var registry = await ServedRegistry.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, registry.Url + "/subjects") { Headers = { Host = "evil.example" } };

        using var response = await registry.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Body_TooLarge_IsRefused()
    {
        await using var registry = await ServedRegistry.StartAsync();

        var answer = await registry.SendAsync("POST", "/subjects/t/versions", Schema(new string('x', 5_000_000)));

        answer.Status.Should().Be(413);
    }

    [Fact]
    public async Task Server_BesideTheJobsRegistry_SeesWhatItRegisters()
    {
        await using var registry = await ServedRegistry.StartAsync();
        await using var jobs = SqliteSchemaRegistry.Open(SqliteFactory.Instance, registry.File);

        var id = await jobs.RegisterAsync("co.ORDERS-value", One);

        (await registry.SendAsync("GET", $"/schemas/ids/{id}/schema")).Should().Be((200, One));
        (await registry.SendAsync("GET", "/subjects/co.ORDERS-value/versions")).Should().Be((200, "[1]"));
    }

    private static string Schema(string text) => new JsonObject { ["schema"] = text }.ToJsonString();
}
