using Avro;
using Harunire.Model.Errors;
using Harunire.Topics.Registry;

namespace Harunire.Registry.Http;

/// <summary>What the REST API does, without HTTP: registers, looks up, compares, deletes.</summary>
internal sealed class SchemaRegistryService(SqliteRegistryStore store)
{
    public const string Compatibility = "compatibility";
    public const string Mode = "mode";

    // Check and change of one request must not mix with another's.
    private readonly Lock _changing = new();

    public IEnumerable<StoredSchema> Find(string? subject, bool deleted) => store.Find(subject).Where(s => deleted || !s.IsDeleted);

    /// <summary>The versions that a subject shows; 40401 where it has none.</summary>
    public IReadOnlyList<StoredSchema> Versions(string subject, bool deleted = false)
    {
        var versions = Find(subject, deleted).ToList();
        return versions.Count > 0 ? versions : throw RegistryFailure.NoSubject(subject);
    }

    /// <param name="subject">Its versions are looked at.</param>
    /// <param name="version">A number, "latest" or -1.</param>
    /// <param name="deleted">Also deleted ones.</param>
    public StoredSchema Version(string subject, string version, bool deleted = false)
    {
        var number = Number(version);
        var versions = Versions(subject, deleted);
        return number is null ? versions[^1] : versions.FirstOrDefault(v => v.Version == number) ?? throw RegistryFailure.NoVersion(version);
    }

    public (string Text, IReadOnlyList<StoredSchema> Uses) ById(int id) => (store.TextOf(id) ?? throw RegistryFailure.NoSchema(), store.Find(null, id));

    /// <returns>The version that has this schema; 40403 where none has.</returns>
    public StoredSchema LookUp(string subject, SchemaRequest request, bool deleted)
    {
        Parse(request);
        return Versions(subject, deleted).LastOrDefault(v => v.Text == request.Text && v.References.SequenceEqual(request.References)) ?? throw RegistryFailure.NoSchema();
    }

    public int Register(string subject, SchemaRequest request)
    {
        lock (_changing)
        {
            var schema = Parse(request);
            var earlier = Find(subject, deleted: false).ToList();
            if (earlier.Find(v => v.Text == request.Text && v.References.SequenceEqual(request.References)) is { } known)
            {
                return known.Id;
            }

            RefuseReadOnly(subject);
            var reasons = Incompatibilities(schema, earlier, LevelOf(subject));
            if (reasons.Count > 0)
            {
                throw RegistryFailure.Incompatible(subject, reasons);
            }

            return store.Register(subject, request.Text, request.References)
                ?? throw RegistryFailure.InvalidSchema("the same text is registered with other references, and this registry keeps a text once");
        }
    }

    /// <summary>Against one version by its level, or against all that the level asks for.</summary>
    /// <param name="version">Null: all.</param>
    public IReadOnlyList<string> Compare(string subject, string? version, SchemaRequest request)
    {
        var schema = Parse(request);
        var against = version is null ? Find(subject, deleted: false).ToList() : [Version(subject, version)];
        return Incompatibilities(schema, against, LevelOf(subject));
    }

    public IReadOnlyList<int> DeleteSubject(string subject, bool permanent)
    {
        lock (_changing)
        {
            RefuseReadOnly(subject);
            var all = Versions(subject, deleted: true);
            var live = all.Where(v => !v.IsDeleted).ToList();
            if (permanent && live.Count > 0)
            {
                throw RegistryFailure.NotSoftDeleted(subject);
            }

            if (!permanent && live.Count == 0)
            {
                throw RegistryFailure.SoftDeleted(subject);
            }

            var gone = permanent ? all : live;
            foreach (var version in gone)
            {
                Delete(version, permanent);
            }

            return [.. gone.Select(v => v.Version)];
        }
    }

    public int DeleteVersion(string subject, string version, bool permanent)
    {
        lock (_changing)
        {
            RefuseReadOnly(subject);
            var found = Version(subject, version, deleted: permanent);
            if (permanent && !found.IsDeleted)
            {
                throw new RegistryFailure(404, 40407, $"Subject '{subject}' Version {found.Version} was not deleted first before being permanently deleted");
            }

            Delete(found, permanent);
            return found.Version;
        }
    }

    public IEnumerable<int> ReferencedBy(string subject, string version)
    {
        var found = Version(subject, version, deleted: true);
        return store.Find().Where(s => !s.IsDeleted && s.References.Any(r => r.Subject == subject && r.Version == found.Version)).Select(s => s.Id).Distinct();
    }

    public string? Setting(string? subject, string name) => store.Setting(subject ?? "", name);

    public void Set(string? subject, string name, string? value) => store.Set(subject ?? "", name, value);

    public CompatibilityLevel LevelOf(string subject) =>
        CompatibilityLevel.Find(store.Setting(subject, Compatibility) ?? store.Setting("", Compatibility)) ?? CompatibilityLevel.Default;

    public string ModeOf(string? subject) => (subject is null ? null : store.Setting(subject, Mode)) ?? store.Setting("", Mode) ?? "READWRITE";

    private static int? Number(string version) => version switch
    {
        "latest" or "-1" => null,
        _ when int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw RegistryFailure.InvalidVersion(version),
    };

    private void RefuseReadOnly(string subject)
    {
        if (ModeOf(subject) == "READONLY")
        {
            throw RegistryFailure.ReadOnly(subject);
        }
    }

    private void Delete(StoredSchema version, bool permanent)
    {
        if (store.Find().Any(s => !s.IsDeleted && s.References.Any(r => r.Subject == version.Subject && r.Version == version.Version)))
        {
            throw RegistryFailure.IsReferenced(version.Subject, version.Version);
        }

        store.Delete(version.Subject, version.Version, permanent);
    }

    private List<string> Incompatibilities(Schema schema, List<StoredSchema> earlier, CompatibilityLevel level)
    {
        var reasons = new List<string>();
        foreach (var version in level.Transitive ? earlier : earlier.TakeLast(1))
        {
            var other = Parse(new SchemaRequest(version.Text, version.References));
            reasons.AddRange((level.Backward ? AvroCompatibility.Explain(schema, other) : []).Select(reason => $"it can't read version {version.Version}: {reason}"));
            reasons.AddRange((level.Forward ? AvroCompatibility.Explain(other, schema) : []).Select(reason => $"version {version.Version} can't read it: {reason}"));
        }

        return reasons;
    }

    private Schema Parse(SchemaRequest request)
    {
        try
        {
            return Schema.Parse(Whole(request, 0));
        }
        catch (Exception failure) when (failure is AvroException or HarunireException or Newtonsoft.Json.JsonException or InvalidCastException or ArgumentException)
        {
            throw RegistryFailure.InvalidSchema(failure.Message);
        }
    }

    private string Whole(SchemaRequest request, int depth)
    {
        if (depth > 20)
        {
            throw RegistryFailure.InvalidSchema("references are nested more than 20 deep");
        }

        var definitions = request.References.Select(reference =>
        {
            var found = Version(reference.Subject, reference.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), deleted: true);
            return Whole(new SchemaRequest(found.Text, found.References), depth + 1);
        }).ToList();
        return definitions.Count == 0 ? request.Text : ReferencedTypes.Inline(request.Text, definitions, "schema");
    }
}
