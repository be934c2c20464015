#!/usr/bin/env bash
# Builds the command-line tool alone, for ./harunire.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null || { echo "the .NET SDK 10 is needed: dotnet was not found on PATH (https://dot.net)"; exit 2; }
mkdir -p artifacts
exec 9>artifacts/build.lock
flock 9
echo "harunire: building the tool (once; about a minute on a new machine)"
drivers=$(eng/find-drivers.sh auto auto)
dotnet build src/Harunire.Cli/Harunire.Cli.csproj --configuration Release --verbosity quiet --nologo $drivers
eng/stamp.sh Release
