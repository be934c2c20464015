using System.Globalization;
using Harunire.Cli.Verification.Sides;
using Harunire.Model.Errors;
using Harunire.Verify;

namespace Harunire.Cli.Verification;

/// <summary>As of when a legacy table is: the user's word, or what the mapping's query finds in the batch's own log.</summary>
internal static class BatchMoment
{
    /// <returns>The SCN; null where nobody says, so that the legacy table shows the source as it is now.</returns>
    public static async Task<long?> FindAsync(string? given, string? query, ISourceSide source, IComparedDatabase legacy, string mapping, CancellationToken cancellationToken)
    {
        var text = given ?? (query is null ? null : await AskAsync(query, legacy, mapping, cancellationToken));
        if (text is null)
        {
            return null;
        }

        var scn = await ParseAsync(text, source, mapping, cancellationToken);
        return scn <= source.Scn ? scn : throw Unknown($"SCN {scn} lies ahead: the source is at {source.Scn}", mapping);
    }

    private static async Task<long> ParseAsync(string text, ISourceSide source, string mapping, CancellationToken cancellationToken)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var scn))
        {
            return scn;
        }

        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            throw Unknown($"'{text}' is neither an SCN nor a time in UTC such as 2026-03-10T02:00:00Z", mapping);
        }

        return await source.ScnAtAsync((time - DateTime.UnixEpoch).Ticks / 10, cancellationToken) ?? throw Unknown($"the source can't tell its SCN at {text}: its change log does not reach back so far, or it keeps none; give the SCN", mapping);
    }

    private static async Task<string> AskAsync(string query, IComparedDatabase legacy, string mapping, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<string?>> rows;
        try
        {
            rows = await legacy.AskAsync(query, cancellationToken);
        }
        catch (HarunireException failure)
        {
            throw Unknown(failure.Diagnostics[0].Message, mapping);
        }

        return rows switch
        {
            [[{ } value]] => value,
            [{ Count: > 1 }, ..] => throw Unknown("the query gives more than one column", mapping),
            [_, _] => throw Unknown("the query gives more than one row", mapping),
            _ => throw Unknown("the query gives no value: has the batch run?", mapping),
        };
    }

    private static HarunireException Unknown(string message, string mapping) => new(VerifyErrors.UnknownMoment, message, mapping, "see 'as of' in docs/verification.md");
}
