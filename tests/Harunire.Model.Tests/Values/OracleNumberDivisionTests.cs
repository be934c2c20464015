using System.Numerics;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

public sealed class OracleNumberDivisionTests
{
    /// <summary>By integers: the quotient with many digits, cut to Oracle's, half up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Divide_BySmallNumbers_EqualsLongDivision(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 40_000; i++)
        {
            var dividend = random.NextInt64() >> random.Next(63);
            var divisor = Math.Max(1, random.NextInt64(uint.MaxValue) >> random.Next(32));
            var scale = random.Next(-20, 40);
            var actual = OracleNumber.FromScaled(dividend, scale) / OracleNumber.FromInt64(divisor);
            var digits = BigInteger.Abs(dividend) * BigInteger.Pow(10, 80) / divisor;
            actual.Should().Be(OracleNumber.FromBigInteger(dividend < 0 ? -digits : digits, scale + 80), "seed {0}: {1} E-{2} / {3}", seed, dividend, scale, divisor);
        }
    }
}
