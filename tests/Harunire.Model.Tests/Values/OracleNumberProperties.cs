using System.Buffers;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>NUMBER against exact fractions: 120,000 pairs, of all sizes, with the edges of each width among them.</summary>
public sealed class OracleNumberProperties
{
    private const int Cases = 30_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Arithmetic_RandomPairs_AgreesWithExactFractions(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var (a, b) = (Next(random), Next(random));
            var (x, y) = (ExactNumber.Of(a), ExactNumber.Of(b));
            switch (i % 5)
            {
                case 0:
                    Check(() => a + b, (x + y).Round(), $"seed {seed}: {a} + {b}");
                    Check(() => a - b, (x + new ExactNumber(-y.Numerator, y.Denominator)).Round(), $"seed {seed}: {a} - {b}");
                    break;
                case 1:
                    Check(() => a * b, (x * y).Round(), $"seed {seed}: {a} * {b}");
                    break;
                case 2 when !b.IsZero:
                    Check(() => a / b, (x / y).Round(), $"seed {seed}: {a} / {b}");
                    break;
                case 3:
                    if (a.CompareTo(b) != x.CompareTo(y) || a.Equals(b) != (x.CompareTo(y) == 0) || a.CompareTo(a + OracleNumber.Zero) != 0)
                    {
                        Assert.Fail($"seed {seed}: {a} compared with {b}");
                    }

                    break;
                default:
                    var back = OracleNumber.Parse(a.ToPlainString());
                    (back == a && back.GetHashCode() == a.GetHashCode() && OracleNumber.Parse(a.ToExponentString()) == a).Should().BeTrue($"seed {seed}: {a}");
                    break;
            }
        }
    }

    [Fact]
    public void RoundAndTruncate_RandomDigits_AgreeWithIntegerDivision()
    {
        var random = new Random(5);
        for (var i = 0; i < Cases; i++)
        {
            var a = Next(random);
            var digits = random.Next(-45, 60);
            var scaled = ExactNumber.Of(a) * new ExactNumber(System.Numerics.BigInteger.Pow(10, digits + 50), System.Numerics.BigInteger.Pow(10, 50));
            var quotient = System.Numerics.BigInteger.DivRem(scaled.Numerator, scaled.Denominator, out var rest);
            a.Truncate(digits).Should().Be(OracleNumber.FromBigInteger(quotient, digits), $"{a} to {digits}");
            var up = System.Numerics.BigInteger.Abs(rest) * 2 >= scaled.Denominator ? scaled.Numerator.Sign : 0;
            Check(() => a.Round(digits), new ExactNumber((quotient + up) * System.Numerics.BigInteger.Pow(10, 50), System.Numerics.BigInteger.Pow(10, digits + 50)).Round(), $"{a} to {digits}");
        }
    }

    [Fact]
    public void DatumCodec_RandomNumbers_ReadBack()
    {
        var random = new Random(6);
        for (var i = 0; i < Cases; i++)
        {
            var value = Datum.FromNumber(Next(random));
            var buffer = new ArrayBufferWriter<byte>();
            DatumCodec.Write(buffer, value);
            var bytes = buffer.WrittenSpan;
            DatumCodec.Read(ref bytes).Should().Be(value);
            bytes.Length.Should().Be(0);
        }
    }

    private static void Check(Func<OracleNumber> actual, OracleNumber? expected, string what)
    {
        OracleNumber? result;
        try
        {
            result = actual();
        }
        catch (HarunireException failure) when (failure.Code == ValueErrors.NumericOverflow)
        {
            result = null;
        }

        if (result != expected)
        {
            Assert.Fail($"{what}: {result}, expected {expected}");
        }
    }

    private static OracleNumber Next(Random random)
    {
        var digits = random.Next(4) switch { 0 => random.Next(1, 5), 1 => random.Next(1, 20), 2 => random.Next(17, 40), _ => random.Next(1, 41) };
        var text = random.Next(12) switch
        {
            0 => new string('9', digits),
            1 => "1" + new string('0', digits - 1),
            2 => "18446744073709551615",
            3 => "340282366920938463463374607431768211455",
            _ => string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10)))),
        };
        var exponent = random.Next(6) switch { 0 => random.Next(-125, 80), 1 => 0, _ => random.Next(-20, 10) };
        return OracleNumber.Parse($"{(random.Next(2) == 0 ? "-" : "")}{text}E{exponent}");
    }
}
