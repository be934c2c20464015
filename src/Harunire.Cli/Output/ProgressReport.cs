using System.Globalization;

namespace Harunire.Cli.Output;

/// <summary>Progress of long work on stderr: one line that is drawn anew on a terminal, plain lines at intervals elsewhere. Safe for several threads.</summary>
/// <param name="output">stderr.</param>
/// <param name="level">How much is told.</param>
/// <param name="isTerminal">True: the last line may be drawn over.</param>
internal sealed class ProgressReport(TextWriter output, ProgressLevel level, bool isTerminal, TimeProvider clock)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private string? _work;
    private long _started;
    private long _first;
    private long _shown;
    private bool _isDrawn;

    /// <summary>Says nothing.</summary>
    public static ProgressReport Silent { get; } = new(TextWriter.Null, ProgressLevel.Quiet, false, TimeProvider.System);

    /// <summary>stderr of this process; a terminal without TERM=dumb and NO_COLOR gets the line that is drawn anew.</summary>
    public static ProgressReport OfProcess(ProgressLevel level) =>
        new(Console.Error, level, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb") && Environment.GetEnvironmentVariable("NO_COLOR") is null or "", TimeProvider.System);

    /// <summary>How far a piece of work is. The first call for a piece starts its clock.</summary>
    /// <param name="work">What is done, as in <c>snapshot of ORDERS</c>.</param>
    /// <param name="done">In <paramref name="unit"/>.</param>
    /// <param name="total">Null where it is not known.</param>
    public void Step(string work, long done, long? total, string unit)
    {
        if (level == ProgressLevel.Quiet)
        {
            return;
        }

        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (work != _work)
            {
                (_work, _started, _first, _shown) = (work, now, done, now);
                if (isTerminal)
                {
                    Draw(Line(work, done, total, unit, TimeSpan.Zero));
                }

                return;
            }

            if (clock.GetElapsedTime(_shown, now) < (isTerminal ? TerminalInterval : PlainInterval) && level != ProgressLevel.Verbose)
            {
                return;
            }

            _shown = now;
            Draw(Line(work, done, total, unit, clock.GetElapsedTime(_started, now)));
        }
    }

    /// <summary>A line that stays.</summary>
    public void Note(string line)
    {
        if (level != ProgressLevel.Quiet)
        {
            Write(line);
        }
    }

    /// <summary>A line for <c>-v</c>.</summary>
    public void Detail(string line)
    {
        if (level == ProgressLevel.Verbose)
        {
            Write(line);
        }
    }

    /// <summary>Wipes the line that was drawn last, so that a result or an error begins at the left.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_isDrawn)
            {
                output.Write("\r\e[K");
                _isDrawn = false;
            }

            _work = null;
        }
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            if (_isDrawn)
            {
                output.Write("\r\e[K");
                _isDrawn = false;
            }

            output.WriteLine(SecretMask.Apply(line));
        }
    }

    private void Draw(string line)
    {
        if (isTerminal)
        {
            output.Write("\r\e[K" + SecretMask.Apply(line));
            _isDrawn = true;
        }
        else
        {
            output.WriteLine(SecretMask.Apply(line));
        }
    }

    private string Line(string work, long done, long? total, string unit, TimeSpan elapsed)
    {
        var culture = CultureInfo.InvariantCulture;
        var text = total is { } all and > 0
            ? string.Create(culture, $"{work}: {done:N0} of {Math.Max(all, done):N0} {unit} ({100 * done / Math.Max(all, done)} %)")
            : string.Create(culture, $"{work}: {done:N0} {unit}");
        if (elapsed.TotalSeconds < 0.5 || done <= _first)
        {
            return text;
        }

        var rate = (decimal)(done - _first) / (decimal)elapsed.TotalSeconds;
        text += string.Create(culture, $", {rate:N0}/s");
        return total is { } end && end > done ? text + $", {Left((end - done) / rate)} left" : text;
    }

    private static string Left(decimal seconds) => seconds switch
    {
        < 1 => "under 1 s",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
