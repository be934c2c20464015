using System.Data.Common;
using System.Globalization;

namespace Harunire.Model.Files;

/// <summary>SQLite's own result code behind an error of an ADO.NET driver, for files that are opened through <see cref="DbProviderFactory"/>.</summary>
/// <remarks>The driver's exception type is not known here, and its <see cref="System.Runtime.InteropServices.ExternalException.ErrorCode"/> is the same for all; its message begins "SQLite Error 11:" with the primary code of https://sqlite.org/rescode.html.</remarks>
public static class SqliteResultCode
{
    public const int Error = 1;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int Corrupt = 11;
    public const int NotADatabase = 26;

    private const string Prefix = "SQLite Error ";

    /// <summary>The primary code; 0 where the message has none.</summary>
    public static int Of(DbException failure)
    {
        var message = failure.Message.AsSpan();
        if (!message.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return 0;
        }

        var number = message[Prefix.Length..];
        var end = number.IndexOf(':');
        return end > 0 && int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code & 0xff : 0;
    }

    /// <summary>The file is not what was written. An error in a statement, such as a missing table, counts too: only for files whose tables are our own.</summary>
    public static bool IsDamage(DbException failure) => Of(failure) is Error or Corrupt or NotADatabase;

    /// <summary>Another connection holds the file: the same call may succeed later.</summary>
    public static bool IsBusy(DbException failure) => failure.IsTransient || Of(failure) is Busy or Locked;
}
