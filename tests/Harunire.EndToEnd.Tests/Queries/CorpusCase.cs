using Harunire.Testing;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>A query of tests/testdata/queries/corpus.slt; the file's head says how it is written.</summary>
/// <param name="Differs">Engines that are left out, with Oracle's rule.</param>
/// <param name="Before">The rows over tables.sql by hand; null where the engines are the judges.</param>
internal sealed record CorpusCase(string Name, string Text, IReadOnlyDictionary<string, string> Differs, IReadOnlyList<string>? Before)
{
    public static string Folder { get; } = Path.Combine(RepositoryPaths.Root, "tests", "testdata", "queries");

    public static IReadOnlyDictionary<string, CorpusCase> All { get; } = Read(File.ReadAllLines(Path.Combine(Folder, "corpus.slt")));

    private static Dictionary<string, CorpusCase> Read(string[] lines)
    {
        var cases = new Dictionary<string, CorpusCase>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#')
            {
                continue;
            }

            var block = lines[i..].TakeWhile(line => line.Length > 0).ToArray();
            var name = block[0].Split(' ') is ["query", var word] ? word : throw new FormatException($"line {i + 1} of the corpus: expected 'query NAME', found '{block[0]}'");
            cases.Add(name, Read(name, block[1..]));
            i += block.Length;
        }

        return cases;
    }

    private static CorpusCase Read(string name, string[] block)
    {
        var differs = block.Where(line => line.StartsWith("differs ", StringComparison.Ordinal)).Select(line => line["differs ".Length..].Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        var before = Array.IndexOf(block, "before");
        var text = block[..(before < 0 ? block.Length : before)].Where(line => !line.StartsWith("differs ", StringComparison.Ordinal));
        return new CorpusCase(name, string.Join('\n', text), differs, before < 0 ? null : [.. block[(before + 1)..].Order(StringComparer.Ordinal)]);
    }
}
