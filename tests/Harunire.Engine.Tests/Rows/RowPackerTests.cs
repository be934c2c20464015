using Harunire.Engine.Rows;
using Harunire.Model.Deltas;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Engine.Tests.Rows;

public sealed class RowPackerTests
{
    private static readonly OracleType[] Types =
    [
        new NumberType(10, 2), OracleType.Number, new TextType(), OracleType.Date, new TimestampType(), new TimestampTzType(), new IntervalYearToMonthType(),
        new IntervalDayToSecondType(), new RawType(), new BinaryDoubleType(), new BinaryFloatType(),
    ];

    [Fact]
    public void Rows_OfAnyTypes_ComeBackAndAreEqualWhereTheirWordsAre()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            CellLayout[] layouts = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => CellLayout.Of(Types[random.Next(Types.Length)]))];
            var packer = new RowPacker(layouts);
            var batch = new DeltaBatch(Array.ConvertAll(layouts, layout => new DeltaColumn(layout)), new DeltaWeights());
            var row = Array.ConvertAll(layouts, layout => Value(layout.Kind, random));
            var other = (Datum[])row.Clone();
            var at = random.Next(other.Length);
            other[at] = Value(layouts[at].Kind, random);
            batch.Add(row, 1);
            batch.Add(other, 1);
            batch.Add(row, 1);
            var words = packer.Pack(batch.Columns, 0).ToArray();
            packer.Unpack(words).Should().Equal(row, "seed {0}", seed);
            packer.Pack(batch.Columns, 2).ToArray().Should().Equal(words);
            packer.Pack(batch.Columns, 1).ToArray().SequenceEqual(words).Should().Be(Text(row) == Text(other), "seed {0}: {1} and {2}", seed, row[at], other[at]);
            var copy = new DeltaBatch(Array.ConvertAll(layouts, layout => new DeltaColumn(layout)), new DeltaWeights());
            packer.Unpack(words, copy.Columns);
            copy.Row(0).Should().Equal(row, "seed {0}", seed);
        }
    }

    [Fact]
    public void Zones_OfOneInstant_AreOneKeyAndTwoRows()
    {
        CellLayout[] layouts = [CellLayout.Of(new TimestampTzType())];
        var batch = new DeltaBatch([new DeltaColumn(layouts[0])], new DeltaWeights());
        foreach (var offset in (int[])[60, 120])
        {
            batch.Add([Datum.FromTimestampTz(new OracleTimestampTz(new OracleTimestamp(1_000, 5), offset))], 1);
        }

        var (keys, rows) = (new RowPacker(layouts, instants: true), new RowPacker(layouts));
        keys.Pack(batch.Columns, 0).ToArray().Should().Equal(keys.Pack(batch.Columns, 1).ToArray());
        rows.Pack(batch.Columns, 0).ToArray().Should().NotEqual(rows.Pack(batch.Columns, 1).ToArray());
    }

    private static string Text(Datum[] row) => string.Join('|', row.Select(d => $"{d.Kind}:{d}"));

    private static Datum Value(DatumKind kind, Random random)
    {
        if (random.Next(6) == 0)
        {
            return Datum.Null;
        }

        var seconds = random.NextInt64(-3_000_000_000, 3_000_000_000);
        var nanoseconds = random.Next(3) switch { 0 => 0, 1 => random.Next(1_000_000) * 1000, _ => random.Next(1_000_000_000) };
        return kind switch
        {
            DatumKind.Number => Datum.FromNumber(OracleNumber.FromScaled(random.NextInt64() >> random.Next(60), random.Next(-5, 25))),
            DatumKind.Text => Datum.FromText(((string[])["", "a", "OPEN", "COMPLETED", "zwölf", "a\0", "\0", "𝒳", new string('x', random.Next(1, 60))])[random.Next(9)]),
            DatumKind.Date => Datum.FromDate(new OracleDate(seconds)),
            DatumKind.Timestamp => Datum.FromTimestamp(new OracleTimestamp(seconds, nanoseconds)),
            DatumKind.TimestampTz => Datum.FromTimestampTz(new OracleTimestampTz(new OracleTimestamp(seconds, nanoseconds), random.Next(-60, 60) * 10)),
            DatumKind.IntervalYearToMonth => Datum.FromIntervalYearToMonth(new IntervalYearToMonth(random.Next(-500, 500))),
            DatumKind.IntervalDayToSecond => Datum.FromIntervalDayToSecond(new IntervalDayToSecond(random.Next(2) == 0 ? seconds : 86_399_999_999_999, nanoseconds)),
            DatumKind.Raw => Datum.FromRaw([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256))]),
            DatumKind.BinaryFloat => Datum.FromBinaryFloat(((float[])[0, -0f, 1.5f, float.NaN, float.NegativeInfinity])[random.Next(5)]),
            _ => Datum.FromBinaryDouble(((double[])[0, -0d, 1.5, double.NaN, double.PositiveInfinity, double.Epsilon])[random.Next(6)]),
        };
    }
}
