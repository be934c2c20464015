using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Plans.Yaml;

namespace Harunire.Plans.Files;

/// <summary>Reads a migration file and its mappings; all that is wrong with them is told at once.</summary>
public static class MigrationReader
{
    /// <summary>The provider of a source that another tool captures.</summary>
    public const string Connector = "debezium";

    private const int DefaultPartitions = 4;

    private static readonly string[] SourceProviders = ["sqlite", "postgresql", "oracle", Connector];
    private static readonly string[] LegacyProviders = ["sqlite", "postgresql", "oracle"];
    private static readonly string[] TopicProviders = ["embedded", "kafka"];
    private static readonly string[] ResultProviders = ["sqlite", "cassandra", "postgresql"];

    public static MigrationFile Read(string path)
    {
        var problems = new List<Diagnostic>();
        var map = new MapReader(YamlText.ReadFile(path), "the migration", problems);
        var name = map.Required("migration");
        var source = map.Submap("source", required: true);
        var topics = map.Submap("topics", required: true);
        var results = map.Submap("results", required: true);
        var verify = map.Submap("verify");
        var sourceSystem = Source(source);
        var topicSystem = System(topics, TopicProviders);
        var resultSystem = System(results, ResultProviders);
        var schema = source?.Text("schema");
        RefuseConnectorKeys(source, topics, sourceSystem.Provider, schema);
        var tables = source?.Submap("tables", required: true) is { } named ? SourceTableReader.Read(named, sourceSystem.Provider) : [];
        var limits = SourceTableReader.ReadLimits(source?.Submap("limits"));
        var audit = source?.Duration("audit");
        var prefix = topics?.Required("prefix") ?? "";
        var partitions = topics?.Number("partitions", 1) ?? DefaultPartitions;
        var quarantine = Quarantine(topics);
        var quarantineLimit = topics?.Number("quarantine limit", 1) ?? 1000;
        var replication = topics?.Number("replication", 1);
        var retention = topics is null ? null : Retention(topics);
        var registry = topics is null ? null : Connection(topics, topics.Scalar("registry"));
        RefuseKafkaKeys(topics, topicSystem.Provider);
        RefuseLimits(source, sourceSystem.Provider);
        var keyspace = Keyspace(results, resultSystem.Provider);
        var resultSchema = ResultSchema(results, resultSystem.Provider);
        var keyspaceReplication = results is null ? ImmutableSortedDictionary<string, string>.Empty : KeyspaceReplication(results);
        var legacy = verify is null ? sourceSystem : Legacy(verify, sourceSystem);
        foreach (var part in new[] { source, topics, results, verify })
        {
            part?.RefuseOthers();
        }

        var mappings = ReadMappings(path, map, problems);
        map.RefuseOthers();
        CheckNames(mappings, problems);
        return problems.Count > 0
            ? throw new HarunireException(problems)
            : new MigrationFile
            {
                Path = path,
                Name = name,
                Source = sourceSystem,
                Schema = schema,
                Tables = tables,
                Limits = limits,
                Audit = audit,
                Topics = topicSystem,
                Prefix = prefix,
                Partitions = partitions,
                Quarantine = quarantine,
                QuarantineLimit = quarantineLimit,
                Replication = replication,
                Retention = retention,
                Registry = registry?.Value,
                Results = resultSystem,
                Keyspace = keyspace,
                ResultSchema = resultSchema,
                KeyspaceReplication = keyspaceReplication,
                Legacy = legacy,
                Mappings = mappings,
            };
    }

    private static string? Keyspace(MapReader? results, string provider)
    {
        var keyspace = results?.Text("keyspace");
        if (keyspace is null && provider == "cassandra")
        {
            results!.Problem(PlanErrors.MissingKey, results.Map.Location, "'results' has no 'keyspace'", "name the keyspace of the result tables: keyspace: reporting");
        }

        return keyspace;
    }

