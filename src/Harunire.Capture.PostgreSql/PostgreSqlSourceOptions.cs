using System.Collections.Immutable;

namespace Harunire.Capture.PostgreSql;

/// <summary>What a migration says about a PostgreSQL source.</summary>
public sealed record PostgreSqlSourceOptions
{
    public const string DefaultSchema = "public";

    /// <summary>Of the tables.</summary>
    public string Schema { get; init; } = DefaultSchema;

    /// <summary>Who captures: replication slot and publication are named after it.</summary>
    public required string Reader { get; init; }

    /// <summary>By the table's name without case.</summary>
    public ImmutableDictionary<string, PostgreSqlTableOptions> Tables { get; init; } = ImmutableDictionary<string, PostgreSqlTableOptions>.Empty;

    /// <summary>Of slot and publication: what a slot's name may hold, at most 63 characters (https://www.postgresql.org/docs/15/warm-standby.html, 27.2.6.1).</summary>
    public string SlotName
    {
        get
        {
            var name = "harunire_" + string.Concat(Reader.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            return name.Length <= 63 ? name : name[..63];
        }
    }
}
