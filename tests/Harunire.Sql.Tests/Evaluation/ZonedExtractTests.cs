using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Sql.Tests.Evaluation;

public sealed class ZonedExtractTests
{
    // 2024-03-01 01:30 in +05:30 is 2024-02-29 20:00 in UTC.
    [Theory]
    [InlineData("YEAR", "2024")]
    [InlineData("MONTH", "2")]
    [InlineData("DAY", "29")]
    [InlineData("HOUR", "20")]
    [InlineData("MINUTE", "0")]
    [InlineData("SECOND", "7.25")]
    public void Extract_OfAZonedTime_GivesThePartsOfItsUtc(string field, string expected)
    {
        OracleTimestampTz.TryParse("2024-03-01 01:30:07.25 +05:30", out var time).Should().BeTrue();
        var extract = ScalarOperations.Of(ScalarFunction.Extract, [new TextType(), new TimestampTzType(6)], OracleType.Number, _ => null);

        extract([Datum.FromText(field), Datum.FromTimestampTz(time)]).ToString().Should().Be(expected);
    }
}
