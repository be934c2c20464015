#!/usr/bin/env bash
# Which of the drivers that some package feeds lack can be had here? Prints MSBuild properties.
#   eng/find-drivers.sh auto|false auto|false      (Oracle, Cassandra)
# The answer is kept in artifacts/drivers; delete that folder to ask the feed again.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts/drivers

probe() { # package, wanted
  local package=$1 wanted=$2 key
  [ "$wanted" != false ] || { echo false; return; }
  key=artifacts/drivers/$package-$(cat nuget.config Directory.Packages.props "${HOME:-}/.nuget/NuGet/NuGet.Config" 2>/dev/null | cksum | cut -d' ' -f1)
  if [ ! -f "$key" ]; then
    if dotnet restore "eng/driver-probe/driver-probe.csproj" -p:Probe="$package" --force --verbosity quiet >"$key.log" 2>&1; then
      echo true >"$key"
    elif grep -q "NU1101\|NU1102\|NU1103" "$key.log"; then
      echo false >"$key"
    else
      cat "$key.log" >&2
      echo "find-drivers: the package feed did not answer for $package; is it reachable?" >&2
      echo false; return
    fi
  fi
  cat "$key"
}

loud() { # name, package, consequence
  {
    echo "!!! --------------------------------------------------------------------------"
    echo "!!! BUILT WITHOUT $1: $2 is not in the package feed (or was switched off)."
    echo "!!! $3"
    echo "!!! --------------------------------------------------------------------------"
  } >&2
}

oracle=$(probe Oracle.ManagedDataAccess.Core "$1")
cassandra=$(probe CassandraCSharpDriver "$2")
[ "$oracle" = true ] || loud "ORACLE'S DRIVER" Oracle.ManagedDataAccess.Core "Migrations with 'provider: oracle' can be planned, not run. All else works."
[ "$cassandra" = true ] || loud "CASSANDRA'S DRIVER" CassandraCSharpDriver "Migrations with 'provider: cassandra' can be planned, not run. All else works."
echo "-p:HarunireOracle=$oracle -p:HarunireCassandra=$cassandra"
