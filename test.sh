#!/usr/bin/env bash
# Builds everything, checks style, runs every test, and ends with the line "N passed, N failed, N skipped".
# Not zero when anything failed. --fast leaves the slow projects out and says which.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

results=artifacts/test
slow='Browser|Journeys|Fuzz'
fast=no
for argument in "$@"; do
  case "$argument" in
    --fast) fast=yes ;;
    -h | --help)
      echo "usage: ./test.sh [--fast]"
      echo "  --fast  leaves out the projects that start browsers and whole hubs or fuzz for two minutes; what was left out is printed"
      exit 0
      ;;
    *) echo "test.sh: unknown argument $argument; allowed: --fast, --help" >&2 && exit 3 ;;
  esac
done

. eng/testing.bash
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 NO_COLOR=1
rm -rf "$results" && mkdir -p "$results"

install_what_tests_need
step "build" dotnet build hale.slnx -warnaserror -v quiet || finish
step "format" check_format
web_checks
step "publish" publish_program
for project in $(test_projects); do
  run_tests "$project"
done
print_coverage
print_slowest
finish
