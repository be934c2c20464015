using Harunire.Capture;
using Harunire.Engine;
using Harunire.Engine.Expressions;
using Harunire.Jobs;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Plans;
using Harunire.Registry.Http;
using Harunire.Results;
using Harunire.Sql;
using Harunire.Sql.Dialects;
using Harunire.Sql.Evaluation;
using Harunire.Topics;
using Harunire.Topics.Kafka;
using Harunire.Verify;

namespace Harunire.Cli.Composition;

/// <summary>Every error code of the tool, by number.</summary>
internal static class ErrorCatalog
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. new[]
        {
            SqlErrors.All, EvaluationErrors.All, DialectErrors.All, ValueErrors.All, PlanErrors.All, CaptureErrors.All, TopicErrors.All, KafkaErrors.All, RegistryErrors.All,
            ExpressionErrors.All, EngineErrors.All, ResultErrors.All, VerifyErrors.All, JobErrors.All, CliErrors.All,
        }.SelectMany(codes => codes).OrderBy(code => code.Code, StringComparer.Ordinal),
    ];
}
