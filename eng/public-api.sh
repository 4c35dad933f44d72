#!/usr/bin/env bash
# Writes tests/Rules/PublicApi/*.txt anew, after a change of a library's public surface that was meant.
set -euo pipefail
cd "$(dirname "$0")/.."
HALE_PUBLIC_API=write dotnet test tests/Rules --filter FullyQualifiedName~PublicApi --nologo -v q
git --no-pager diff --stat -- tests/Rules/PublicApi
