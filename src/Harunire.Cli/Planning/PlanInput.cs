using System.Security.Cryptography;
using System.Text;
using Harunire.Cli.Composition;

namespace Harunire.Cli.Planning;

/// <summary>Something that a saved plan was made from; where it moves, the plan is stale.</summary>
/// <param name="Kind"><c>migration file</c>, <c>mapping file</c>, <c>connection</c>, <c>source table</c>, <c>mapping plan</c>, <c>source set-up</c> or <c>result table</c>.</param>
/// <param name="Name">Which one of its kind.</param>
/// <param name="Hash">SHA-256, in hex.</param>
internal sealed record PlanInput(string Kind, string Name, string Hash)
{
    /// <summary>The files alone: they are compared first, because a broken file can't be planned.</summary>
    public static IReadOnlyList<PlanInput> OfFiles(string migration, IEnumerable<string> mappings)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(migration))!;
        return
        [
            new("migration file", Path.GetFileName(migration), HashOfFile(migration)),
            .. mappings.Select(mapping => new PlanInput("mapping file", Path.GetRelativePath(folder, Path.GetFullPath(mapping)).Replace('\\', '/'), HashOfFile(mapping))),
        ];
    }

    public static IReadOnlyList<PlanInput> Of(MigrationSession session, SetupNeeds needs) =>
    [
        .. OfFiles(session.File.Path, session.File.MappingPaths),
        new("connection", session.File.Source.Connection, HashOfText(session.Source.Name)),
        new("connection", session.File.Results.Connection, HashOfText(session.Connections.Results().Name)),
        .. session.Tables.Select(table => new PlanInput("source table", table.Name.ToString(), HashOfText($"{string.Join('\n', table.Columns)}\n{string.Join(',', table.Key)}"))),
        .. session.Plans.Select(plan => new PlanInput("mapping plan", plan.Mapping, plan.Fingerprint)),
        new("source set-up", session.File.Source.Connection, HashOfText(string.Join(";\n", needs.Source))),
        .. needs.Results.Select(table => new PlanInput("result table", table.Key, HashOfText(string.Join(";\n", table.Value)))),
    ];

    /// <summary>What differs between then and now, one sentence each.</summary>
    public static IReadOnlyList<string> Moved(IReadOnlyList<PlanInput> then, IReadOnlyList<PlanInput> now)
    {
        var current = now.DistinctBy(Key).ToDictionary(Key, input => input.Hash, StringComparer.Ordinal);
        var planned = then.Select(Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. then.Where(input => !current.ContainsKey(Key(input))).Select(input => $"the {input.Kind} {input.Name} is gone"),
            .. then.Where(input => current.TryGetValue(Key(input), out var hash) && hash != input.Hash).Select(input => $"the {input.Kind} {input.Name} has changed ({input.Hash[..12]} then, {current[Key(input)][..12]} now)"),
            .. now.Where(input => !planned.Contains(Key(input))).Select(input => $"the {input.Kind} {input.Name} is new"),
        ];
    }

    private static string Key(PlanInput input) => $"{input.Kind}\n{input.Name}";

    private static string HashOfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string HashOfFile(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : HashOfText("");
}
