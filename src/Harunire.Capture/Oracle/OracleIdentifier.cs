using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Capture.Oracle;

/// <summary>The one way in which a name gets into a statement.</summary>
internal static class OracleIdentifier
{
    /// <summary>Quoted as the dictionary has it. A name with a quote or a NUL can't exist in Oracle (SQL Language Reference, "Database Object Naming Rules"): HAR3001.</summary>
    public static string Quote(string name) => name.Length > 0 && !name.AsSpan().ContainsAny('"', '\0')
        ? $"\"{name}\""
        : throw new HarunireException(CaptureErrors.UnknownTable, "Oracle allows neither an empty name nor a quote or NUL in one", name);

    public static string Quote(TableName table) => $"{Quote(table.Schema!)}.{Quote(table.Table)}";
}