    private static string? ResultSchema(MapReader? results, string provider)
    {
        var schema = results?.Text("schema");
        if (schema is not null && provider != "postgresql")
        {
            results!.Problem(PlanErrors.WrongValue, results.LocationOf("schema"), $"the results have no 'schema' with provider {provider}", "leave it out; it is PostgreSQL's");
        }

        return schema;
    }

    private static ImmutableSortedDictionary<string, string> KeyspaceReplication(MapReader results)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (results.Submap("replication") is not { } map)
        {
            return read.ToImmutable();
        }

        var strategy = map.RequiredScalar("class");
        if (strategy is not null && strategy.Value is not ("SimpleStrategy" or "NetworkTopologyStrategy"))
        {
            map.Problem(PlanErrors.WrongValue, strategy.Location, $"there is no replication '{strategy.Value}'", "there are: SimpleStrategy with replication_factor, NetworkTopologyStrategy with a number for each data centre");
        }

        foreach (var (key, _) in map.Map.Entries.Where(e => e.Key.Value != "class"))
        {
            read[key.Value] = $"{map.Number(key.Value, 1)}";
        }

        if (read.Count == 0 || (strategy?.Value == "SimpleStrategy" && read.Keys.Any(k => k != "replication_factor")))
        {
            map.Problem(PlanErrors.WrongValue, map.Map.Location, $"the replication {strategy?.Value} says no number of copies that fits it", "SimpleStrategy takes replication_factor; NetworkTopologyStrategy takes a number for each data centre: { class: NetworkTopologyStrategy, dc1: 3 }");
        }

