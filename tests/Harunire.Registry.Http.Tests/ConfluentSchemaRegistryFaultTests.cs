using Harunire.Model.Errors;
using Harunire.Topics;
using Harunire.Topics.Kafka;
using Harunire.Topics.Kafka.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harunire.Registry.Http.Tests;

/// <summary>Our client of a registry that answers wrongly, slowly or not at all.</summary>
public sealed class ConfluentSchemaRegistryFaultTests : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Queue<Func<HttpContext, Task>> _answers = new();

    public ConfluentSchemaRegistryFaultTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            Asked++;
            Authorization = context.Request.Headers.Authorization.ToString();
            return (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(context);
        });
    }

    private int Asked { get; set; }

    private string Authorization { get; set; } = "";

    [Fact]
    public async Task ServerError_ThenAnAnswer_IsTriedAgain()
    {
        await using var registry = await OpenAsync(Answer(500, """{"error_code":50001,"message":"store"}"""), Answer(503, "busy"), Answer(200, """{"schema":"\"int\""}"""));

        (await registry.GetByIdAsync(1)).Should().Be("\"int\"");
        (await registry.GetByIdAsync(1)).Should().Be("\"int\"");

        Asked.Should().Be(3, "what was found is kept");
    }

    [Theory]
    [InlineData(500, """{"error_code":50001,"message":"store"}""")]
    [InlineData(200, "not json")]
    [InlineData(200, """{"schema":""")]
    [InlineData(502, "<html>bad gateway</html>")]
    public async Task WrongAnswers_AreATransientErrorAfterFourAttempts(int status, string body)
    {
        await using var registry = await OpenAsync(Answer(status, body));

        var failure = await Fails(async () => await registry.GetByIdAsync(1));

        failure.Code.Should().Be(KafkaErrors.RegistryUnreachable);
        failure.IsTransient.Should().BeTrue();
        Asked.Should().Be(4);
    }

    [Fact]
    public async Task Slow_EndsByTime()
    {
        await using var registry = await OpenAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted), settings: ";schema.registry.request.timeout.ms=200");

        (await Fails(async () => await registry.GetByIdAsync(1))).Code.Should().Be(KafkaErrors.RegistryUnreachable);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    public async Task RequestTimeout_NotANumber_IsRefused(string text)
    {
        var opening = async () => await OpenAsync(Answer(200, "{}"), settings: $";schema.registry.request.timeout.ms={text}");

        (await opening.Should().ThrowAsync<HarunireException>()).Which.Code.Should().Be(KafkaErrors.BadSetting);
    }

    [Fact]
    public async Task NotFound_IsNotKept()
    {
        await using var registry = await OpenAsync(Answer(404, """{"error_code":40403,"message":"Schema not found"}"""), Answer(200, """{"schema":"\"long\""}"""));

        (await Fails(async () => await registry.GetByIdAsync(1))).Code.Should().Be(TopicErrors.SchemaUnknown);
        (await registry.GetByIdAsync(1)).Should().Be("\"long\"");
    }

    [Theory]
    [InlineData(409, """{"error_code":409,"message":"incompatible with an earlier schema"}""", "HAR4306")]
    [InlineData(422, """{"error_code":42201,"message":"Invalid schema"}""", "HAR4306")]
    [InlineData(401, """{"error_code":401,"message":"Unauthorized"}""", "HAR4303")]
    [InlineData(403, """{"error_code":40301,"message":"Forbidden"}""", "HAR4303")]
    public async Task Refusals_AreNotTriedAgain(int status, string body, string code)
    {
        await using var registry = await OpenAsync(Answer(status, body));

        var failure = await Fails(async () => await registry.RegisterAsync("t-value", "\"int\""));

        (failure.Code.Code, failure.IsTransient, Asked).Should().Be((code, false, 1));
    }

    [Fact]
    public async Task OtherKindOfSchema_IsRefused()
    {
        await using var registry = await OpenAsync(Answer(200, """{"schema":"syntax = 'proto3';","schemaType":"PROTOBUF"}"""));

        (await Fails(async () => await registry.GetByIdAsync(1))).Code.Should().Be(TopicErrors.SchemaInvalid);
    }

    [Fact]
    public async Task BasicAuthentication_IsSent()
    {
        await using var registry = await OpenAsync(Answer(200, """{"schema":"\"int\""}"""), settings: ";schema.registry.basic.auth.user.info=u:secret");

        await registry.GetByIdAsync(1);

        Authorization.Should().Be("Basic " + Convert.ToBase64String("u:secret"u8));
    }

    [Fact]
    public async Task AutoRegisterOff_OnlyLooksUp()
    {
        await using var registry = await OpenAsync(Answer(404, """{"error_code":40403,"message":"Schema not found"}"""), settings: ";auto.register.schemas=false");

        (await Fails(async () => await registry.RegisterAsync("t-value", "\"int\""))).Code.Should().Be(KafkaErrors.NotRegistered);
    }

    [Theory]
    [InlineData("url=http://localhost")]
    [InlineData("schema.registry.url")]
    [InlineData("")]
    public void ConnectionString_Wrong_SaysWhatIsExpected(string text)
    {
        var open = () => new ConfluentSchemaRegistry(text, "schemas");

        open.Should().Throw<HarunireException>().Which.Code.Should().Be(KafkaErrors.BadSetting);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Func<HttpContext, Task> Answer(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/vnd.schemaregistry.v1+json";
        return context.Response.WriteAsync(body);
    };

    private static async Task<HarunireException> Fails(Func<Task> action) => (await action.Should().ThrowAsync<HarunireException>()).Which;

    private Task<ConfluentSchemaRegistry> OpenAsync(params Func<HttpContext, Task>[] answers) => OpenAsync(answers, "");

    private Task<ConfluentSchemaRegistry> OpenAsync(Func<HttpContext, Task> answer, string settings) => OpenAsync([answer], settings);

    private async Task<ConfluentSchemaRegistry> OpenAsync(Func<HttpContext, Task>[] answers, string settings)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }

        await _server.StartAsync();
        return new ConfluentSchemaRegistry($"schema.registry.url={_server.Urls.First()}{settings}", "test");
    }
}
