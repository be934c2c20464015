using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;

namespace Harunire.Results.Tests;

public sealed class ShapeTextTests
{
    // As databases of earlier runs hold it: another form would refuse their tables.
    [Fact]
    public void Of_Table_IsTheFormThatTargetsKeep()
    {
        var table = new ResultTable
        {
            Name = "t",
            Columns =
            [
                new ColumnDefinition("store_id", new NumberType(10, 0), false),
                new ColumnDefinition("day", new DateType(), false),
                new ColumnDefinition("seq", new NumberType(null, null), false),
                new ColumnDefinition("remark", new TextType(8), true),
            ],
            PartitionKeyCount = 1,
            ClusteringDescending = [true, false],
        };

        ShapeText.Of(table).Should().Be("partition key store_id NUMBER(10)\nclustering key desc day DATE\nclustering key seq NUMBER\nvalue remark VARCHAR2(8)\n");
    }
}
