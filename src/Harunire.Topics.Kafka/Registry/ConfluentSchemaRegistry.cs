using System.Collections.Concurrent;
using System.Globalization;
using Confluent.SchemaRegistry;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Topics.Kafka.Connections;
using Harunire.Topics.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Retry;

namespace Harunire.Topics.Kafka.Registry;

/// <summary>A schema registry with Confluent's REST API. What was found is kept for ever; a failure is never kept.</summary>
public sealed class ConfluentSchemaRegistry : ISchemaRegistry, IRegistryExamination
{
    private const string AutoRegister = "auto.register.schemas";
    private const string Url = SchemaRegistryConfig.PropertyNames.SchemaRegistryUrl;
    private const int MaxTextLength = 4 * 1024 * 1024;
    private const string RequestTimeout = SchemaRegistryConfig.PropertyNames.SchemaRegistryRequestTimeoutMs;
    private const int DefaultRequestMilliseconds = 10_000;

    private readonly CachedSchemaRegistryClient _client;
    private readonly string _name;
    private readonly bool _registers;
    private readonly TimeSpan _deadline;
    private readonly ResiliencePipeline _retries;
    private readonly ConcurrentDictionary<int, string> _texts = new();
    private readonly ConcurrentDictionary<(string Subject, string Text), int> _ids = new();

