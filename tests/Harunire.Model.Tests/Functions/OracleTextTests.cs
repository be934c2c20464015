using Harunire.Model.Functions;

namespace Harunire.Model.Tests.Functions;

/// <summary>Expected values: the examples of Oracle's SQL Language Reference, and what follows from its definitions.</summary>
public sealed class OracleTextTests
{
    [Theory]
    [InlineData("ABCDEFG", 3L, 4L, "CDEF")]
    [InlineData("ABCDEFG", -5L, 4L, "CDEF")]
    [InlineData("ABC", 0L, 2L, "AB")]
    [InlineData("ABC", 2L, null, "BC")]
    [InlineData("ABC", 4L, null, null)]
    [InlineData("ABC", -4L, 2L, null)]
    [InlineData("ABC", 1L, 0L, null)]
    [InlineData("a\U0001F600b", 2L, 1L, "\U0001F600")]
    [InlineData("a\U0001F600b", -2L, 5L, "\U0001F600b")]
    [InlineData(null, 1L, null, null)]
    public void Substr_Positions_AsDocumented(string? text, long position, long? length, string? expected) =>
        OracleText.Substr(text, position, length).Should().Be(expected);

    [Theory]
    [InlineData("CORPORATE FLOOR", "OR", 3L, 2L, 14L)]
    [InlineData("CORPORATE FLOOR", "OR", -3L, 2L, 2L)]
    [InlineData("CORPORATE FLOOR", "OR", 1L, 4L, 0L)]
    [InlineData("AAAA", "AA", 1L, 2L, 2L)]
    [InlineData("AAAA", "AA", 0L, 1L, 0L)]
    [InlineData("AB", "B", 9L, 1L, 0L)]
    [InlineData("AB", "B", -9L, 1L, 0L)]
    [InlineData("\U0001F600B", "B", 1L, 1L, 2L)]
    public void Instr_Positions_AsDocumented(string text, string search, long position, long occurrence, long expected) =>
        OracleText.Instr(text, search, position, occurrence).Should().Be(expected);

    [Fact]
    public void Padding_Lengths_AsDocumented()
    {
        OracleText.Lpad("Page 1", 15, "*.").Should().Be("*.*.*.*.*Page 1");
        OracleText.Rpad("Morrison", 12, "ab").Should().Be("Morrisonabab");
        OracleText.Rpad("abc", 2).Should().Be("ab");
        OracleText.Lpad("abc", 0).Should().BeNull();
        OracleText.Lpad(null, 3).Should().BeNull();
    }

    [Fact]
    public void TrimReplaceTranslate_Examples_AsDocumented()
    {
        OracleText.Ltrim("<=====>BROWNING<=====>", "<>=").Should().Be("BROWNING<=====>");
        OracleText.Rtrim("<=====>BROWNING<=====>", "<>=").Should().Be("<=====>BROWNING");
        OracleText.Trim("   ").Should().BeNull();
        OracleText.Trim("00120", "0").Should().Be("12");
        OracleText.Replace("JACK and JUE", "J", "BL").Should().Be("BLACK and BLUE");
        OracleText.Replace("aaa", "a").Should().BeNull();
        OracleText.Replace("abc", null, "x").Should().Be("abc");
        OracleText.Translate("SQL*Plus User's Guide", " */'", "___").Should().Be("SQL_Plus_Users_Guide");
        OracleText.Translate("abc", "abc", null).Should().BeNull();
        OracleText.Initcap("the soap-box o'neil").Should().Be("The Soap-Box O'Neil");
        OracleText.Concat(null, "a").Should().Be("a");
        OracleText.Concat(null, "").Should().BeNull();
        OracleText.Length("").Should().BeNull();
        OracleText.Length("a\U0001F600").Should().Be(2);
    }

    [Theory]
    [InlineData("MacDonald", "Mac%", null, true)]
    [InlineData("Mac", "M_c", null, true)]
    [InlineData("A_B", "A\\_B", "\\", true)]
    [InlineData("AXB", "A\\_B", "\\", false)]
    [InlineData("abcabd", "%abd", null, true)]
    [InlineData("mississippi", "m%iss%pi", null, true)]
    [InlineData("a\U0001F600b", "a_b", null, true)]
    [InlineData("abc", "ab", null, false)]
    [InlineData("abc", "%", null, true)]
    [InlineData("100%", "100!%", "!", true)]
    public void Like_Patterns_Match(string text, string pattern, string? escape, bool expected) =>
        LikePattern.Parse(pattern, escape).Matches(text).Should().Be(expected);

    [Theory]
    [InlineData("a", "a  ", 0)]
    [InlineData("a", "b", -1)]
    [InlineData("a\t", "a", -1)]
    [InlineData("a  x", "a", 1)]
    public void ComparePadded_Blanks_DoNotCount(string left, string right, int expected)
    {
        OracleText.ComparePadded(left, right).Should().Be(expected);
        OracleText.ComparePadded(right, left).Should().Be(-expected);
    }
}
