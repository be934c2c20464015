using System.Text.Json.Nodes;
using Harunire.EndToEnd.Tests.Commands;
using Harunire.Topics.Embedded;
using Harunire.Topics.Logs;
using Microsoft.Data.Sqlite;

namespace Harunire.EndToEnd.Tests.Faults;

/// <summary>UX's exit code 5, and the refusals of verify, by processes.</summary>
public sealed class RejectedRecordTests : IDisposable
{
    private readonly BranchShop _shop = new();

    [Fact]
    public async Task Run_WithAPoisonRecord_EndsWithFive_CountsIt_AndIsNeverVerifiedAsEqual()
    {
        _shop.Write(BranchShop.Migration, (await File.ReadAllTextAsync(_shop.In(BranchShop.Migration))).Replace("prefix: br }", "prefix: br, on error: quarantine }", StringComparison.Ordinal));
        await _shop.DoneAsync("apply", BranchShop.Migration);
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, _shop.In("bus.db")))
        {
            await log.AppendAsync([new ProducedRecord { Topic = "br.invoice", Key = [1], Value = [9, 9, 9], TimestampMilliseconds = 1, Partition = 0 }]);
        }

        // Rows for every partition, so that the stream comes past the record.
        _shop.Execute("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 160) INSERT INTO invoice SELECT i, 'west', 1 FROM n");

        var run = await _shop.RunAsync("run", BranchShop.Migration, "--once", "-o", "json");
        var again = await _shop.RunAsync("run", BranchShop.Migration, "--once");
        var status = await _shop.DoneAsync("status", BranchShop.Migration);
        var verify = await _shop.RunAsync("verify", BranchShop.Migration);

        run.Code.Should().Be(5, run.Error);
        ((long)JsonNode.Parse(run.Output)!["stream"]!["quarantined"]!).Should().Be(1);
        again.Code.Should().Be(5, "it stays so until the mapping is rebuilt: {0}", again.Error);
        again.Output.Should().Contain("1 record is in quarantine").And.Contain("topic peek");
        status.Should().Contain("without 1 quarantined records").And.Contain("1 of at most 1000 records are in quarantine");
        verify.Code.Should().Be(3, verify.Output);
        verify.Output.Should().Contain("HAR7020");
    }

    [Fact]
    public async Task Run_WithAPoisonRecordByDefault_StopsWithItsPlace()
    {
        await _shop.DoneAsync("apply", BranchShop.Migration);
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");
        await using (var log = SqliteTopicLog.OpenWriter(SqliteFactory.Instance, _shop.In("bus.db")))
        {
            await log.AppendAsync([new ProducedRecord { Topic = "br.invoice", Key = [1], Value = [9, 9, 9], TimestampMilliseconds = 1, Partition = 0 }]);
        }

        _shop.Execute("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 160) INSERT INTO invoice SELECT i, 'west', 1 FROM n");

        var run = await _shop.RunAsync("run", BranchShop.Migration, "--once");

        run.Code.Should().Be(3, run.Error);
        run.Error.Should().Contain("HAR8104").And.Contain("br.invoice-0@");
    }

    [Fact]
    public async Task Verify_OfNothingWithNothing_EndsWithFour()
    {
        _shop.Execute("DELETE FROM invoice; DELETE FROM branch_totals");
        await _shop.DoneAsync("apply", BranchShop.Migration);
        await _shop.DoneAsync("run", BranchShop.Migration, "--once");

        var verify = await _shop.RunAsync("verify", BranchShop.Migration);

        verify.Code.Should().Be(4, verify.Output + verify.Error);
        verify.Output.Should().NotContain("verified equal");
    }

    public void Dispose() => _shop.Dispose();
}
