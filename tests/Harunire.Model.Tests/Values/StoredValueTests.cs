using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

public sealed class StoredValueTests
{
    [Theory]
    [InlineData(5L, "5")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345.0, "123456789012345")]
    [InlineData("1.10", "1.1")]
    [InlineData("12345678901234567890123456789012345678.9", "12345678901234567890123456789012345678.9")]
    public void Number_StoredInAnyForm_IsReadExactly(object cell, string expected) =>
        StoredValue.Read(cell, OracleType.Number).AsNumber.ToPlainString().Should().Be(expected);

    [Theory]
    [InlineData(0.1 + 0.2)]
    [InlineData(1.0 / 3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData("abc")]
    public void Number_ThatWouldBeAGuess_IsRefused(object cell) =>
        FluentActions.Invoking(() => StoredValue.Read(cell, OracleType.Number))
            .Should().Throw<HarunireException>().Which.Code.Should().Be(ValueErrors.UnreadableCell);

    [Theory]
    [InlineData("2024-02-29", "2024-02-29 00:00:00")]
    [InlineData("2024-02-29T13:14:15", "2024-02-29 13:14:15")]
    [InlineData("2024-02-29 13:14:15", "2024-02-29 13:14:15")]
    public void Date_AsDateOrWithTime_IsWrittenInOneForm(string cell, string expected) =>
        StoredValue.Write(StoredValue.Read(cell, OracleType.Date), OracleType.Date).Should().Be(expected);

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("29.02.2024")]
    [InlineData("2024-02-29 24:00:00")]
    public void Date_ThatIsNone_IsRefused(string cell) =>
        FluentActions.Invoking(() => StoredValue.Read(cell, OracleType.Date)).Should().Throw<HarunireException>();

    [Theory]
    [InlineData("2024-01-01 00:00:00.5", 3, "2024-01-01 00:00:00.500")]
    [InlineData("2024-01-01", 0, "2024-01-01 00:00:00")]
    [InlineData("2024-01-01 00:00:00.0001", 3, "2024-01-01 00:00:00.000100000")]
    public void Timestamp_HasTheDigitsOfItsType(string cell, int precision, string expected) =>
        StoredValue.Write(StoredValue.Read(cell, new TimestampType(precision)), new TimestampType(precision)).Should().Be(expected);

    [Fact]
    public void BinaryFloat_NotANumber_IsTextBecauseSqliteWouldMakeItNull()
    {
        StoredValue.Write(Datum.FromBinaryDouble(double.NaN), new BinaryDoubleType()).Should().Be("NaN");
        StoredValue.Read("NaN", new BinaryDoubleType()).Should().Be(Datum.FromBinaryDouble(double.NaN));
        StoredValue.Read("NaN", new BinaryFloatType()).Should().Be(Datum.FromBinaryFloat(float.NaN));
    }

    [Fact]
    public void TimestampTz_KeepsItsOffset()
    {
        var type = new TimestampTzType(0);
        StoredValue.Write(StoredValue.Read("2024-01-01 12:00:00+02:00", type), type).Should().Be("2024-01-01 12:00:00+02:00");
    }

    [Theory]
    [InlineData("+01 02:03:04.500000000")]
    [InlineData("-00 00:00:00.500000000")]
    [InlineData("-10 23:59:59.000000000")]
    public void DayToSecond_ReadAndWritten_IsTheSame(string cell)
    {
        var type = new IntervalDayToSecondType();
        StoredValue.Write(StoredValue.Read(cell, type), type).Should().Be(cell);
    }

    [Fact]
    public void YearToMonth_ReadAndWritten_IsTheSame() =>
        StoredValue.Write(StoredValue.Read("-02-06", new IntervalYearToMonthType()), new IntervalYearToMonthType()).Should().Be("-02-06");

    [Fact]
    public void EmptyTextAndNull_AreNull()
    {
        StoredValue.Read("", new TextType()).IsNull.Should().BeTrue();
        StoredValue.Read(DBNull.Value, OracleType.Number).IsNull.Should().BeTrue();
        StoredValue.Write(Datum.Null, OracleType.Number).Should().BeNull();
    }

    [Theory]
    [InlineData("5.00", 5L)]
    [InlineData("9223372036854775807", 9223372036854775807L)]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("0.5", "0.5")]
    [InlineData("-0", 0L)]
    public void Number_IsWrittenAsIntegerOrText_NeverReal(string number, object expected) =>
        StoredValue.Write(Datum.FromNumber(OracleNumber.Parse(number)), OracleType.Number).Should().Be(expected);

    [Fact]
    public void Raw_IsABlob()
    {
        var cell = StoredValue.Write(Datum.FromRaw([1, 2]), new RawType());
        StoredValue.Read(cell, new RawType()).AsRaw.Should().Equal(1, 2);
    }
}
