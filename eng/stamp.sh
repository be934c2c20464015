#!/usr/bin/env bash
# Remembers where the tool was built, for ./harunire.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artifacts
printf '%s\n' "src/Harunire.Cli/bin/$1/net10.0/harunire.dll" > artifacts/tool.tmp
mv artifacts/tool.tmp artifacts/tool
