using System.Text.RegularExpressions;
using Harunire.Model.Errors;

namespace Harunire.Cli.Settings;

/// <summary>References to secrets inside a value: <c>${env:NAME}</c> and <c>${file:/path}</c>. What can't be resolved is an error, never an empty text.</summary>
internal static partial class SecretReference
{
    public static string Resolve(string value, string setting) => Reference().Replace(value, match =>
    {
        var target = match.Groups["target"].Value;
        if (match.Groups["kind"].Value == "env")
        {
            return Environment.GetEnvironmentVariable(target) is { Length: > 0 } text
                ? text
                : throw new HarunireException(CliErrors.NoConnection, $"'{setting}' refers to the variable {target}, which is not set");
        }

        return File.Exists(target)
            ? File.ReadAllText(target).TrimEnd('\r', '\n')
            : throw new HarunireException(CliErrors.NoConnection, $"'{setting}' refers to the file {target}, which does not exist");
    });

    [GeneratedRegex(@"\$\{(?<kind>env|file):(?<target>[^}]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Reference();
}
