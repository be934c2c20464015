#!/usr/bin/env bash
# Restore, build, format check, all tests. The last line counts the tests.
#   ./build.sh [--no-tests] [--no-format] [-c Debug|Release] [--without-oracle] [--without-cassandra] [--servers]
set -euo pipefail
cd "$(dirname "$0")"

tests=1 format=1 configuration=Release
oracle=auto cassandra=auto servers=0
while [ $# -gt 0 ]; do
  case $1 in
    --no-tests) tests=0 ;;
    --no-format) format=0 ;;
    -c) configuration=$2; shift ;;
    --without-oracle) oracle=false ;;
    --without-cassandra) cassandra=false ;;
    --servers) servers=1 ;;
    -h|--help) sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "build.sh: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done

say() { printf '%s\n' "$*" >&2; }
command -v dotnet >/dev/null || { say "build.sh: the .NET SDK 10 is needed (dotnet was not found on PATH)"; exit 2; }

# --servers: the tests that start several nodes and take them down, too.
if [ $servers = 1 ]; then
  [ -d ../shared/servers ] || [ -n "${CASSANDRA_CONTACT_POINTS:-}${KAFKA_BOOTSTRAP_SERVERS:-}" ] || { say "build.sh: --servers needs ../shared/servers"; exit 2; }
  export HARUNIRE_FAULTS=1
fi

drivers=$(eng/find-drivers.sh "$oracle" "$cassandra")
solution=Harunire.Migrate.sln
say "build: restore"
dotnet restore "$solution" --verbosity quiet $drivers
say "build: compile ($configuration)"
dotnet build "$solution" --no-restore --configuration "$configuration" --verbosity quiet --nologo $drivers
printf "%s\n" "$drivers" > artifacts/drivers/built
eng/stamp.sh "$configuration"
if [ $format = 1 ]; then
  say "build: format check"
  dotnet format whitespace "$solution" --no-restore --verify-no-changes --verbosity quiet
fi
[ $tests = 1 ] || exit 0
exec eng/run-tests.sh "$configuration"
