using System.Globalization;
using System.Text.RegularExpressions;

namespace Harunire.Cli.Planning;

/// <summary>A numbered script of a migration: <c>001_source.sqlite.sql</c>, <c>002_results.cql</c>; between side and provider may stand <c>_words</c>.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Number">Scripts run in the order of their numbers.</param>
/// <param name="Side">Where it runs.</param>
/// <param name="Provider">What it is written for.</param>
/// <param name="Text">The whole file.</param>
internal sealed partial record SetupScript(string Name, int Number, SetupSide Side, string Provider, string Text)
{
    /// <summary>Without comments between them, in order.</summary>
    public IReadOnlyList<string> Statements { get; } = ScriptText.Split(Text);

    public string Checksum { get; } = ScriptText.Checksum(Text);

    public static SetupScript Make(int number, SetupSide side, string provider, string migration, IReadOnlyList<string> statements)
    {
        var name = $"{number.ToString("000", CultureInfo.InvariantCulture)}_{(side == SetupSide.Source ? "source" : "results")}{(provider == "cassandra" ? ".cql" : $".{provider}.sql")}";
        return new SetupScript(name, number, side, provider, ScriptText.Write(name, side, migration, statements));
    }

    /// <returns>Null where the name is not one of a set-up script.</returns>
    public static SetupScript? TryRead(string name, Func<string> text)
    {
        var match = FileName().Match(name);
        return match.Success
            ? new SetupScript(
                name,
                int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture),
                match.Groups["side"].Value == "source" ? SetupSide.Source : SetupSide.Results,
                match.Groups["provider"].Success ? match.Groups["provider"].Value : "cassandra",
                text())
            : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{3,6})_(?<side>source|results)(_[A-Za-z0-9_-]+)?(\.(?<provider>sqlite|oracle|postgresql)\.sql|\.cql)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex FileName();
}
