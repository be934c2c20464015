using Harunire.Model.Errors;
using Harunire.Model.Formats;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Formats;

/// <summary>Expected values: Oracle SQL Language Reference, "Results of Number Conversions", and what its element table says.</summary>
public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("-1234567890", "9999999999S", "1234567890-")]
    [InlineData("0", "99.99", "   .00")]
    [InlineData("0.1", "99.99", "   .10")]
    [InlineData("-0.2", "99.99", "  -.20")]
    [InlineData("0", "90.99", "  0.00")]
    [InlineData("0.1", "90.99", "  0.10")]
    [InlineData("-0.2", "90.99", " -0.20")]
    [InlineData("0", "9999", "    0")]
    [InlineData("1", "9999", "    1")]
    [InlineData("0", "B9999", "     ")]
    [InlineData("1", "B9999", "    1")]
    [InlineData("0", "B90.99", "      ")]
    [InlineData("123.456", "999.999", " 123.456")]
    [InlineData("-123.456", "999.999", "-123.456")]
    [InlineData("123.456", "FM999.009", "123.456")]
    [InlineData("123.456", "9.9EEEE", " 1.2E+02")]
    [InlineData("1E123", "9.9EEEE", " 1.0E+123")]
    [InlineData("123.456", "FM9.9EEEE", "1.2E+02")]
    [InlineData("123.45", "FM999.009", "123.45")]
    [InlineData("123", "FM999.009", "123.00")]
    [InlineData("123.45", "L999.99", "          $123.45")]
    [InlineData("123.45", "FML999.99", "$123.45")]
    [InlineData("1234567890", "9999999999S", "1234567890+")]
    [InlineData("9.96", "9.9EEEE", " 1.0E+01")]
    [InlineData("1234.5", "9,999.99", " 1,234.50")]
    [InlineData("34.5", "9,999.99", "    34.50")]
    [InlineData("34.5", "0,000.00", " 0,034.50")]
    [InlineData("1234567", "999,999", "########")]
    [InlineData("12", "$9999", "   $12")]
    [InlineData("-12", "$9999", "  -$12")]
    [InlineData("-12", "999MI", " 12-")]
    [InlineData("12", "999MI", " 12 ")]
    [InlineData("-12", "999PR", " <12>")]
    [InlineData("12", "999PR", "  12 ")]
    [InlineData("12", "S999", " +12")]
    [InlineData("12.34", "999V99", "  1234")]
    [InlineData("255", "XXX", "  FF")]
    [InlineData("255", "FM0xxx", "00ff")]
    [InlineData("-1", "XXX", "####")]
    [InlineData("0.5", "TM9", ".5")]
    [InlineData("123", "FM999.99", "123.")]
    [InlineData("0", "FM999.99", "0.")]
    [InlineData("0", "FM990", "0")]
    [InlineData("1234.567", "9G999D99", " 1,234.57")]
    public void Format_Masks_AsDocumented(string value, string mask, string expected) =>
        NumberFormat.Parse(mask).Format(OracleNumber.Parse(value)).Should().Be(expected);

    [Theory]
    [InlineData("1,234.50", "9,999.99", "1234.5")]
    [InlineData("1234.5", "9,999.99", "1234.5")]
    [InlineData("$12", "$999", "12")]
    [InlineData("<12>", "999PR", "-12")]
    [InlineData("12-", "999MI", "-12")]
    [InlineData("-12.5", "S999.9", "-12.5")]
    [InlineData("  7 ", "999", "7")]
    [InlineData("FF", "XX", "255")]
    [InlineData("1.2E+02", "9.9EEEE", "120")]
    public void ParseValue_Masks_AsDocumented(string text, string mask, string expected) =>
        NumberFormat.Parse(mask).ParseValue(text).Should().Be(OracleNumber.Parse(expected));

    [Theory]
    [InlineData("12,34", "9,999")]
    [InlineData("12345", "9999")]
    [InlineData("1.234", "9.99")]
    [InlineData("abc", "999")]
    [InlineData("", "999")]
    public void ParseValue_OtherForms_AreOra01722(string text, string mask) =>
        FluentActions.Invoking(() => NumberFormat.Parse(mask).ParseValue(text)).Should().Throw<HarunireException>().Which.Code.Should().Be(ValueErrors.InvalidNumber);

    [Theory]
    [InlineData("99.9.9")]
    [InlineData("9Q9")]
    [InlineData("")]
    [InlineData("99MI9")]
    [InlineData("RN")]
    [InlineData("$$9")]
    public void Parse_WhatIsNoMask_IsOra01481(string mask) =>
        FluentActions.Invoking(() => NumberFormat.Parse(mask)).Should().Throw<HarunireException>().Which.Code.Should().Be(ValueErrors.InvalidNumberMask);
}
