using Harunire.Model.Errors;

namespace Harunire.Registry.Http;

/// <summary>The errors of serving a registry.</summary>
public static class RegistryErrors
{
    public static ErrorCode AddressUnusable { get; } = new("HAR4308", ErrorCategory.System, "The registry can't listen there",
        "The address is taken by another process, is not one of this machine, or is no address at all. Name another one with --port or --urls, as in --urls http://127.0.0.1:8085.");

    public static IReadOnlyList<ErrorCode> All { get; } = [AddressUnusable];
}
