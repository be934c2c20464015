using Harunire.Model.Errors;

namespace Harunire.Cli.Demo;

/// <summary>Where the sample rows, mappings and legacy code are: the checkout that the tool was built in.</summary>
internal static class RepositoryContent
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "samples", "co")) && Directory.Exists(Path.Combine(folder.FullName, "legacy", "customer-orders")))
            {
                return folder.FullName;
            }
        }

        throw new HarunireException(CliErrors.NoSamples, $"no samples/co and legacy/customer-orders above {AppContext.BaseDirectory}", hint: "run the demo from a checkout: ./harunire demo");
    }
}
