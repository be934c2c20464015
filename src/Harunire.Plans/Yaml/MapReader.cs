using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Plans.Yaml;

/// <summary>Takes the keys of one map; collects what is wrong with them, unknown ones included.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, (YamlScalar Key, YamlNode Value)> _entries;
    private readonly List<Diagnostic> _problems;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public MapReader(YamlMap map, string what, List<Diagnostic> problems)
    {
        (Map, What, _problems) = (map, what, problems);
        _entries = map.Entries.ToDictionary(e => e.Key.Value, StringComparer.Ordinal);
    }

    public YamlMap Map { get; }

    public string What { get; }

    public bool Has(string key) => _entries.ContainsKey(key);

    public SourceLocation LocationOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.Location : Map.Location;

    public YamlNode? Node(string key)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    public string? Text(string key) => Scalar(key)?.Value;

    public YamlScalar? Scalar(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalar { Value.Length: > 0 } scalar:
                return scalar;
            case var node:
                Problem(PlanErrors.WrongValue, node.Location, $"'{key}' takes a text");
                return null;
        }
    }

    public string Required(string key) => RequiredScalar(key)?.Value ?? "";

    public YamlScalar? RequiredScalar(string key)
    {
        if (!Has(key))
        {
            _known.Add(key);
            Problem(PlanErrors.MissingKey, Map.Location, $"{What} has no '{key}'");
            return null;
        }

        return Scalar(key);
    }

    public int? Number(string key, int least)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        Problem(PlanErrors.WrongValue, scalar.Location, $"'{key}' takes a whole number of at least {least}, not '{scalar.Value}'");
        return null;
    }

    /// <summary>A whole number with s, m, h or d.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        var seconds = scalar.Value[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        if (seconds > 0 && int.TryParse(scalar.Value.AsSpan(0, scalar.Value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return TimeSpan.FromSeconds((long)number * seconds);
        }

        Problem(PlanErrors.WrongValue, scalar.Location, $"'{key}' takes a duration such as 30s, 5m, 2h or 1d, not '{scalar.Value}'");
        return null;
    }

    public bool Flag(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return false;
        }

        if (scalar.Value is "true" or "false")
        {
            return scalar.Value == "true";
        }

        Problem(PlanErrors.WrongValue, scalar.Location, $"'{key}' takes true or false, not '{scalar.Value}'");
        return false;
    }

    public ImmutableArray<YamlScalar> Texts(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlList list when list.Items.All(i => i is YamlScalar { Value.Length: > 0 }):
                return [.. list.Items.Cast<YamlScalar>()];
            case var node:
                Problem(PlanErrors.WrongValue, node.Location, $"'{key}' takes a list of texts: [a, b]");
                return [];
        }
    }

    /// <summary>A list of maps.</summary>
    public IEnumerable<MapReader> Maps(string key, string what)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlList list when list.Items.All(i => i is YamlMap):
                return list.Items.Cast<YamlMap>().Select(map => new MapReader(map, what, _problems));
            case var node:
                Problem(PlanErrors.WrongValue, node.Location, $"'{key}' takes a list of maps, each under a '-'");
                return [];
        }
    }

    /// <summary>Entries whose keys are names of the user's and whose values are texts.</summary>
    public IEnumerable<(YamlScalar Name, YamlScalar Value)> NamedTexts()
    {
        foreach (var (key, value) in Map.Entries)
        {
            _known.Add(key.Value);
            if (value is YamlScalar text)
            {
                yield return (key, text);
            }
            else
            {
                Problem(PlanErrors.WrongValue, value.Location, $"'{key.Value}' takes a text");
            }
        }
    }

    public MapReader? Submap(string key, bool required = false)
    {
        switch (Node(key))
        {
            case YamlMap map:
                return new MapReader(map, $"'{key}'", _problems);
            case null when required:
                Problem(PlanErrors.MissingKey, Map.Location, $"{What} has no '{key}'");
                return null;
            case null:
                return null;
            case var node:
                Problem(PlanErrors.WrongValue, node.Location, $"'{key}' takes a map of keys and values");
                return null;
        }
    }

    /// <summary>Entries whose keys are names of the user's; a value that is empty counts as an empty map.</summary>
    public IEnumerable<(YamlScalar Name, MapReader Value)> NamedMaps()
    {
        foreach (var (key, value) in Map.Entries)
        {
            _known.Add(key.Value);
            switch (value)
            {
                case YamlMap map:
                    yield return (key, new MapReader(map, $"'{key.Value}'", _problems));
                    break;
                case YamlScalar { Value: "" or "~" or "null" } empty:
                    yield return (key, new MapReader(new YamlMap(empty.Location, []), $"'{key.Value}'", _problems));
                    break;
                default:
                    Problem(PlanErrors.WrongValue, value.Location, $"'{key.Value}' takes a map of keys and values, such as {{}}");
                    break;
            }
        }
    }

    /// <summary>Refuses names of the user's that differ in case only: to Oracle they are one name.</summary>
    public void RefuseSameNames(string what)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, _) in Map.Entries.Where(entry => !seen.Add(entry.Key.Value)))
        {
            Problem(PlanErrors.DuplicateName, key.Location, $"the {what} {key.Value} stands here a second time", "names have no case");
        }
    }

    public void Problem(ErrorCode code, SourceLocation location, string message, string? hint = null) =>
        _problems.Add(new Diagnostic { Code = code, Message = message, Location = location, Hint = hint });

    /// <summary>To be called once all keys were taken.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in Map.Entries.Where(e => !_known.Contains(e.Key.Value)))
        {
            var nearest = NearestName.Find(key.Value, _known);
            Problem(PlanErrors.UnknownKey, key.Location, $"{What} has no key '{key.Value}'", nearest is null ? $"it takes: {string.Join(", ", _known)}" : $"did you mean '{nearest}'?");
        }
    }
}
