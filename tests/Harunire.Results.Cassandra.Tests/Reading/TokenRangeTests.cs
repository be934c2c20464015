using Harunire.Results.Cassandra.Reading;

namespace Harunire.Results.Cassandra.Tests.Reading;

public sealed class TokenRangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Split_OfTheRing_HasNoGapAndNoOverlap(int parts)
    {
        var ranges = TokenRange.Split(parts);
        ranges[0].First.Should().Be(long.MinValue);
        ranges[^1].Last.Should().Be(long.MaxValue);
        ranges.Should().HaveCount(parts).And.OnlyContain(r => r.First <= r.Last);
        for (var i = 1; i < parts; i++)
        {
            ranges[i].First.Should().Be(ranges[i - 1].Last + 1);
        }
    }
}
