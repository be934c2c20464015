using Harunire.Model.Errors;

namespace Harunire.Cli.Demo;

/// <summary>The one folder that a demo writes to, with copies of the migration and its mappings.</summary>
/// <param name="Path">Full.</param>
/// <param name="Content">The checkout.</param>
internal sealed record DemoFolder(string Path, string Content)
{
    private const string Marker = ".harunire-demo";

    public string Migration => In("migrations", "customer-orders", "migration.yaml");

    /// <summary>The mapping with the planted fault.</summary>
    public string FaultyMapping => In("mappings", "customer-orders", "sales_tax_by_store_month.yaml");

    public string CorrectedMapping => In("mappings", "customer-orders", "corrected", "sales_tax_by_store_month.yaml");

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Makes it; an earlier demo's is emptied, any other folder that holds something is refused.</summary>
    public static DemoFolder Make(string path, string content)
    {
        var folder = new DemoFolder(System.IO.Path.GetFullPath(path), content);
        if (File.Exists(folder.Path) || (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any() && !File.Exists(folder.In(Marker))))
        {
            throw new HarunireException(CliErrors.ForeignFolder, "it exists, and was not made by a demo", folder.Path, "choose another folder: --dir DIR");
        }

        if (Directory.Exists(folder.Path))
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.In(Marker), "Made by 'harunire demo'; the next demo empties this folder.\n");
        foreach (var part in new[] { "migrations/customer-orders", "mappings/customer-orders" })
        {
            Copy(System.IO.Path.Combine(content, part), folder.In(part));
        }

        return folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
        }
    }
}
