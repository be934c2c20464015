using System.Runtime.ExceptionServices;
using Harunire.Model.Errors;

namespace Harunire.Topics.Kafka.Logs;

/// <summary>A failure that was kept until its place is reached.</summary>
internal static class HeldFailure
{
    public static void ThrowIfAny(this HarunireException? failure)
    {
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
