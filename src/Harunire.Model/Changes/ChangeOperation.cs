namespace Harunire.Model.Changes;

/// <summary>What happened to a row. Source: Debezium's <c>op</c> field.</summary>
public enum ChangeOperation
{
    /// <summary><c>r</c>: read by the initial snapshot.</summary>
    Read,

    /// <summary><c>c</c></summary>
    Create,

    /// <summary><c>u</c></summary>
    Update,

    /// <summary><c>d</c></summary>
    Delete,

    /// <summary><c>t</c>: all rows of the table.</summary>
    Truncate,
}
