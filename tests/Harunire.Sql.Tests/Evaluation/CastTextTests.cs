using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Evaluation;

namespace Harunire.Sql.Tests.Evaluation;

/// <summary>By hand: é is one character and two bytes in AL32UTF8, 𝄞 one character, four bytes and two UTF-16 units.</summary>
public sealed class CastTextTests
{
    [Theory]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("éàü", 2, "éà")]
    [InlineData("𝄞𝄞", 1, "𝄞")]
    [InlineData("ab", 3, "ab")]
    public void Cast_LengthInCharacters_CutsAfterThem(string text, int length, string expected) =>
        Cast(ScalarFunction.CastText, text, new TextType(length)).Should().Be(expected);

    [Theory]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("éà", 4, "éà")]
    [InlineData("é", 2, "é")]
    public void Cast_LengthOfNoUnit_IsTakenWhereBothUnitsAgree(string text, int length, string expected) =>
        Cast(ScalarFunction.CastTextBytes, text, new TextType(length)).Should().Be(expected);

    [Theory]
    [InlineData("éà", 3)]
    [InlineData("éàü", 2)]
    public void Cast_LengthOfNoUnit_IsRefusedWhereTheUnitDecides(string text, int length)
    {
        var cast = () => Cast(ScalarFunction.CastTextBytes, text, new TextType(length));

        var failure = cast.Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(ValueErrors.LengthUnitNeeded);
        failure.Message.Should().Contain($"VARCHAR2({length} CHAR)");
    }

    [Fact]
    public void Cast_ToCharOfCharacters_IsPadded() => Cast(ScalarFunction.CastText, "é", new CharType(3)).Should().Be("é  ");

    private static string Cast(ScalarFunction function, string text, OracleType type) =>
        ScalarOperations.Of(function, [new TextType()], type, _ => null)([Datum.FromText(text)]).AsText;
}
