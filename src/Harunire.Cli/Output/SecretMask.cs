namespace Harunire.Cli.Output;

/// <summary>Replaces the values of secrets that were resolved in this process, in whatever is about to be shown.</summary>
internal static class SecretMask
{
    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal);

    /// <summary>Remembers a connection string: the values of its keys that name secrets.</summary>
    public static void Remember(string connectionString)
    {
        foreach (var part in connectionString.Split(';'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && IsSecretKey(part[..equals]) && part[(equals + 1)..].Trim() is { Length: > 0 } value)
            {
                lock (Secrets)
                {
                    Secrets.Add(value.Trim('\'', '"'));
                }
            }
        }
    }

    public static string Apply(string text)
    {
        lock (Secrets)
        {
            return Secrets.Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));
        }
    }

    /// <summary>A connection string for people: secrets as ***.</summary>
    public static string Show(string connectionString) =>
        string.Join(';', connectionString.Split(';').Select(part =>
            part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 && IsSecretKey(part[..equals]) ? part[..(equals + 1)] + "***" : part));

    private static bool IsSecretKey(string key)
    {
        var name = key.Replace(" ", "", StringComparison.Ordinal).Trim();
        return new[] { "password", "pwd", "secret", "token", "passphrase", "user.info", "userinfo", "key.pem", "jaas", "oauthbearer.config" }.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
