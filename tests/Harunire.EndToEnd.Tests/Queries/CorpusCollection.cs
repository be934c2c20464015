namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>The tests that share the corpus' engines.</summary>
[CollectionDefinition(Name)]
public sealed class CorpusCollection : ICollectionFixture<CorpusEngines>
{
    public const string Name = "corpus";
}
