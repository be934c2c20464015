using System.Globalization;
using System.Numerics;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>Keys as bytes: some by hand, the order of numbers against their own comparison.</summary>
public sealed class KeyEncodingTests
{
    // Tag 10; 81 positive or 7F negative; the exponent of 0.ddd with bias 4000; digits plus 1; end 00. Negative: all turned round.
    [Theory]
    [InlineData("0", "1080")]
    [InlineData("1200", "10814004020300")]
    [InlineData("0.5", "108140000600")]
    [InlineData("-5", "107FBFFEF9FF")]
    [InlineData("9223372036854775807", "108140130A03030404080301040709060508080609010800")]
    public void Encode_Number_GivesTheBytesOfTheFormat(string number, string expected) =>
        Convert.ToHexString(KeyEncoding.Encode([Datum.FromNumber(OracleNumber.Parse(number))])).Should().Be(expected);

    [Fact]
    public void Name_Key_IsItsBytesInHexadecimal() =>
        KeyEncoding.Name([Datum.FromNumber(OracleNumber.Parse("1200")), Datum.Null, Datum.FromText("A")]).Should().Be("10814004020300" + "FF" + "20410000");

    [Fact]
    public void Encode_Numbers_SortAsTheyCompare()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        string[] edges = ["0", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "0.1", "-0.1", "1E-130", "9.99E125", "-9.99E125", "10", "100", "99", "101"];
        var numbers = edges.Select(edge => OracleNumber.Parse(edge)).Concat(Enumerable.Range(0, 400).Select(_ => Random(random))).ToList();
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (numbers[random.Next(numbers.Count)], numbers[random.Next(numbers.Count)]);

            var order = KeyEncoding.Encode([Datum.FromNumber(left)]).AsSpan().SequenceCompareTo(KeyEncoding.Encode([Datum.FromNumber(right)]));

            Math.Sign(order).Should().Be(Math.Sign(left.CompareTo(right)), "{0} and {1}, seed {2}", left, right, seed);
        }
    }

    // The same value by an integer and by a detour over a fraction.
    [Theory]
    [InlineData("1200")]
    [InlineData("-7")]
    [InlineData("9223372036854775800")]
    public void Encode_EqualNumbers_GiveEqualBytes(string number)
    {
        var value = OracleNumber.Parse(number);
        var detour = (value / OracleNumber.Parse("8")) * OracleNumber.Parse("8");

        KeyEncoding.Encode([Datum.FromNumber(detour)]).Should().Equal(KeyEncoding.Encode([Datum.FromNumber(value)]));
    }

    [Fact]
    public void Encode_AfterALongKey_IsNotTouchedByIt()
    {
        var before = KeyEncoding.Encode([Datum.FromText("a"), Datum.FromNumber(3)]);
        KeyEncoding.Encode([Datum.FromText(new string('x', 200_000))]);

        KeyEncoding.Encode([Datum.FromText("a"), Datum.FromNumber(3)]).Should().Equal(before);
    }

    private static OracleNumber Random(Random random)
    {
        var digits = new BigInteger(random.NextInt64()) * (random.Next(3) == 0 ? random.NextInt64() : 1);
        var text = digits.ToString(CultureInfo.InvariantCulture);
        text = text[..Math.Min(text.Length, random.Next(1, 38))];
        return OracleNumber.Parse($"{(random.Next(2) == 0 ? "-" : "")}{text}E{random.Next(-30, 30)}");
    }
}
