using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Harunire.Cli.Composition;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire --version</c>: the version, the SQLite that is linked in, and what this build lacks.</summary>
internal sealed class ToolVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>The tool's own, without the commit that it was built from.</summary>
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Of the SQLite that is linked in.</summary>
    public static string Sqlite
    {
        get
        {
            SQLitePCL.Batteries_V2.Init();
            return SQLitePCL.raw.sqlite3_libversion().utf8_to_string();
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine($"harunire {Text}");
        output.WriteLine($"SQLite {Sqlite}");
        foreach (var missing in DriverState.Missing)
        {
            output.WriteLine(missing);
        }

        return 0;
    }
}
