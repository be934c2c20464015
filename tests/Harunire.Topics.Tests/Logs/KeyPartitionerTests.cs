using System.Text;
using Harunire.Topics.Logs;

namespace Harunire.Topics.Tests.Logs;

public class KeyPartitionerTests
{
    // Apache Kafka, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Murmur2_VectorsOfKafka_AreEqual(string key, int expected) => KeyPartitioner.Murmur2(Encoding.UTF8.GetBytes(key)).Should().Be(expected);

    [Fact]
    public void Partition_NegativeHash_DropsTheSign() =>
        KeyPartitioner.Partition("21"u8, 7).Should().Be((-973932308 & int.MaxValue) % 7);
}
