using Harunire.Model.Errors;
using Harunire.Model.Formats;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Formats;

public sealed class DateFormatTests
{
    [Theory]
    [InlineData("YYYY-MM-DD HH24:MI:SS", "2024-02-05 13:04:09")]
    [InlineData("DD-MON-RR", "05-FEB-24")]
    [InlineData("FMDD Month YYYY", "5 February 2024")]
    [InlineData("MONTH", "FEBRUARY ")]
    [InlineData("Day, dd", "Monday   , 05")]
    [InlineData("FMDay, DD", "Monday, 5")]
    [InlineData("Dy mon DDD", "Mon feb 036")]
    [InlineData("HH:MI AM", "01:04 PM")]
    [InlineData("HH12 a.m.", "01 p.m.")]
    [InlineData("IYYY-\"W\"IW", "2024-W06")]
    [InlineData("YYYY\"Q\"Q", "2024Q1")]
    [InlineData("J D W WW CC", "2460346 2 1 06 21")]
    [InlineData("SSSSS", "47049")]
    [InlineData("SYYYY AD", " 2024 AD")]
    [InlineData("Y,YYY", "2,024")]
    [InlineData("RM", "II  ")]
    [InlineData("YYYYMMDD", "20240205")]
    [InlineData("FMMM/DD/YY", "2/5/24")]
    public void Format_Masks_AsDocumented(string mask, string expected) =>
        DateFormat.Parse(mask).Format(OracleDate.Create(2024, 2, 5, 13, 4, 9)!.Value).Should().Be(expected);

    [Fact]
    public void Format_Timestamps_ShowFractionAndOffset()
    {
        OracleTimestampTz.TryParse("2024-02-05 13:04:09.1234567-03:30", out var value).Should().BeTrue();
        DateFormat.Parse("HH24:MI:SSXFF3 TZH:TZM").Format(value).Should().Be("13:04:09.123 -03:30");
        DateFormat.Parse("FF").Format(value.Local).Should().Be("123456");
        FluentActions.Invoking(() => DateFormat.Parse("FF").Format(value.Local.Date)).Should().Throw<HarunireException>();
    }

    [Theory]
    [InlineData("2024-02-05", "YYYY-MM-DD", "2024-02-05 00:00:00")]
    [InlineData("2024-02-05", "YYYY-MM-DD HH24:MI:SS", "2024-02-05 00:00:00")]
    [InlineData("2024/2/5", "YYYY-MM-DD", "2024-02-05 00:00:00")]
    [InlineData("20240205", "YYYY-MM-DD", "2024-02-05 00:00:00")]
    [InlineData("05-feb-49", "DD-MON-RR", "2049-02-05 00:00:00")]
    [InlineData("05-FEB-50", "DD-MON-RR", "1950-02-05 00:00:00")]
    [InlineData("05-FEB-50", "DD-MON-YY", "2050-02-05 00:00:00")]
    [InlineData("05-FEBRUARY-1999", "DD-MON-RR", "1999-02-05 00:00:00")]
    [InlineData("01:30 PM 2024-12-31", "HH:MI AM YYYY-MM-DD", "2024-12-31 13:30:00")]
    [InlineData("12:00 AM 2024-12-31", "HH:MI AM YYYY-MM-DD", "2024-12-31 00:00:00")]
    [InlineData("2024-060", "YYYY-DDD", "2024-02-29 00:00:00")]
    [InlineData("2460346", "J", "2024-02-05 00:00:00")]
    [InlineData("2024-02-05T01:02:03", "YYYY-MM-DD\"T\"HH24:MI:SS", "2024-02-05 01:02:03")]
    [InlineData("Monday 5 February 2024", "Day DD Month YYYY", "2024-02-05 00:00:00")]
    [InlineData("2024", "YYYY", null)]
    [InlineData("2024-03", "YYYY-MM", "2024-03-01 00:00:00")]
    public void ParseDate_Masks_AsDocumented(string text, string mask, string? expected)
    {
        var parse = () => DateFormat.Parse(mask).ParseDate(text).ToString();
        if (expected is null)
        {
            parse.Should().Throw<HarunireException>();
            return;
        }

        parse().Should().Be(expected);
    }

    [Theory]
    [InlineData("2024-13-05", "YYYY-MM-DD", "ORA-01843")]
    [InlineData("2024-02-30", "YYYY-MM-DD", "ORA-01839")]
    [InlineData("2024-02-32", "YYYY-MM-DD", "ORA-01847")]
    [InlineData("2024-02", "YYYY-MM-DD", "ORA-01840")]
    [InlineData("2024-02-05 1", "YYYY-MM-DD", "ORA-01830")]
    [InlineData("x", "YYYY", "ORA-01858")]
    [InlineData("2024-02-05 25", "YYYY-MM-DD HH24", "ORA-01850")]
    [InlineData("2024x02", "YYYY\"y\"MM", "ORA-01861")]
    [InlineData("Tuesday 2024-02-05", "DAY YYYY-MM-DD", "ORA-01835")]
    [InlineData("2024 2024", "YYYY YYYY", "ORA-01810")]
    [InlineData("2024 1", "YYYY Q", "ORA-01820")]
    [InlineData("0000-01-01", "YYYY-MM-DD", "ORA-01841")]
    [InlineData("10-XXX-2024", "DD-MON-YYYY", "ORA-01843")]
    [InlineData("2024-1-1", "FXYYYY-MM-DD", "ORA-01862")]
    public void ParseDate_WhatDoesNotFit_IsOraclesError(string text, string mask, string error) =>
        FluentActions.Invoking(() => DateFormat.Parse(mask).ParseDate(text)).Should().Throw<HarunireException>().Which.Message.Should().Contain(error);

    [Theory]
    [InlineData("YYYY-ZZ")]
    [InlineData("DDTH")]
    [InlineData("YEAR")]
    [InlineData("\"open")]
    public void Parse_WhatIsNoMask_IsOra01821(string mask) =>
        FluentActions.Invoking(() => DateFormat.Parse(mask)).Should().Throw<HarunireException>().Which.Code.Should().Be(ValueErrors.InvalidDateMask);

    [Fact]
    public void Format_ThenParse_GivesTheDateBack()
    {
        var random = new Random(20240205);
        var format = DateFormat.Parse("SYYYY-MM-DD HH24:MI:SS");
        var names = DateFormat.Parse("FMDay, DD Month YYYY, HH12:MI:SS am");
        for (var i = 0; i < 20_000; i++)
        {
            var date = OracleDate.Create(random.Next(1, 10000), random.Next(1, 13), random.Next(15, 29), random.Next(24), random.Next(60), random.Next(60))!.Value;
            format.ParseDate(format.Format(date)!).Should().Be(date, "seed 20240205, case {0}", i);
            names.ParseDate(names.Format(date)!).Should().Be(date, "seed 20240205, case {0}", i);
        }
    }
}
