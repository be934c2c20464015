namespace Harunire.Model.Formats;

/// <summary>An element of a date mask, named as Oracle writes it.</summary>
internal enum DateElement
{
    /// <summary>Quoted text.</summary>
    Literal,

    /// <summary>One character that is neither letter nor digit.</summary>
    Punctuation,

    FM, FX, SCC, CC, SYYYY, YYYY, YYY, YY, Y, GroupedYear, RRRR, RR, IYYY, IYY, IY, I, Q,
    MM, MON, MONTH, RM, WW, W, IW, DDD, DD, D, DAY, DY, J,
    HH, HH12, HH24, MI, SS, SSSSS, FF, X, Meridian, DottedMeridian, Era, DottedEra, TZH, TZM, TZR,
}
