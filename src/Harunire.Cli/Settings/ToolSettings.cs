using System.Collections;
using System.Globalization;
using Harunire.Cli.Output;
using Harunire.Model.Errors;

namespace Harunire.Cli.Settings;

/// <summary>All settings of one call, from lowest to highest: defaults, harunire.yaml, harunire.local.yaml, the chosen environment, HARUNIRE__ variables, --set.</summary>
internal sealed class ToolSettings
{
    private const string VariablePrefix = "HARUNIRE__";
    private const string ConnectionPrefix = "connections.";

    private readonly SortedDictionary<string, SettingValue> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SettingValue> Values => _values;

    /// <param name="folder">Where harunire.yaml is looked for.</param>
    /// <param name="environment">From --environment; null: the setting of that name.</param>
    /// <param name="assignments">From --set: <c>a.b=v</c>.</param>
    /// <param name="variables">The process's environment.</param>
    public static ToolSettings Load(string folder, string? environment, IEnumerable<string> assignments, IDictionary variables)
    {
        var settings = new ToolSettings();
        foreach (var key in SettingKey.All.Where(key => key.Default is not null))
        {
            settings._values[key.Name] = new SettingValue(key.Default!, "default");
        }

        var environments = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var file in new[] { "harunire.yaml", "harunire.local.yaml" }.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            foreach (var (name, value) in SettingsFile.Read(file))
            {
                if (name.StartsWith("environments.", StringComparison.Ordinal))
                {
                    environments[name["environments.".Length..]] = value;
                }
                else
                {
                    settings.Set(name, value);
                }
            }
        }

        var fromVariables = Variables(variables);
        var chosen = environment ?? fromVariables.GetValueOrDefault("environment")?.Value ?? settings._values.GetValueOrDefault("environment")?.Value;
        settings.Choose(chosen, environments);
        foreach (var (name, value) in fromVariables)
        {
            settings.Set(name, value);
        }

        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new HarunireException(CliErrors.BadSettings, $"--set takes name=value, not '{assignment}'");
            }

            settings.Set(assignment[..equals], new SettingValue(assignment[(equals + 1)..], "--set"));
        }

        return settings;
    }

    /// <summary>Sets a value above all others; for the demo, whose systems are its own files.</summary>
    public void Define(string name, string value, string origin) => Set(name, new SettingValue(value, origin));

    public string Text(string name) => _values[name].Value;

    /// <summary>A whole number of at least 1.</summary>
    public int Count(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw Wrong(name, "a whole number of at least 1");

    /// <summary>A number with ms, s, m or h; at least 1 ms.</summary>
    public TimeSpan Duration(string name)
    {
        var text = Text(name).Trim();
        var unit = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text.Length > 0 ? text[^1..] : "";
        var scale = unit switch { "ms" => 1, "s" => 1000, "m" => 60_000, "h" => 3_600_000, _ => 0 };
        return scale > 0 && int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromMilliseconds((double)number * scale)
            : throw Wrong(name, "a duration such as 500ms, 1s, 5m");
    }

    /// <summary>The connection string behind a name; <c>${env:NAME}</c> and <c>${file:/path}</c> in it are resolved.</summary>
    public string Connection(string name)
    {
        if (!_values.TryGetValue(ConnectionPrefix + name.ToLowerInvariant(), out var value))
        {
            throw new HarunireException(
                CliErrors.NoConnection,
                $"the migration names the connection '{name}', and nothing says what it is",
                hint: $"set {VariablePrefix}CONNECTIONS__{name.ToUpperInvariant()} (or 'connections: {{ {name}: ... }}' in harunire.local.yaml), for SQLite: Data Source=/path/to/file.db");
        }

        var resolved = SecretReference.Resolve(value.Value, "connections." + name);
        SecretMask.Remember(resolved);
        return resolved;
    }

    // A variable's name is written in capitals; settings are in small letters, and connections are compared so.
    private static Dictionary<string, SettingValue> Variables(IDictionary variables)
    {
        var found = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in variables)
        {
            var name = (string)entry.Key;
            if (name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
            {
                found[name[VariablePrefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant()] = new SettingValue((string)entry.Value!, name);
            }
        }

        return found;
    }

    private void Choose(string? chosen, Dictionary<string, SettingValue> environments)
    {
        if (string.IsNullOrEmpty(chosen))
        {
            return;
        }

        var names = environments.Keys.Select(key => key.Split('.')[0]).Distinct(StringComparer.Ordinal).ToList();
        if (!names.Contains(chosen, StringComparer.Ordinal))
        {
            throw new HarunireException(CliErrors.BadSettings, $"there is no environment '{chosen}'", hint: names.Count == 0 ? "harunire.yaml has no 'environments'" : $"there are: {string.Join(", ", names)}");
        }

        _values["environment"] = new SettingValue(chosen, "chosen");
        foreach (var (name, value) in environments.Where(e => e.Key.StartsWith(chosen + ".", StringComparison.Ordinal)))
        {
            Set(name[(chosen.Length + 1)..], value);
        }
    }

    private void Set(string name, SettingValue value)
    {
        if (!SettingKey.IsKnown(name))
        {
            var nearest = NearestName.Find(name, SettingKey.All.Select(key => key.Name));
            throw new HarunireException(CliErrors.BadSettings, $"there is no setting '{name}'", value.Origin, nearest is null ? "'harunire config show' lists all" : $"did you mean '{nearest}'?");
        }

        _values[name.StartsWith(ConnectionPrefix, StringComparison.Ordinal) ? name.ToLowerInvariant() : name] = value;
    }

    private HarunireException Wrong(string name, string expected) =>
        new(CliErrors.BadSettings, $"'{name}' is '{Text(name)}'; expected {expected}", _values[name].Origin);
}
