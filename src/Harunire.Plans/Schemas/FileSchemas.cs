namespace Harunire.Plans.Schemas;

/// <summary>JSON Schema (draft 2020-12) of the files that a user writes, for editors.</summary>
public static class FileSchemas
{
    public static string Migration { get; } = Read("migration.schema.json");

    public static string Mapping { get; } = Read("mapping.schema.json");

    public static string Acceptances { get; } = Read("acceptances.schema.json");

    public static string MappingTest { get; } = Read("mapping-test.schema.json");

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(FileSchemas).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
