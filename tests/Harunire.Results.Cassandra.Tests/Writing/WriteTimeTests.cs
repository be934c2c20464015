using Harunire.Model.Errors;
using Harunire.Results.Cassandra.Writing;

namespace Harunire.Results.Cassandra.Tests.Writing;

public sealed class WriteTimeTests
{
    [Fact]
    public void Order_IsFenceThenVersion()
    {
        WriteTime[] times = [WriteTime.None, new(1, 1), new(1, 2), new(1, (1L << 36) - 1), new(2, 1), new((1L << 26) - 1, 1)];
        times.Select(t => t.Timestamp).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        times.Select(t => WriteTime.FromTimestamp(t.Timestamp)).Should().Equal(times);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1L << 36)]
    [InlineData(1L << 26, 1)]
    public void Of_BeyondItsBits_IsRefused(long fence, long version)
    {
        var act = () => WriteTime.Of(fence, version, "t");
        act.Should().Throw<HarunireException>();
    }
}
