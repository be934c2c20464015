using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Harunire.Cli.Composition;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire --version</c>: the version, the SQLite that is linked in, and what this build lacks.</summary>
internal sealed class ToolVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine($"harunire {typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}");
        SQLitePCL.Batteries_V2.Init();
        output.WriteLine($"SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}");
        foreach (var missing in DriverState.Missing)
        {
            output.WriteLine(missing);
        }

        return 0;
    }
}
