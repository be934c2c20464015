using System.Data.Common;
using System.Globalization;

namespace Harunire.Testing.OracleModel;

/// <summary>An error as the server words it.</summary>
public sealed class OracleError(int number, string text) : DbException(string.Create(CultureInfo.InvariantCulture, $"ORA-{number:00000}: {text}\nhttps://docs.oracle.com/error-help/db/ora-{number:00000}/"))
{
    public int Number => number;

    public static OracleError SnapshotTooOld() => new(1555, "snapshot too old: rollback segment number 4 with name \"_SYSSMU4$\" too small");

    public static OracleError VersionsTooOld() => new(30052, "invalid lower limit snapshot expression");

    public static OracleError DefinitionChanged() => new(1466, "unable to read data - table definition has changed");

    public static OracleError NotThere(string name) => new(942, $"table or view \"{name}\" does not exist");
}
