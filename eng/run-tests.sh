#!/usr/bin/env bash
# Runs every test project, prints each one's summary, and the sum on the last line. Fails where a test fails or a project ran none.
#   eng/run-tests.sh CONFIGURATION [project-name-part ...]
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=$1; shift
mkdir -p artifacts/tests
passed=0 failed=0 skipped=0 broken=""
for project in tests/*.Tests; do
  name=$(basename "$project")
  if [ $# -gt 0 ]; then
    wanted=0; for part in "$@"; do case $name in *$part*) wanted=1 ;; esac; done
    [ $wanted = 1 ] || continue
  fi
  case $name in *.Cassandra.*)
    grep -qs 'HarunireCassandra=false' artifacts/drivers/built && { printf '%-34s left out: built without the driver\n' "$name"; continue; } ;;
  esac
  log=artifacts/tests/$name.log
  started=$SECONDS
  dotnet "$project/bin/$configuration/net10.0/$name.dll" -noColor >"$log" 2>&1
  code=$?
  summary=$(grep -E 'Total: *[0-9]+' "$log" | tail -n 1)
  number() { printf '%s' "$summary" | grep -oE "$1: *[0-9]+" | grep -oE '[0-9]+' || echo 0; }
  total=$(number Total); f=$(number Failed); e=$(number Errors); s=$(number Skipped)
  if [ -z "$summary" ] || [ "$total" = 0 ] || { [ $code != 0 ] && [ $((f + e)) = 0 ]; }; then
    broken="$broken $name"; failed=$((failed + 1)); tail -n 40 "$log"
  else
    passed=$((passed + total - f - s)); failed=$((failed + f + e)); skipped=$((skipped + s))
    [ $((f + e)) = 0 ] || grep -vE '^\s*$' "$log" | head -n 200
    grep -E '\[SKIP\]' -A 1 "$log" | sed 's/^/  /' | head -n 60
  fi
  printf '%-34s %s (%d s)\n' "$name" "${summary:-ended with code $code without a summary}" $((SECONDS - started))
done
[ -z "$broken" ] || printf 'did not run to the end:%s (logs in artifacts/tests)\n' "$broken"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ $failed = 0 ]
