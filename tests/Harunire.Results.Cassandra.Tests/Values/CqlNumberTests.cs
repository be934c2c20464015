using System.Numerics;
using Cassandra.Serialization;
using Harunire.Model.Values;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Tests.Values;

public sealed class CqlNumberTests
{
    // Two's complement, big endian, as few bytes as hold the sign: java.math.BigInteger.toByteArray.
    [Theory]
    [InlineData("0", "00")]
    [InlineData("127", "7F")]
    [InlineData("128", "0080")]
    [InlineData("-128", "80")]
    [InlineData("-129", "FF7F")]
    [InlineData("18446744073709551615", "00FFFFFFFFFFFFFFFF")]
    public void Varint_HasTheBytesOfJava(string value, string bytes)
    {
        var number = BigInteger.Parse(value);
        Convert.ToHexString(CqlNumber.WriteVarint(number)).Should().Be(bytes);
        CqlNumber.ReadVarint(Convert.FromHexString(bytes)).Should().Be(number);
    }

    // Scale in four bytes, then the unscaled value.
    [Theory]
    [InlineData("1.10", "000000010B")]
    [InlineData("-0.01", "00000002FF")]
    [InlineData("100", "0000000064")]
    [InlineData("0", "0000000000")]
    public void Decimal_HasOneFormForEachNumber(string value, string bytes)
    {
        Convert.ToHexString(CqlNumber.WriteDecimal(OracleNumber.Parse(value))).Should().Be(bytes);
        CqlNumber.ReadDecimal(Convert.FromHexString(bytes)).Should().Be(OracleNumber.Parse(value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decimal_WithinTheDriversRange_EqualsTheDrivers(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var value = new decimal(random.Next(), random.Next(), 0, random.Next(2) == 0, (byte)random.Next(20));
            var bytes = TypeSerializer.PrimitiveDecimalSerializer.Serialize(4, value);
            CqlNumber.ReadDecimal(bytes).Should().Be(OracleNumber.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture)), "seed {0}", seed);
            var own = CqlNumber.WriteDecimal(OracleNumber.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            TypeSerializer.PrimitiveDecimalSerializer.Deserialize(4, own, 0, own.Length, null).Should().Be(value);
        }
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("7FFFFFFF01")]
    [InlineData("80000000FF")]
    public void Decimal_ThatIsNoNumber_IsNull(string bytes)
    {
        CqlNumber.ReadDecimal(Convert.FromHexString(bytes)).Should().BeNull();
    }

    [Fact]
    public void Decimal_OfMoreDigitsThanANumber_IsNull()
    {
        CqlNumber.FromUnscaled(BigInteger.Parse("12345678901234567890123456789012345678901"), 0).Should().BeNull("41 digits would be rounded");
    }
}
