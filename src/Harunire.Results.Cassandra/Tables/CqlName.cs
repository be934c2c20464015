using Harunire.Model.Errors;

namespace Harunire.Results.Cassandra.Tables;

/// <summary>Names in CQL. Always quoted, so that case and reserved words are kept as the mapping has them.</summary>
internal static class CqlName
{
    /// <summary>Cassandra's limit for keyspaces and tables; longer ones don't fit its file names.</summary>
    private const int MaxLength = 48;

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The name of a keyspace or table, which Cassandra wants plain even when quoted.</summary>
    public static string Checked(string name, string what) =>
        name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : throw new HarunireException(ResultErrors.Definition, $"the {what} '{name}' has no name that Cassandra takes", name, $"letters, digits and _, at most {MaxLength}");
}
