using System.Text.RegularExpressions;

namespace Harunire.Testing.OracleModel;

/// <summary>What a session has set. It begins as a German client would have it.</summary>
internal sealed partial class ModelSession
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NLS_NUMERIC_CHARACTERS"] = ",.",
        ["NLS_SORT"] = "GERMAN",
        ["NLS_COMP"] = "BINARY",
        ["NLS_CALENDAR"] = "GREGORIAN",
        ["NLS_DATE_LANGUAGE"] = "GERMAN",
        ["NLS_DATE_FORMAT"] = "DD.MM.RR",
        ["NLS_TIMESTAMP_FORMAT"] = "DD.MM.RR HH24:MI:SSXFF",
        ["NLS_TIMESTAMP_TZ_FORMAT"] = "DD.MM.RR HH24:MI:SSXFF TZR",
        ["TIME_ZONE"] = "+02:00",
    };

    /// <summary>As of when a serializable transaction reads; null outside of one.</summary>
    public long? ReadScn { get; set; }

    public string this[string setting] => _settings[setting];

    /// <summary>True where the statement is one that sets something.</summary>
    public bool TryAlter(string text)
    {
        if (text is "ALTER SESSION DISABLE PARALLEL QUERY" || text.StartsWith("ALTER SESSION FORCE PARALLEL QUERY PARALLEL ", StringComparison.Ordinal))
        {
            _settings["PARALLEL"] = text;
            return true;
        }

        if (!text.StartsWith("ALTER SESSION SET ", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (Match setting in Setting().Matches(text))
        {
            if (!_settings.ContainsKey(setting.Groups["name"].Value))
            {
                throw new OracleError(922, $"missing or invalid option: {setting.Groups["name"].Value}");
            }

            _settings[setting.Groups["name"].Value] = setting.Groups["value"].Value;
        }

        return true;
    }

    [GeneratedRegex(@"(?<name>[A-Z_]+) = '(?<value>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Setting();
}
