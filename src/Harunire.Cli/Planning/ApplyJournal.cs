using System.Text;
using System.Text.Json;
using Harunire.Model.Errors;

namespace Harunire.Cli.Planning;

/// <summary>Which scripts were applied, one JSON line each, in the migration's state folder; beside it the texts as they were run.</summary>
internal sealed class ApplyJournal
{
    private readonly string _folder;
    private readonly List<JournalEntry> _entries;

    private ApplyJournal(string folder, List<JournalEntry> entries) => (_folder, _entries) = (folder, entries);

    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Reads it, and writes nothing. A last line that a crash cut off does not count: its script is looked at again. HAR8507 for other damage.</summary>
    public static ApplyJournal Open(string stateFolder)
    {
        var path = PathIn(stateFolder);
        var entries = new List<JournalEntry>();
        if (File.Exists(path))
        {
            var text = File.ReadAllText(path);
            var lines = text.Split('\n');
            for (var i = 0; i < lines.Length - 1; i++)
            {
                entries.Add(Parse(lines[i], path, i + 1));
            }
        }

        return new ApplyJournal(stateFolder, entries);
    }

    public JournalEntry? Find(string script) => _entries.FindLast(entry => entry.Script == script);

    /// <summary>Durable when it returns.</summary>
    public void Add(JournalEntry entry, string text)
    {
        var applied = Path.Combine(_folder, "applied");
        Directory.CreateDirectory(applied);
        File.WriteAllText(Path.Combine(applied, entry.Script), text);
        using var file = new FileStream(PathIn(_folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(EndOfLastLine(file));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry) + "\n"));
        file.Flush(flushToDisk: true);
        _entries.Add(entry);
    }

    private static string PathIn(string stateFolder) => Path.Combine(stateFolder, "journal.ndjson");

    private static long EndOfLastLine(FileStream file)
    {
        for (var at = file.Length; at > 0; at--)
        {
            file.Seek(at - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                return at;
            }
        }

        return 0;
    }

    private static JournalEntry Parse(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line) is { Script: not null, Checksum: not null } entry ? entry : throw new JsonException("it is no entry");
        }
        catch (JsonException failure)
        {
            throw new HarunireException(new Diagnostic { Code = CliErrors.DamagedJournal, Message = $"the line is not an entry of the journal: {failure.Message}", Location = new SourceLocation(path, number, 1), Hint = "put the file back from a backup; or delete it: 'harunire apply' then looks at what each script's system has" }, failure);
        }
    }
}