        read["class"] = strategy?.Value ?? "";
        return read.ToImmutable();
    }

    private static SystemReference System(MapReader? map, string[] providers)
    {
        if (map is null)
        {
            return new SystemReference("", "", default);
        }

        var provider = Provider(map, map.RequiredScalar("provider"), providers);
        var connection = Connection(map, map.RequiredScalar("connection"));
        return new SystemReference(provider?.Value ?? "", connection?.Value ?? "", map.Map.Location);
    }

    // What stands behind a connector is reached by the connector alone.
    private static SystemReference Source(MapReader? source)
    {
        if (source is null || source.Text("provider") != Connector)
        {
            return System(source, SourceProviders);
        }

        if (source.Scalar("connection") is { } connection)
        {
            source.Problem(PlanErrors.WrongValue, connection.Location, "a source that a connector captures has no 'connection'", "leave it out: 'topics' says where the connector's records are");
        }

        return new SystemReference(Connector, "", source.Map.Location);
    }

    private static void RefuseConnectorKeys(MapReader? source, MapReader? topics, string provider, string? schema)
    {
        if (provider != Connector)
        {
            return;
        }

        if (schema is null)
        {
            source!.Problem(PlanErrors.MissingKey, source.Map.Location, "'source' has no 'schema'", "the connector's topics are named <prefix>.<schema>.<table>");
        }

        foreach (var (map, key) in new[] { (source!, "audit"), (source!, "limits"), (topics, "partitions"), (topics, "replication"), (topics, "retention") })
        {
            if (map is not null && map.Has(key))
            {
                map.Problem(PlanErrors.WrongValue, map.LocationOf(key), $"'{key}' has no meaning where a connector captures the source and makes the topics");
            }
        }
    }

    private static TimeSpan? Retention(MapReader topics)
    {
        if (topics.Scalar("retention") is not { } text)
        {
            return null;
        }

        if (text.Value == "forever")
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (int.TryParse(text.Value.AsSpan(0, text.Value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && text.Value[^1] is 'h' or 'd')
        {
            return text.Value[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number);
        }

        topics.Problem(PlanErrors.WrongValue, text.Location, $"'retention' is not '{text.Value}'", "hours or days, as in 12h or 30d, or forever");
        return null;
    }

    private static void RefuseKafkaKeys(MapReader? topics, string provider)
    {
        foreach (var key in provider == "embedded" ? new[] { "replication", "registry" } : [])
        {
            if (topics!.Has(key))
            {
                topics.Problem(PlanErrors.WrongValue, topics.LocationOf(key), $"the embedded log has no '{key}'", "leave it out, or use provider: kafka");
            }
        }
    }

    private static void RefuseLimits(MapReader? source, string provider)
    {
        if (provider is "sqlite" or "postgresql" && source!.Has("limits"))
        {
            source.Problem(PlanErrors.WrongValue, source.LocationOf("limits"), $"'limits' has no meaning for the provider '{provider}'", "leave it out; it is Oracle's");
        }
    }

    private static SystemReference Legacy(MapReader map, SystemReference source)
    {
        var provider = Provider(map, map.Scalar("provider"), LegacyProviders);
        var connection = Connection(map, map.Scalar("connection"));
        if (source.Provider == Connector && (provider is null || connection is null))
        {
            map.Problem(PlanErrors.MissingKey, map.Map.Location, "'verify' needs 'provider' and 'connection' here: there is no source that the legacy tables could be in");
        }

        return new SystemReference(provider?.Value ?? source.Provider, connection?.Value ?? source.Connection, map.Map.Location);
    }

    private static YamlScalar? Provider(MapReader map, YamlScalar? provider, string[] providers)
    {
        if (provider is not null && !providers.Contains(provider.Value))
        {
            var nearest = NearestName.Find(provider.Value, providers);
            map.Problem(PlanErrors.WrongValue, provider.Location, $"there is no provider '{provider.Value}' for {map.What}", nearest is null ? $"there are: {string.Join(", ", providers)}" : $"did you mean '{nearest}'?");
        }

        return provider;
    }

    private static bool Quarantine(MapReader? topics)
    {
        var chosen = topics?.Scalar("on error");
        if (chosen is { Value: not ("stop" or "quarantine") })
        {
            topics!.Problem(PlanErrors.WrongValue, chosen.Location, $"'on error' can't be '{chosen.Value}'", "write stop, which is the default, or quarantine");
        }

        return chosen?.Value == "quarantine";
    }

    private static YamlScalar? Connection(MapReader map, YamlScalar? connection)
    {
        if (connection is not null && !connection.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            map.Problem(PlanErrors.WrongValue, connection.Location, "'connection' takes a name, not a connection string", "put the string into HARUNIRE__CONNECTIONS__<NAME>, so that no secret stands in the file");
        }

        return connection;
    }

    private static ImmutableArray<MappingFile> ReadMappings(string path, MapReader map, List<Diagnostic> problems)
    {
        if (!map.Has("mappings"))
        {
            map.Problem(PlanErrors.MissingKey, map.Map.Location, "the migration has no 'mappings'");
        }

        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var glob in map.Texts("mappings"))
        {
            var found = FileGlob.Find(Path.GetDirectoryName(Path.GetFullPath(path))!, glob.Value);
            if (found.Count == 0)
            {
                map.Problem(PlanErrors.NoFile, glob.Location, $"'{glob.Value}' matches no file", "the path is relative to the migration file");
            }

            files.UnionWith(found.Select(f => Path.GetRelativePath(Directory.GetCurrentDirectory(), f)));
        }

        var mappings = ImmutableArray.CreateBuilder<MappingFile>();
        foreach (var file in files)
        {
            try
            {
                mappings.Add(MappingReader.Read(file));
            }
            catch (HarunireException failure)
            {
                problems.AddRange(failure.Diagnostics);
            }
        }

        return mappings.ToImmutable();
    }

    private static void CheckNames(ImmutableArray<MappingFile> mappings, List<Diagnostic> problems)
    {
        foreach (var (kind, same) in mappings.GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Select(g => ("the name", g))
                     .Concat(mappings.GroupBy(m => m.Table, StringComparer.OrdinalIgnoreCase).Select(g => ("the target table", g))))
        {
            foreach (var second in same.Skip(1))
            {
                problems.Add(new Diagnostic { Code = PlanErrors.DuplicateName, Message = $"{kind} '{same.Key}' is that of {same.First().Path} too", Location = second.NameLocation });
            }
        }
    }
}
