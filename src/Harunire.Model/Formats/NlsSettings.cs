namespace Harunire.Model.Formats;

/// <summary>The session's settings that decide how values are read and written: stated in the migration, never taken from the machine.</summary>
/// <remarks>The defaults are those of NLS_LANGUAGE = AMERICAN and NLS_TERRITORY = AMERICA. Names of months and days are English always.</remarks>
public sealed record NlsSettings
{
    public static NlsSettings Default { get; } = new();

    public string DateFormat { get; init; } = "DD-MON-RR";

    public string TimestampFormat { get; init; } = "DD-MON-RR HH.MI.SSXFF AM";

    public string TimestampTzFormat { get; init; } = "DD-MON-RR HH.MI.SSXFF AM TZR";

    /// <summary>First character of NLS_NUMERIC_CHARACTERS.</summary>
    public char DecimalCharacter { get; init; } = '.';

    /// <summary>Second character of NLS_NUMERIC_CHARACTERS.</summary>
    public char GroupSeparator { get; init; } = ',';

    /// <summary>NLS_CURRENCY, for L.</summary>
    public string Currency { get; init; } = "$";

    /// <summary>NLS_ISO_CURRENCY's code, for C.</summary>
    public string IsoCurrency { get; init; } = "USD";

    /// <summary>Day 1 of D, and where TRUNC(d, 'D') cuts.</summary>
    public DayOfWeek FirstDayOfWeek { get; init; } = DayOfWeek.Sunday;
}
