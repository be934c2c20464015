using System.Text.Json;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Plans.Schemas;

namespace Harunire.Plans.Tests.Files;

/// <summary>The schemas have the keys that the readers take: a reader lists its keys where it refuses one that is near to none.</summary>
public sealed class FileSchemasTests : IDisposable
{
    private const string Wrong = "qqqqqqqqqqqqqqqqqqqqqqqq";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-schemas-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", Wrong + ": x")]
    [InlineData("target", "target: { " + Wrong + ": x }")]
    [InlineData("verify", "verify: { " + Wrong + ": x }")]
    [InlineData("verify/columns/*", "verify: { columns: { c: { " + Wrong + ": x } } }")]
    public void Mapping_Keys_AreTheReaders(string section, string text) =>
        Keys(FileSchemas.Mapping, section).Should().BeEquivalentTo(Taken(text, path => MappingReader.Read(path)));

    [Theory]
    [InlineData("", Wrong + ": x")]
    [InlineData("source", "source: { " + Wrong + ": x }")]
    [InlineData("source/tables/*", "source: { tables: { T: { " + Wrong + ": x } } }")]
    [InlineData("source/limits", "source: { limits: { " + Wrong + ": x } }")]
    [InlineData("topics", "topics: { " + Wrong + ": x }")]
    [InlineData("results", "results: { " + Wrong + ": x }")]
    [InlineData("verify", "verify: { " + Wrong + ": x }")]
    public void Migration_Keys_AreTheReaders(string section, string text) =>
        Keys(FileSchemas.Migration, section).Should().BeEquivalentTo(Taken(text, path => MigrationReader.Read(path)));

    private static IEnumerable<string> Keys(string schema, string section)
    {
        var node = JsonDocument.Parse(schema).RootElement;
        foreach (var part in section.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = part == "*" ? node.GetProperty("additionalProperties").GetProperty("anyOf")[1] : node.GetProperty("properties").GetProperty(part);
        }

        return [.. node.GetProperty("properties").EnumerateObject().Select(p => p.Name)];
    }

    private IEnumerable<string> Taken(string text, Action<string> read)
    {
        var path = Path.Combine(_folder.FullName, "file.yaml");
        File.WriteAllText(path, text);
        var hint = read.Invoking(r => r(path)).Should().Throw<HarunireException>().Which.Diagnostics.Single(d => d.Code == PlanErrors.UnknownKey).Hint!;
        return hint["it takes: ".Length..].Split(", ");
    }
}
