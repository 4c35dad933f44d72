# The parts of test.sh; sourced, not run.
# Every check counts as one result in the last line: a failing build or format is one failure, as is a test host that ends without a verdict.

passed=0 failed=0 skipped=0
failures=()

note() { printf '== %s\n' "$*"; }

fail() {
  failed=$((failed + 1))
  failures+=("$1")
  printf '!! %s\n' "$1" >&2
}

# step NAME COMMAND…: runs it, and tells how long it took; a failure is counted.
step() {
  local name=$1 started=$SECONDS
  shift
  note "$name"
  if "$@"; then
    note "$name: $((SECONDS - started)) s"
  else
    fail "$name failed"
    return 1
  fi
}

# The program that tells a package is there, and the package of the distribution that brings it.
needed_programs='gcc:build-essential nginx:nginx-light ab:apache2-utils promtool:prometheus chromium:chromium redis-server:redis-server nats-server:nats-server
  podman:podman runc:runc busybox:busybox-static ip:iproute2 initdb:postgresql openssl:openssl prometheus-blackbox-exporter:prometheus-blackbox-exporter dnsmasq:dnsmasq-base tinyproxy:tinyproxy-bin'

install_what_tests_need() {
  command -v dotnet >/dev/null || { fail "dotnet is missing: install the .NET 10 SDK (https://dot.net)" && finish; }
  command -v node >/dev/null || note "node is missing: the dashboard is neither built nor tested (Node 20.19 or later, package nodejs)"
  local missing=() pair
  for pair in $needed_programs; do
    PATH="$PATH:/usr/sbin:/sbin:/usr/lib/postgresql/15/bin" command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  note "installing ${missing[*]}"
  local as_root=''
  [ "$(id -u)" -eq 0 ] || as_root='sudo -n'
  if ! command -v apt-get >/dev/null || ! { $as_root apt-get -q update && install_packages "$as_root" "${missing[@]}"; } >"$results/install.log" 2>&1; then
    note "could not install ${missing[*]} (log: $results/install.log); tests that need them will fail and name them"
  fi
}

install_packages() {
  local as_root=$1
  shift
  # In run level 1 the packages do not start their services: tests start their own.
  $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -y --no-install-recommends install "$@" </dev/null
}

check_format() {
  dotnet format whitespace hale.slnx --verify-no-changes --no-restore &&
    dotnet format style hale.slnx --verify-no-changes --no-restore --severity warn
}

