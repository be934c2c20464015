namespace Harunire.Model.Errors;

/// <summary>One error as the user sees it: code, place, what is wrong, what to do.</summary>
public sealed record Diagnostic
{
    public required ErrorCode Code { get; init; }

    /// <summary>What is wrong: what was found, what was expected.</summary>
    public required string Message { get; init; }

    /// <summary>The place in a user's file, where there is one.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The place in a system: a table, a topic and offset, a key. Null where <see cref="Location"/> says all.</summary>
    public string? Subject { get; init; }

    /// <summary>What to do, or the nearest valid name. Null where the message says it.</summary>
    public string? Hint { get; init; }

    public override string ToString()
    {
        var place = Location.ToString();
        var subject = Subject is null ? "" : $"{Subject}: ";
        var hint = Hint is null ? "" : $" ({Hint})";
        return $"{(place.Length == 0 ? "" : place + ": ")}{Code.Code}: {subject}{Message}{hint}";
    }
}
