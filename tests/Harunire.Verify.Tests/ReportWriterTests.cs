using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Testing;
using Harunire.Verify.Comparison;
using Harunire.Verify.Explanation;
using Harunire.Verify.Reports;

namespace Harunire.Verify.Tests;

public sealed class ReportWriterTests
{
    public static TheoryData<string> Writers => ["text", "html", "json", "junit", "csv", "md"];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Write_SampleReport_EqualsGolden(string format)
    {
        var writer = Writer(format);
        var path = Path.Combine(RepositoryPaths.Root, "tests", "testdata", "verification", "report" + writer.FileExtension);
        // The repository keeps goldens with LF; CSV itself ends its lines with CR LF.
        var text = Print(writer, await SampleAsync()).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HARUNIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        text.Should().Be(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Json_SampleReport_FollowsItsSchemaAndBeginsWithTheVersion()
    {
        var text = Print(new JsonReportWriter(), await SampleAsync());
        using var document = JsonDocument.Parse(text);

        document.RootElement.EnumerateObject().Take(3).Select(p => p.Name).Should().Equal("harunire", "kind", "runId");
        using var schema = JsonDocument.Parse(JsonReportWriter.Schema());
        SchemaCheck.Validate(schema.RootElement, document.RootElement).Should().BeEmpty();
    }

    [Fact]
    public async Task Html_ValuesWithMarkup_AreEncodedAndNothingIsFetched()
    {
        var text = Print(new HtmlReportWriter(), await SampleAsync());

        text.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.NotContain("<script");
        text.Should().NotContain("http://").And.NotContain("https://").And.NotContain("src=");
    }

    [Fact]
    public async Task Csv_FormulaInAValue_IsDisarmedAndNumbersStay()
    {
        var text = Print(new CsvReportWriter(), await SampleAsync());

        text.Should().Contain("'=HYPERLINK").And.Contain(",-0.5,").And.Contain("causes\r\n");
    }

    [Fact]
    public async Task JUnit_SampleReport_CountsItsFailures()
    {
        var suites = XDocument.Parse(Print(new JUnitReportWriter(), await SampleAsync())).Root!.Elements("testsuite").ToList();

        suites.Select(s => (int)s.Attribute("failures")! + (int)s.Attribute("errors")!).Should().Equal(3, 0, 1);
        suites.Should().OnlyContain(s => s.Elements("testcase").Count(c => c.HasElements) == (int)s.Attribute("failures")! + (int)s.Attribute("errors")!);
    }

    [Fact]
    public async Task ExitCode_EachEnd_FollowsTheTable()
    {
        var sample = await SampleAsync();
        sample.ExitCode.Should().Be(1);
        (sample with { Mappings = [sample.Mappings[1]] }).ExitCode.Should().Be(0);
        (sample with { Mappings = [sample.Mappings[1], sample.Mappings[2]] }).ExitCode.Should().Be(4);
        (sample with { Mappings = [] }).ExitCode.Should().Be(4);
        var twice = await Twin.CompareAsync([Twin.Row(1, 1, "1"), Twin.Row(1, 1, "1")], [Twin.Row(1, 1, "1")]);
        (sample with { Mappings = [sample.Mappings[1] with { Outcome = twice }] }).ExitCode.Should().Be(3);
    }

    private static IReportWriter Writer(string format) => format switch
    {
        "text" => new TextReportWriter(),
        "html" => new HtmlReportWriter(),
        "json" => new JsonReportWriter(),
        "junit" => new JUnitReportWriter(),
        "csv" => new CsvReportWriter(),
        _ => new MarkdownReportWriter(),
    };

    private static string Print(IReportWriter writer, VerificationReport report)
    {
        using var output = new StringWriter { NewLine = "\n" };
        writer.Write(report, output);
        return output.ToString();
    }

    private static async Task<VerificationReport> SampleAsync()
    {
        string[] terms = ["10.124", "1.354", "2.113"];
        var rules = Twin.Rules(("note", new ColumnRule { Padding = true })) with
        {
            Accepted = [new AcceptedDifference(ImmutableSortedDictionary<string, string>.Empty.Add("store", "9").Add("day", "2026-03-02"), null, "store 9 closed, ticket 4711", Twin.Today)],
        };
        var exact = Enumerable.Range(1, 12).Select(d => Twin.Row(7, d, ExplainerTests.Sum(terms, null), "ok")).ToList();
        var legacy = Enumerable.Range(1, 12).Select(d => Twin.Row(7, d, ExplainerTests.Sum(terms, d < 9 ? 2 : null), d == 10 ? "ok  " : "ok")).ToList();
        legacy = [.. legacy, Twin.Row(8, 1, "3", "=HYPERLINK(\"x\")"), Twin.Row(8, 2, "1.5"), Twin.Row(9, 2, "1")];
        var target = exact.Append(Twin.Row(8, 2, "1", "<script>alert(1)</script>")).Append(Twin.Row(9, 1, "4", "new")).ToList();
        var outcome = await Twin.CompareAsync(legacy, target, rules);
        var source = new ExplainerTests.Source([.. exact.Select(r => ExplainerTests.Opinion(r, terms))]);
        var trail = new ExplainerTests.Trails(new KeyTrail
        {
            Events = [new TrailEvent(ChangeOperation.Create, "ORDERS ORDER_ID=17", 1203, "co.ORDERS", 0, 41, new EarlierRow(1203, Twin.Row(7, 1, "1213.591", "ok")))],
            Left = 3,
            Note = "the topics no longer hold their beginning: no running values",
        });
        var found = await Explainer.ExplainAsync(outcome, rules.Columns, source, trail, null, TestContext.Current.CancellationToken);
        var equal = await Twin.CompareAsync(Twin.Many(500), Twin.Many(500));
        var first = new MappingReport
        {
            Mapping = "sales_by_store_day",
            Legacy = "REPORTING.STORE_DAY_SALES",
            Target = "reporting.sales_by_store_day",
            PlanHash = "5f2c0a91",
            Cut = new ReportCut(1204, "2026-03-10T02:00:00Z"),
            Outcome = outcome,
            Keys = found.Keys,
            Hypotheses = found.Hypotheses,
            Accepted = rules.Accepted,
            Profile = [KeyValuePair.Create("rows read", "29")],
            History = [new HistoryPoint("r1", "2026-03-08", 14, 15), new HistoryPoint("r2", "2026-03-09", 11, 15)],
        };
        return new VerificationReport
        {
            RunId = "r3",
            Job = "customer-orders",
            Source = "shop (SQLite)",
            NextWhenDifferent = "harunire verify migrations/customer-orders -o html",
            Mappings =
            [
                first,
                new MappingReport { Mapping = "order_status_funnel", Legacy = "STATUS_FUNNEL", Target = "order_status_funnel", PlanHash = "77aa", Cut = first.Cut, Outcome = equal },
                new MappingReport
                {
                    Mapping = "stock_value", Legacy = "STOCK_VALUE", Target = "stock_value", PlanHash = "99bb",
                    Refusal = new Diagnostic { Code = VerifyErrors.NothingToCompare, Message = "STOCK_VALUE and stock_value are both empty" },
                },
            ],
        };
    }
}
