namespace Harunire.Topics.Logs;

/// <summary>A log that can show other tools how far a job is. Nothing rests on it: the job's own checkpoint alone says where it goes on.</summary>
public interface IProgressMonitor
{
    /// <summary>Tells the next offsets of a job; a failure is logged and forgotten.</summary>
    ValueTask TellProgressAsync(IEnumerable<TopicPosition> next);
}
