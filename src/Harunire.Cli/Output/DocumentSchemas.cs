using Harunire.Plans.Schemas;
using Harunire.Verify.Certificates;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Output;

/// <summary>The JSON Schemas that ship with the tool: of the files that it reads, and of each kind of document that it writes.</summary>
internal static class DocumentSchemas
{
    private const string Suffix = ".schema.json";

    /// <summary>Names, in order: <c>migration</c>, <c>mapping</c> and <c>mapping-test</c> for the files, else the document's kind.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        .. typeof(DocumentSchemas).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[..^Suffix.Length])
            .Concat(["migration", "mapping", "mapping-test", "verification", "certificate"])
            .Order(StringComparer.Ordinal),
    ];

    /// <returns>Null where there is no such kind.</returns>
    public static string? Find(string kind) => kind switch
    {
        "migration" => FileSchemas.Migration,
        "mapping" => FileSchemas.Mapping,
        "mapping-test" => FileSchemas.MappingTest,
        "verification" => Read(typeof(JsonReportWriter), "verification-report"),
        "certificate" => Read(typeof(CertificateWriter), "certificate"),
        _ => Kinds.Contains(kind, StringComparer.Ordinal) ? Read(typeof(DocumentSchemas), kind) : null,
    };

    private static string Read(Type owner, string kind)
    {
        using var reader = new StreamReader(owner.Assembly.GetManifestResourceStream(kind + Suffix)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
