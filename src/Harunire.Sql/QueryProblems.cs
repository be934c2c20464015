using Harunire.Model.Errors;

namespace Harunire.Sql;

/// <summary>What is wrong with one query, collected over parsing and binding, so that all of it is told at once.</summary>
internal sealed class QueryProblems
{
    // More than a reader wants to see; what stands behind them is told after these are mended.
    private const int Most = 50;

    private readonly List<Diagnostic> _problems = [];

    /// <summary>How often something was wrong, consequences included.</summary>
    public int Marks { get; private set; }

    public bool IsEmpty => _problems.Count == 0;

    public bool HasSyntaxError => _problems.Exists(p => p.Code == SqlErrors.Syntax);

    /// <summary>Something is wrong that was told before.</summary>
    public void Mark() => Marks++;

    public void Add(HarunireException failure)
    {
        Marks++;
        _problems.AddRange(failure.Diagnostics.Where(d => !_problems.Exists(p => p.Location == d.Location && p.Message == d.Message)));
        if (_problems.Count >= Most)
        {
            throw All();
        }
    }

    /// <summary>Adds a failure, unless something inside of what failed was wrong already: then it is no more than the consequence.</summary>
    /// <param name="marks">As they were before.</param>
    public void AddSince(int marks, HarunireException failure)
    {
        if (Marks == marks)
        {
            Add(failure);
        }
    }

    /// <summary>All of them, in the order of the text.</summary>
    public HarunireException All() => new([.. _problems.OrderBy(p => (p.Location.Line, p.Location.Column))]);
}