    /// <param name="text"><c>schema.registry.url=http://host:8081;</c> and other settings of Confluent's client; <c>auto.register.schemas=false</c> only looks schemas up.</param>
    /// <param name="name">The connection's, for errors.</param>
    /// <param name="clock">For pauses between attempts; null: the system's.</param>
    /// <param name="logger">Told of failed attempts; null: nobody.</param>
    public ConfluentSchemaRegistry(string text, string name, TimeProvider? clock = null, ILogger? logger = null)
    {
        _name = name;
        var settings = ConnectionText.Parse(text, name);
        _registers = !settings.Remove(AutoRegister, out var registers) || !string.Equals(registers, "false", StringComparison.OrdinalIgnoreCase);
        if (!settings.ContainsKey(Url))
        {
            throw new HarunireException(KafkaErrors.BadSetting, $"it has no {Url}", $"connection '{name}'", $"expected: {Url}=http://host:8081");
        }

        settings.TryAdd(RequestTimeout, DefaultRequestMilliseconds.ToString(CultureInfo.InvariantCulture));
        if (!int.TryParse(settings[RequestTimeout], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds == 0)
        {
            throw new HarunireException(KafkaErrors.BadSetting, $"{RequestTimeout} is '{settings[RequestTimeout]}'", $"connection '{name}'", "expected: a whole number of milliseconds above 0");
        }

        // The client's limit does not hold for every way in which a server is silent; ours does, and comes second.
        _deadline = TimeSpan.FromMilliseconds(2L * milliseconds);
        // The client counts attempts here: with 0 it asks nothing and ends in a null reference.
        settings[SchemaRegistryConfig.PropertyNames.SchemaRegistryMaxRetries] = "1";
        try
        {
            // Both files are read by RegistryTransport, which checks what the client does not.
            _client = new CachedSchemaRegistryClient(settings.Where(s => s.Key is not (SchemaRegistryConfig.PropertyNames.SslCaLocation or SchemaRegistryConfig.PropertyNames.SslKeystoreLocation)));
            RegistryTransport.Replace(_client, settings, name);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or UriFormatException or IOException)
        {
            throw new HarunireException(KafkaErrors.BadSetting, failure.Message, $"connection '{name}'", inner: failure);
        }

        _retries = Retries(clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    public async ValueTask<int> RegisterAsync(string subject, string text, CancellationToken cancellationToken = default)
    {
        if (_ids.TryGetValue((subject, text), out var known))
        {
            return known;
        }

        var schema = new Schema(text, SchemaType.Avro);
        var id = _registers
            ? await AskAsync(() => _client.RegisterSchemaAsync(subject, schema, normalize: false), subject, cancellationToken)
            : await AskAsync(() => _client.GetSchemaIdAsync(subject, schema, normalize: false), subject, cancellationToken);
        _texts.TryAdd(id, text);
        return _ids.GetOrAdd((subject, text), id);
    }

    public async ValueTask<string> GetByIdAsync(int id, CancellationToken cancellationToken = default)
    {
        if (_texts.TryGetValue(id, out var known))
        {
            return known;
        }

        var schema = await AskAsync(() => _client.GetSchemaAsync(id), $"schema {id}", cancellationToken);
        if (schema.SchemaType != SchemaType.Avro)
        {
            throw new HarunireException(TopicErrors.SchemaInvalid, $"it is of type {schema.SchemaType}, not Avro", $"schema {id}");
        }

        var text = await WithReferencesAsync(schema, $"schema {id}", cancellationToken);
        return _texts.GetOrAdd(id, text);
    }

    public async ValueTask<IReadOnlyList<SchemaVersion>> GetVersionsAsync(string subject, CancellationToken cancellationToken = default)
    {
        var versions = new List<SchemaVersion>();
        foreach (var version in await AskAsync(() => VersionsAsync(subject), subject, cancellationToken))
        {
            var registered = await AskAsync(() => _client.GetRegisteredSchemaAsync(subject, version, ignoreDeletedSchemas: true), $"{subject} version {version}", cancellationToken);
            versions.Add(new SchemaVersion(version, registered.Id));
        }

        return versions;
    }

    public async Task<IReadOnlyList<HealthFinding>> ExamineAsync(IReadOnlyList<(string Subject, string Text)> schemas, CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        foreach (var (subject, text) in schemas)
        {
            var versions = await GetVersionsAsync(subject, cancellationToken);
            if (versions.Count == 0)
            {
                continue;
            }

            var mode = await AskAsync(() => ModeAsync(subject), subject, cancellationToken);
            var fits = await AskAsync(() => _client.IsCompatibleAsync(subject, new Schema(text, SchemaType.Avro)), subject, cancellationToken);
            findings.Add(fits
                ? new HealthFinding(subject, HealthState.Good, string.Create(CultureInfo.InvariantCulture, $"takes the table's schema; {versions.Count} version{(versions.Count == 1 ? "" : "s")}, compatibility {mode.ToString().ToUpperInvariant()}"))
                : new HealthFinding(subject, HealthState.Problem, $"does not take the table's schema with compatibility {mode.ToString().ToUpperInvariant()}", "the column that was changed would stop capture, too (HAR8102); a mode with TRANSITIVE or FORWARD may forbid an added column: set the subject to BACKWARD"));
        }

        return findings;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    // A subject without a mode of its own has the registry's.
    private async Task<Compatibility> ModeAsync(string subject)
    {
        try
        {
            return await _client.GetCompatibilityAsync(subject);
        }
        catch (SchemaRegistryException failure) when (failure.ErrorCode is 40408 or 40401)
        {
            return await _client.GetCompatibilityAsync();
        }
    }

    private async Task<List<int>> VersionsAsync(string subject)
    {
        try
        {
            return await _client.GetSubjectVersionsAsync(subject);
        }
        catch (SchemaRegistryException failure) when (failure.ErrorCode == 40401)
        {
            return [];
        }
    }

    private async Task<string> WithReferencesAsync(Schema schema, string subject, CancellationToken cancellationToken)
    {
        var definitions = new List<string>();
        foreach (var reference in schema.References ?? [])
        {
            var referenced = await AskAsync(() => _client.GetRegisteredSchemaAsync(reference.Subject, reference.Version, ignoreDeletedSchemas: false), $"{subject}: {reference.Name}", cancellationToken);
            definitions.Add(await WithReferencesAsync(referenced, subject, cancellationToken));
        }

        var text = definitions.Count == 0 ? schema.SchemaString : ReferencedTypes.Inline(schema.SchemaString, definitions, subject);
        return text.Length <= MaxTextLength ? text : throw new HarunireException(TopicErrors.SchemaInvalid, $"its text has {text.Length} characters, {MaxTextLength} are allowed", subject);
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> question, string subject, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(
            async token =>
            {
                try
                {
                    return await question().WaitAsync(_deadline, token);
                }
                catch (SchemaRegistryException failure)
                {
                    throw Answered(failure, subject);
                }
                catch (Exception failure) when (failure is HttpRequestException or TimeoutException or IOException or Newtonsoft.Json.JsonException || (failure is OperationCanceledException && !token.IsCancellationRequested))
                {
                    throw new HarunireException(KafkaErrors.RegistryUnreachable, failure.Message, $"{subject} (connection '{_name}')", inner: failure) { IsTransient = true };
                }
            },
            cancellationToken);

    // Codes: docs.confluent.io, Schema Registry API. 404xx not found, 409 incompatible, 422xx invalid, 401 and 403 access.
    private HarunireException Answered(SchemaRegistryException failure, string subject) => (int)failure.Status switch
    {
        404 when failure.ErrorCode == 40403 && !_registers => new HarunireException(KafkaErrors.NotRegistered, failure.Message, subject, inner: failure),
        404 when failure.ErrorCode is 40401 or 40402 or 40403 => new HarunireException(TopicErrors.SchemaUnknown, failure.Message, subject, inner: failure),
        401 or 403 => new HarunireException(KafkaErrors.Refused, failure.Message, $"{subject} (connection '{_name}')", inner: failure),
        409 or 422 => new HarunireException(KafkaErrors.RegistryRefused, failure.Message, subject, inner: failure),
        _ => new HarunireException(KafkaErrors.RegistryUnreachable, failure.Message, $"{subject} (connection '{_name}')", inner: failure) { IsTransient = true },
    };

    private static ResiliencePipeline Retries(TimeProvider clock, ILogger logger) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is HarunireException { IsTransient: true }),
            MaxRetryAttempts = 3,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(200),
            OnRetry = arguments =>
            {
                Log.RegistryRetry(logger, arguments.AttemptNumber + 1, arguments.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        })
        .Build();
}
