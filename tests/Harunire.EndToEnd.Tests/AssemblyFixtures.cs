[assembly: AssemblyFixture(typeof(Harunire.Testing.KafkaBroker))]
