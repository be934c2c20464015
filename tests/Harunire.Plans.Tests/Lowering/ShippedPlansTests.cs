using Harunire.Plans.Explain;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Testing;

namespace Harunire.Plans.Tests.Lowering;

public sealed class ShippedPlansTests
{
    public static TheoryData<string> Mappings => [.. RepositoryPaths.MappingFiles()
        .Select(f => Path.GetRelativePath(Path.Combine(RepositoryPaths.Root, "mappings"), f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Build_ShippedMapping_GivesTheAcceptedPlan(string mapping)
    {
        var plan = PlanBuilder.Build(
            MappingReader.Read(Path.Combine(RepositoryPaths.Root, "mappings", mapping)),
            mapping.StartsWith("customer", StringComparison.Ordinal) ? SchemaCatalog.CustomerOrders : SchemaCatalog.SalesHistory);
        var keys = plan.Target.Columns.Select((c, i) => $"  {(i < plan.Target.KeyCount ? "key " : "")}{c.Name} {c.Type}{(c.Nullable ? "" : " NOT NULL")}");
        var text = $"{PlanText.Of(plan.Root)}\ntarget {plan.Target.Name}\n{string.Join('\n', keys)}\n";
        var golden = Path.Combine(RepositoryPaths.Root, "tests", "testdata", "plans", mapping.Replace('/', '.').Replace(".yaml", ".txt", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("HARUNIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, text);
        }

        text.Should().Be(File.ReadAllText(golden).ReplaceLineEndings("\n"));
        plan.Notes.Should().BeEmpty();
    }
}
