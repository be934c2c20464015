using Harunire.Model.Types;
using Harunire.Sql.Binding;
using Harunire.Sql.Printing;
using Harunire.Testing;

namespace Harunire.Sql.Tests.Binder;

public sealed class MappingQueryTests
{
    public static TheoryData<string> Mappings { get; } =
        [.. RepositoryPaths.MappingFiles()
            .Select(f => Path.GetRelativePath(RepositoryPaths.Root, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Bind_OfAMappingsQuery_GivesATypedGroupedQueryAlsoAfterPrinting(string mapping)
    {
        var text = Query(File.ReadAllLines(Path.Combine(RepositoryPaths.Root, mapping)));
        var catalog = SampleCatalog.Sample(mapping.Contains("sales-history", StringComparison.Ordinal) ? "sh" : "co");

        var bound = OracleQuery.Bind(text, QueryText.Origin, catalog);
        var again = OracleQuery.Bind(OraclePrinter.Print(OracleQuery.Parse(text, QueryText.Origin)), QueryText.Origin, catalog);

        bound.Columns.Should().OnlyContain(c => c.Name.Length > 0 && c.Type != (OracleType)OracleType.Condition);
        again.Columns.Select(c => (c.Name, c.Type, c.Nullable)).Should().Equal(bound.Columns.Select(c => (c.Name, c.Type, c.Nullable)));
    }

    private static string Query(string[] lines) => string.Join('\n', lines
        .SkipWhile(l => l != "query: |").Skip(1)
        .TakeWhile(l => l.Length == 0 || l.StartsWith("  ", StringComparison.Ordinal))
        .Select(l => l.Length == 0 ? l : l[2..]));
}
