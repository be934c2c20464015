using Harunire.Model.Types;

namespace Harunire.Model.Tests.Values;

public class OracleTypeTextTests
{
    [Theory]
    [InlineData("NUMBER", "NUMBER")]
    [InlineData("number( 10 , 2 )", "NUMBER(10,2)")]
    [InlineData("NUMBER(5,-2)", "NUMBER(5,-2)")]
    [InlineData("NUMBER(9)", "NUMBER(9)")]
    [InlineData("INTEGER", "NUMBER(38)")]
    [InlineData("DECIMAL", "NUMBER(38)")]
    [InlineData("FLOAT(126)", "NUMBER")]
    [InlineData("VARCHAR2(10 BYTE)", "VARCHAR2(10)")]
    [InlineData("NVARCHAR2(20)", "VARCHAR2(20)")]
    [InlineData("CHAR", "CHAR(1)")]
    [InlineData("NCHAR(3)", "CHAR(3)")]
    [InlineData("NCLOB", "CLOB")]
    [InlineData("RAW(16)", "RAW(16)")]
    [InlineData("TIMESTAMP", "TIMESTAMP(6)")]
    [InlineData("TIMESTAMP(0)", "TIMESTAMP(0)")]
    [InlineData("TIMESTAMP (9) WITH TIME ZONE", "TIMESTAMP(9) WITH TIME ZONE")]
    [InlineData("TIMESTAMP(3)  WITH LOCAL  TIME ZONE", "TIMESTAMP(3) WITH LOCAL TIME ZONE")]
    [InlineData("INTERVAL YEAR(3) TO MONTH", "INTERVAL YEAR(3) TO MONTH")]
    [InlineData("INTERVAL DAY(3) TO SECOND(2)", "INTERVAL DAY(3) TO SECOND(2)")]
    [InlineData("INTERVAL DAY TO SECOND", "INTERVAL DAY(2) TO SECOND(6)")]
    public void TryParse_TypesOfDdl_AreRead(string text, string expected) => OracleTypeText.TryParse(text)!.ToString().Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("NUMBER(")]
    [InlineData("NUMBER(0)")]
    [InlineData("NUMBER(39)")]
    [InlineData("NUMBER(10,128)")]
    [InlineData("NUMBER(1,2,3)")]
    [InlineData("NUMBER(x)")]
    [InlineData("TIMESTAMP(10)")]
    [InlineData("DATE(1)")]
    [InlineData("VARCHAR2(0)")]
    [InlineData("LONG")]
    [InlineData("XMLTYPE")]
    public void TryParse_AnythingElse_IsNull(string text) => OracleTypeText.TryParse(text).Should().BeNull();
}
