using Microsoft.Extensions.Logging;

namespace Harunire.Cli.Output;

/// <summary>Warnings of the systems' clients, one line each on stderr, secrets masked.</summary>
internal sealed class StandardErrorLogger : ILogger
{
    public static StandardErrorLogger Instance { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine(SecretMask.Apply(formatter(state, exception)));
        }
    }
}