# The page: lint and types, then its tests, counted from vitest's own report.
web_checks() {
  [ -f web/package.json ] || return
  if ! command -v npm >/dev/null; then
    note "web: left out, npm is missing"
    return
  fi
  # The .NET build has installed them, unless it was told to leave the page out.
  if [ ! -d web/node_modules ]; then
    step "web: install" npm --prefix web install --no-save --no-audit --no-fund --loglevel error || return
  fi
  step "web: lint and types" npm --prefix web run --silent lint
  local report="$PWD/$results/web.json"
  note "web: test"
  (cd web && npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$report")
  local ended=$? good bad left
  good=$(json_number "$report" numPassedTests) bad=$(json_number "$report" numFailedTests) left=$(json_number "$report" numPendingTests)
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
  [ "$bad" -eq 0 ] || failures+=("web: $bad tests failed")
  [ $ended -eq 0 ] || [ "$bad" -gt 0 ] || fail "web: vitest ended with $ended"
}

json_number() { grep -o "\"$2\": *[0-9]*" "$1" 2>/dev/null | head -1 | grep -o '[0-9]*$' || echo 0; }

# Quick ones first. A test project is one that brings the test host.
test_projects() {
  local all
  all=$(find tests -name '*.csproj' -not -path '*/bin/*' -not -path '*/obj/*' | grep -E '(Tests|Test)\.csproj$' | sort)
  grep -vE "$slow" <<<"$all"
  if [ $fast = yes ]; then
    grep -E "$slow" <<<"$all" | sed 's/^/== left out by --fast: /' >&2
  else
    grep -E "$slow" <<<"$all"
  fi
}

# The program as its users run it, for the tests that start it as a process: they run the one of the build where this is not said.
publish_program() {
  eng/publish "$results/hale" && export HALE_PROGRAM="$PWD/$results/hale/hale"
}

# run_tests PROJECT: one test project, sequentially; its verdict is the TRX file that the test host writes.
run_tests() {
  local project=$1 name folder trx started=$SECONDS coverage=(--collect 'XPlat Code Coverage' --settings eng/coverage.runsettings)
  name=$(basename "$project" .csproj) folder="$results/$(basename "$project" .csproj)" trx=result.trx
  # What a browser looks at, and what is fuzzed for a time, is not instrumented: it would be another program. The rules run no product code.
  [[ $name =~ Browser|Fuzz|Rules ]] && coverage=()
  note "$name"
  timeout --kill-after=30 "${HALE_TEST_LIMIT:-1200}" dotnet test "$project" --no-build --nologo --results-directory "$folder" \
    --logger "trx;LogFileName=$trx" --logger 'console;verbosity=minimal' "${coverage[@]}" -- RunConfiguration.TreatNoTestsAsError=false
  local ended=$? counters good bad all
  counters=$(grep -o '<Counters [^>]*>' "$folder/$trx" 2>/dev/null | head -1)
  good=$(counter passed) bad=$(counter failed) all=$(counter total)
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + all - good - bad))
  [ "$bad" -eq 0 ] || failures+=("$name: $bad of $all tests failed")
  if [ $ended -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name: the test host ended with $ended and without a verdict"
  elif [ $ended -eq 0 ] && [ -z "$counters" ] && [ "$(grep -rlE '\[(Fact|Theory|Property)' --include='*.cs' "$(dirname "$project")" | wc -l)" -gt 0 ]; then
    fail "$name: has tests, and none was run"
  fi
  note "$name: $good passed, $bad failed, $((all - good - bad)) skipped, $((SECONDS - started)) s"
}

counter() { grep -o "\b$1=\"[0-9]*\"" <<<"${counters:-}" | grep -o '[0-9]*' | head -1 || echo 0; }

# Lines of src hit by any test project, each counted once.
print_coverage() {
  local reports
  reports=$(find "$results" -name coverage.cobertura.xml)
  [ -n "$reports" ] || return
  # shellcheck disable=SC2086
  awk '
    /<class / { match($0, /filename="[^"]*"/); file = substr($0, RSTART + 10, RLENGTH - 11); sub(/^.*src\//, "", file) }
    /<line number=/ {
      match($0, /number="[0-9]*"/); line = substr($0, RSTART + 8, RLENGTH - 9)
      match($0, /hits="[0-9]*"/); hits = substr($0, RSTART + 6, RLENGTH - 7)
      key = file ":" line
      if (!(key in seen)) { seen[key] = 1; part = file; sub(/\/.*/, "", part); total[part]++ }
      if (hits > 0 && !(key in hit)) { hit[key] = 1; covered[part = substr(file, 1, index(file, "/") - 1)]++ }
    }
    END {
      for (part in total) { all += total[part]; done += covered[part]; each = each sprintf(", %s %.0f %%", part, 100 * covered[part] / total[part]) }
      printf "== coverage: %.1f %% of %d lines%s\n", 100 * done / (all ? all : 1), all, each
    }' $reports
}

print_slowest() {
  local slowest
  slowest=$(find "$results" -name '*.trx' -exec grep -ho '<UnitTestResult [^>]*' {} + 2>/dev/null |
    sed -nE 's/.*testName="([^"]*)".*duration="([0-9]+):([0-9]+):([0-9.]+)".*/\2 \3 \4 \1/p; t; s/.*duration="([0-9]+):([0-9]+):([0-9.]+)".*testName="([^"]*)".*/\1 \2 \3 \4/p' |
    sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' |
    awk '{ seconds = $1 * 3600 + $2 * 60 + $3; if (seconds >= 1) { $1 = $2 = $3 = ""; printf "   %6.1f s %s\n", seconds, $0 } }' | sort -rn | head -10)
  [ -z "$slowest" ] || { note "slowest tests" && echo "$slowest"; }
}

# The last word; the last line is read by machines.
finish() {
  local each
  for each in "${failures[@]}"; do
    printf '!! %s\n' "$each"
  done
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && exit 0 || exit 1
}
