[assembly: AssemblyFixture(typeof(Harunire.Testing.KafkaBroker))]
[assembly: AssemblyFixture(typeof(Harunire.Testing.Servers.CassandraServer))]
[assembly: AssemblyFixture(typeof(Harunire.Testing.Servers.PostgreSqlCluster))]
