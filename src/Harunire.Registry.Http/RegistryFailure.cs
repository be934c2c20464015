namespace Harunire.Registry.Http;

/// <summary>A request that the registry answers with an error, in Confluent's numbers.</summary>
/// <param name="status">HTTP's.</param>
/// <param name="code">Confluent's <c>error_code</c>.</param>
/// <param name="message">For people.</param>
internal sealed class RegistryFailure(int status, int code, string message) : Exception(message)
{
    public int Status => status;

    public int Code => code;

    public static RegistryFailure NoSubject(string subject) => new(404, 40401, $"Subject '{subject}' not found.");

    public static RegistryFailure NoVersion(string version) => new(404, 40402, $"Version {version} not found.");

    public static RegistryFailure NoSchema() => new(404, 40403, "Schema not found");

    public static RegistryFailure SoftDeleted(string subject) => new(404, 40404, $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");

    public static RegistryFailure NotSoftDeleted(string subject) => new(404, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static RegistryFailure NoSubjectSetting(string subject, bool isMode) =>
        new(404, isMode ? 40409 : 40408, $"Subject '{subject}' does not have subject-level {(isMode ? "mode" : "compatibility")} configured");

    public static RegistryFailure Incompatible(string subject, IEnumerable<string> reasons) =>
        new(409, 409, $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: {string.Join("; ", reasons)}");

    public static RegistryFailure InvalidSchema(string reason) => new(422, 42201, $"Invalid schema: {reason}");

    public static RegistryFailure InvalidVersion(string version) =>
        new(422, 42202, $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static RegistryFailure InvalidLevel() => new(422, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static RegistryFailure InvalidMode() => new(422, 42204, "Invalid mode. Valid values here are READWRITE and READONLY");

    public static RegistryFailure ReadOnly(string subject) => new(422, 42205, $"Subject {subject} is in read-only mode");

    public static RegistryFailure IsReferenced(string subject, int version) => new(422, 42206, $"One or more references exist to the schema {{subject={subject},version={version}}}.");
}
