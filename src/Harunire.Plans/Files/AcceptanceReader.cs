using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads the accepted differences that lie beside a mapping file; all that is wrong with them is told at once.</summary>
public static class AcceptanceReader
{
    /// <summary>Behind the mapping's name.</summary>
    public const string Extension = ".accepted.yaml";

    /// <summary>Behind the mapping's name, for a file that <c>verify --accept</c> proposes and nobody has signed yet.</summary>
    public const string ProposalExtension = ".accepted.proposed.yaml";

    /// <summary>The file of a mapping, whether it exists or not.</summary>
    public static string PathOf(MappingFile mapping, string extension = Extension) =>
        Path.Combine(Path.GetDirectoryName(mapping.Path) ?? "", mapping.Name + extension);

    /// <summary>The mapping's records; none where there is no file.</summary>
    public static AcceptanceFile Read(MappingFile mapping)
    {
        var path = PathOf(mapping);
        if (!File.Exists(path))
        {
            return new AcceptanceFile(path, []);
        }

        var problems = new List<Diagnostic>();
        var map = new MapReader(YamlText.ReadFile(path), "the file of accepted differences", problems);
        var name = map.RequiredScalar("mapping");
        if (name is not null && name.Value != mapping.Name)
        {
            map.Problem(PlanErrors.WrongValue, name.Location, $"the file is called after the mapping '{mapping.Name}', and says '{name.Value}'");
        }

        if (!map.Has("accepted"))
        {
            map.Problem(PlanErrors.MissingKey, map.Map.Location, "the file of accepted differences has no 'accepted'");
        }

        var records = map.Maps("accepted", "an accepted difference").Select(ReadRecord).ToImmutableArray();
        map.RefuseOthers();
        return problems.Count == 0 ? new AcceptanceFile(path, records) : throw new HarunireException(problems);
    }

    private static AcceptanceRecord ReadRecord(MapReader record)
    {
        var key = record.Submap("key", required: true)?.NamedTexts().ToImmutableSortedDictionary(k => k.Name.Value, k => k.Value.Value, StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
        if (key.IsEmpty && record.Has("key"))
        {
            record.Problem(PlanErrors.WrongValue, record.LocationOf("key"), "'key' names no key column", "an acceptance of every key would hide all faults: name at least one");
        }

        var read = new AcceptanceRecord(record.Map.Location, key, record.Text("column"), record.Required("reason"), ReadExpiry(record));
        record.RefuseOthers();
        return read;
    }

    private static DateOnly ReadExpiry(MapReader record)
    {
        if (record.RequiredScalar("expires") is not { } expires)
        {
            return default;
        }

        if (!DateOnly.TryParseExact(expires.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            record.Problem(PlanErrors.WrongValue, expires.Location, $"'expires' takes a day such as 2027-03-31, not '{expires.Value}'");
        }

        return day;
    }
}
