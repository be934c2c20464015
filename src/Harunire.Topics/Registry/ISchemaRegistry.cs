namespace Harunire.Topics.Registry;

/// <summary>Keeps schema texts by id, and which of them a subject has. An id's text never changes; ids are never reused.</summary>
public interface ISchemaRegistry : IAsyncDisposable
{
    /// <summary>The id of a schema text under a subject; registers it where it is new. The same text has one id under all subjects.</summary>
    ValueTask<int> RegisterAsync(string subject, string text, CancellationToken cancellationToken = default);

    /// <summary>A schema's text; HAR4101 where the id is unknown.</summary>
    ValueTask<string> GetByIdAsync(int id, CancellationToken cancellationToken = default);

    /// <summary>The subject's versions in order, from 1; empty where the subject is unknown.</summary>
    ValueTask<IReadOnlyList<SchemaVersion>> GetVersionsAsync(string subject, CancellationToken cancellationToken = default);
}
