using Harunire.Model.Errors;

namespace Harunire.EndToEnd.Tests.Faults;

/// <summary>Bits turned and bytes cut off in the product's own files: found with a typed error, or without effect on the results.</summary>
public sealed class DamageTests : IDisposable
{
    private const int BitFlips = 140;
    private const int Truncations = 40;
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-damage-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OwnFileDamaged_IsNeverWrong(bool isBitFlip)
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var start = await FaultPipeline.CreateAsync(Path.Combine(_folder, "start"));
        await start.RunHereAsync();
        start.Change();
        var expected = start.Expected();
        start.OwnFiles.Select(Path.GetFileName).Should().BeEquivalentTo("bus.db", "bus.db.registry", "by_customer.state", "totals.state");
        var found = 0;
        for (var i = 0; i < (isBitFlip ? BitFlips : Truncations); i++)
        {
            var pipeline = start.CopyTo(Path.Combine(_folder, $"{i}"));
            var file = pipeline.OwnFiles[i % pipeline.OwnFiles.Count];
            var what = isBitFlip ? FlipBit(file, random) : Truncate(file, random);
            var because = $"of {what} in {Path.GetFileName(file)}, damage {i}, seed {seed}";
            try
            {
                await pipeline.RunHereAsync();
                pipeline.Results().Should().Equal(expected, because);
            }
            catch (HarunireException failure)
            {
                found++;
                failure.Code.Category.Should().NotBe(ErrorCategory.Bug, because);
                failure.IsTransient.Should().BeFalse("damage does not pass by itself: the job ends at once, {0}", because);
                failure.Message.Should().MatchRegex("bus\\.db|\\.state|f\\.[A-Za-z.]+-\\d|f\\.[A-Za-z.]+", because);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{because}: {failure}");
            }

            Directory.Delete(pipeline.Folder, recursive: true);
        }

        // Damage in free space or in pages that are not read has no effect: about one flip in four is found (18 of 140 is four standard deviations below).
        found.Should().BeGreaterThan(isBitFlip ? 17 : Truncations / 2, "seed {0}", seed);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FlipBit(string file, Random random)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var at = random.NextInt64(stream.Length);
        var bit = random.Next(8);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ (1 << bit)));
        return $"bit {bit} of byte {at}";
    }

    private static string Truncate(string file, Random random)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var length = random.NextInt64(stream.Length);
        stream.SetLength(length);
        return $"all behind byte {length}";
    }
}
