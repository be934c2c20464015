namespace Harunire.Model.Formats;

/// <summary>What TRUNC and ROUND of a date cut to. Source: Oracle SQL Language Reference, "ROUND and TRUNC Date Functions".</summary>
public enum DateUnit
{
    /// <summary>CC, SCC: the century, from its year 1.</summary>
    Century,

    /// <summary>YYYY and the like: 1 January; rounds up on 1 July.</summary>
    Year,

    /// <summary>IYYY and the like: Monday of the first ISO week; rounds up on 1 July.</summary>
    IsoYear,

    /// <summary>Q: rounds up on the 16th day of the second month.</summary>
    Quarter,

    /// <summary>MONTH, MON, MM, RM: rounds up on the 16th.</summary>
    Month,

    /// <summary>WW: weeks counted from 1 January.</summary>
    YearWeek,

    /// <summary>IW: Monday.</summary>
    IsoWeek,

    /// <summary>W: weeks counted from the month's first day.</summary>
    MonthWeek,

    /// <summary>DDD, DD, J: midnight; rounds up at noon. The default.</summary>
    Day,

    /// <summary>DAY, DY, D: the first day of the week, as the territory has it.</summary>
    WeekStart,

    /// <summary>HH, HH12, HH24.</summary>
    Hour,

    /// <summary>MI.</summary>
    Minute,
}
