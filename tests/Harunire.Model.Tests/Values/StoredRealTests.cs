using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Model.Tests.Values;

/// <summary>REAL cells in NUMBER columns, against the shortest decimal that .NET prints of the double.</summary>
public class StoredRealTests
{
    [Fact]
    public void Read_RealsByChance_AreTheirShortestDecimals()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 50_000; i++)
        {
            var real = random.Next(4) switch
            {
                0 => random.NextDouble() * Math.Pow(10, random.Next(-5, 20)),
                1 => random.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000) / Math.Pow(10, random.Next(0, 12)),
                2 => Math.BitIncrement(random.Next(-1_000_000, 1_000_000) / 100.0),
                _ => random.Next(-1_000_000_000, 1_000_000_000) / 100.0,
            };
            var expected = OracleNumber.Parse(real.ToString("R", CultureInfo.InvariantCulture));
            try
            {
                StoredValue.Read(real, OracleType.Number).AsNumber.Should().Be(expected, $"seed {seed}: {real:R}");
                expected.Precision.Should().BeLessThanOrEqualTo(15, $"seed {seed}: {real:R}");
                read++;
            }
            catch (HarunireException)
            {
                expected.Precision.Should().BeGreaterThan(15, $"seed {seed}: {real:R}");
                refused++;
            }
        }

        (read > 10_000 && refused > 1_000).Should().BeTrue();
    }
}
