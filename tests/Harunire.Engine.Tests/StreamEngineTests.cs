using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests;

public sealed class StreamEngineTests
{
    public static TheoryData<string> Operators { get; } =
        ["scan", "filter", "project", "inner", "left", "full", "semi", "anti", "not in", "aggregate", "aggregate without keys", "wide aggregate", "distinct", "union"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operator_RandomDeltas_EqualsNaive(string kind)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var maker = new PlanMaker(random);
            var node = Node(kind, maker);
            Follow(maker.Counted(node), random, $"{kind}, seed {seed}", rounds: 12);
        }
    }

    [Fact]
    public void Plan_RandomComposition_EqualsNaive()
    {
        for (var seed = 1; seed <= 120; seed++)
        {
            var random = new Random(seed);
            var maker = new PlanMaker(random);
            Follow(maker.Counted(maker.Any(random.Next(1, 4))), random, $"seed {seed}", rounds: 6);
        }
    }

    [Fact]
    public void Step_KeylessAggregateOverNothing_GivesItsRowOnce()
    {
        var maker = new PlanMaker(new Random(1));
        var engine = new StreamEngine(PlanMaker.Plan(maker.Aggregate(maker.Scan(0), 0), 0));
        var row = engine.Step(new Dictionary<TableName, DeltaBatch>()).Should().ContainSingle().Which;
        row.Values![0].Should().Be(Datum.FromNumber(0));
        row.Values[2].IsNull.Should().BeTrue();
        engine.Step(new Dictionary<TableName, DeltaBatch>()).Should().BeEmpty();
    }

    [Fact]
    public void Step_DeleteOfUnknownRow_IsATypedError()
    {
        var maker = new PlanMaker(new Random(1));
        var engine = new StreamEngine(maker.Counted(maker.Scan(0)));
        engine.Invoking(e => e.Step(One(-1, 5))).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.NegativeWeight);
        engine.Invoking(e => e.Step(One(1, 5))).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.Stopped);
    }

    [Fact]
    public void Step_TwoRowsOfOneKey_IsATypedError()
    {
        var maker = new PlanMaker(new Random(1));
        var engine = new StreamEngine(PlanMaker.Plan(maker.Scan(0), 1));
        engine.Step(One(1, 5));
        engine.Invoking(e => e.Step(One(1, 6))).Should().Throw<HarunireException>().Which.Code.Should().Be(EngineErrors.KeyNotUnique);
    }

    [Fact]
    public void Sum_HugeValueInAndOut_LeavesNoTrace()
    {
        var maker = new PlanMaker(new Random(1));
        var scan = maker.Scan(0);
        var sum = new BoundAggregate(new QueryColumn(1000, "S", Model.Types.OracleType.Number, true), AggregateFunction.Sum, new BoundColumn(scan.Columns[1]), false);
        var engine = new StreamEngine(PlanMaker.Plan(new AggregateNode(scan, [], [sum]), 0));
        engine.Step(One(1, OracleNumber.Parse("0.01")));
        engine.Step(One(1, OracleNumber.Parse("1E100")));
        engine.Step(One(1, OracleNumber.Parse("1E-120")));
        engine.Step(One(-1, OracleNumber.Parse("1E100")));
        engine.Step(One(-1, OracleNumber.Parse("1E-120")));
        for (var i = 0; i < 999; i++)
        {
            engine.Step(One(1, OracleNumber.Parse("0.1")));
        }

        engine.Step(One(1, OracleNumber.Parse("0.1"))).Should().ContainSingle().Which.Values![0].Should().Be(Datum.FromNumber(OracleNumber.Parse("100.01")));
    }

    private static Dictionary<TableName, DeltaBatch> One(long weight, OracleNumber b)
    {
        var batch = new DeltaBatch(PlanMaker.Tables[0].Columns);
        batch.Add([Datum.FromNumber(1), Datum.FromNumber(b), Datum.Null], weight);
        return new() { [PlanMaker.Tables[0].Name] = batch };
    }

    private static PlanNode Node(string kind, PlanMaker maker)
    {
        var (left, right) = (maker.Scan(0), maker.Scan(1));
        return kind switch
        {
            "scan" => left,
            "filter" => maker.Filter(left),
            "project" => maker.Project(left),
            "inner" => maker.Join(JoinKind.Inner, left, right),
            "left" => maker.Join(JoinKind.Left, left, right),
            "full" => maker.Join(JoinKind.Full, left, right),
            "semi" => maker.SemiJoin(anti: false, nullAware: false, left, right),
            "anti" => maker.SemiJoin(anti: true, nullAware: false, left, right),
            "not in" => maker.SemiJoin(anti: true, nullAware: true, left, right),
            "aggregate" => maker.Aggregate(left, 1),
            "aggregate without keys" => maker.Aggregate(left, 0),
            "wide aggregate" => maker.WideAggregate(left),
            "distinct" => new DistinctNode(maker.Project(left)),
            _ => maker.Union(left, right),
        };
    }

    // Random cuts, several parts in each, empty ones among them.
    private static void Follow(MappingPlan plan, Random random, string because, int rounds)
    {
        var run = new EngineRun(plan, random);
        for (var round = 0; round < rounds; round++)
        {
            for (var parts = random.Next(3); parts > 0; parts--)
            {
                run.Change(random.Next(8), closesCut: false);
            }

            run.Change(random.Next(8));
            run.ShouldEqualNaive($"{because}, round {round}");
        }
    }
}
