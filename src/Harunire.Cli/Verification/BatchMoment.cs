using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Verify;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>As of when a legacy table is: the user's word, or what the mapping's query finds in the batch's own log.</summary>
internal static class BatchMoment
{
    /// <returns>The SCN; null where nobody says, so that the legacy table shows the source as it is now.</returns>
    public static long? Find(string? given, string? query, SourceSnapshot source, SqliteConnection legacy, string mapping)
    {
        var text = given ?? (query is null ? null : Ask(query, legacy, mapping));
        if (text is null)
        {
            return null;
        }

        var scn = Parse(text, source, mapping);
        return scn <= source.Scn ? scn : throw Unknown($"SCN {scn} lies ahead: the source is at {source.Scn}", mapping);
    }

    private static long Parse(string text, SourceSnapshot source, string mapping)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var scn))
        {
            return scn;
        }

        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            throw Unknown($"'{text}' is neither an SCN nor a time in UTC such as 2026-03-10T02:00:00Z", mapping);
        }

        return source.ScnAt((time - DateTime.UnixEpoch).Ticks / 10) ?? throw Unknown($"the source's change log does not reach back to {text}", mapping);
    }

    private static string Ask(string query, SqliteConnection legacy, string mapping)
    {
        try
        {
            using var command = legacy.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            if (reader.Read() && reader.FieldCount == 1 && !reader.IsDBNull(0))
            {
                var value = Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!;
                return reader.Read() ? throw Unknown("the query gives more than one row", mapping) : value;
            }

            throw Unknown(reader.FieldCount == 1 ? "the query gives no value: has the batch run?" : "the query gives more than one column", mapping);
        }
        catch (SqliteException failure)
        {
            throw Unknown(failure.Message, mapping);
        }
    }

    private static HarunireException Unknown(string message, string mapping) => new(VerifyErrors.UnknownMoment, message, mapping, "see 'as of' in docs/verification.md");
}
