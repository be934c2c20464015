using Harunire.Model.Errors;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Tests.Avro;

public class HostileInputTests
{
    private const string List = """{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}""";

    [Theory]
    [InlineData("\"long\"", "8080808080808080808001")]
    [InlineData("\"long\"", "80808080808080808002")]
    [InlineData("\"int\"", "8080808020")]
    [InlineData("\"long\"", "80")]
    [InlineData("\"bytes\"", "01")]
    [InlineData("\"bytes\"", "feffffff0f00")]
    [InlineData("\"string\"", "02ff")]
    [InlineData("\"string\"", "04c080")]
    [InlineData("\"boolean\"", "02")]
    [InlineData("\"double\"", "0000")]
    [InlineData("[\"null\",\"int\"]", "04")]
    [InlineData("[\"null\",\"int\"]", "01")]
    [InlineData("""{"type":"array","items":"null"}""", "8080808080808080808001")]
    [InlineData("""{"type":"array","items":"null"}""", "feffffffffffffff7f")]
    [InlineData("\"int\"", "0200")]
    public void Read_InvalidBytes_FailsTyped(string schema, string hex)
    {
        var read = () =>
        {
            var reader = new AvroReader(Convert.FromHexString(hex));
            reader.ReadValue(AvroSchema.Parse(schema));
            reader.End();
        };

        read.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.AvroInvalid);
    }

    [Fact]
    public void Read_DeepValue_FailsTyped()
    {
        var bytes = new byte[100_000];
        Array.Fill(bytes, (byte)2);

        var read = () => new AvroReader(bytes).ReadValue(AvroSchema.Parse(List));

        read.Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.AvroInvalid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1")]
    [InlineData("\"nothing\"")]
    [InlineData("[]")]
    [InlineData("[\"int\",\"int\"]")]
    [InlineData("[[\"int\"]]")]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""")]
    [InlineData("""{"type":"record","name":"A"}""")]
    [InlineData("""{"type":"map","values":"int"}""")]
    [InlineData("""{"type":"bytes","scale":"x"}""")]
    [InlineData("\"\\ud800\"")]
    public void Parse_InvalidSchema_FailsTyped(string text) =>
        ((Action)(() => AvroSchema.Parse(text))).Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.SchemaInvalid);

    [Fact]
    public void Parse_DeepOrHugeSchema_FailsTyped()
    {
        foreach (var text in new[] { new string('[', 100_000), new string(' ', 10_000_000) + "\"int\"" })
        {
            ((Action)(() => AvroSchema.Parse(text))).Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.SchemaInvalid);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000")]
    [InlineData("0100000001")]
    public void ReadId_NoFrame_FailsTyped(string hex) =>
        ((Action)(() => SchemaFrame.ReadId(Convert.FromHexString(hex)))).Should().Throw<HarunireException>().Which.Code.Should().Be(TopicErrors.FrameInvalid);

    [Fact]
    public void WriteLong_Extremes_ReadBack()
    {
        var writer = new AvroWriter();
        long[] values = [0, -1, 1, 63, 64, -64, -65, int.MinValue, int.MaxValue, long.MinValue, long.MaxValue];
        foreach (var value in values)
        {
            writer.WriteLong(value);
        }

        var reader = new AvroReader(writer.ToArray());
        foreach (var value in values)
        {
            reader.ReadLong().Should().Be(value);
        }
    }
}
