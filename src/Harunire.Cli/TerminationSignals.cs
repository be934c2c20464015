using System.Runtime.InteropServices;

namespace Harunire.Cli;

/// <summary>The first Ctrl-C or SIGTERM asks for an orderly end: the step in hand is finished and checkpointed. The second one ends at once.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public TerminationSignals()
    {
        Register(PosixSignal.SIGINT, 130);
        Register(PosixSignal.SIGTERM, 143);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>130 or 143 once a signal has come; else null.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Register(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            if (ExitCode is not null)
            {
                Environment.Exit(exitCode);
            }

            context.Cancel = true;
            ExitCode = exitCode;
            _source.Cancel();
        }));
}
