#!/usr/bin/env bash
# Everything that `make test` proves: style, types, rooms, then the tests on both databases and in a browser.
# Goes on after a failure, sums up at the end and fails if anything did.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()
export OPENCITY_HOME
OPENCITY_HOME=$(mktemp -d /tmp/opencity-test.XXXXXX)
trap 'rm -rf "$OPENCITY_HOME"' EXIT

step() {
    local name=$1 began=$SECONDS
    shift
    echo "── $name"
    if "$@"; then
        echo "── $name: fine ($((SECONDS - began)) s)"
    else
        echo "── $name: FAILED ($((SECONDS - began)) s)"
        failed+=("$name")
    fi
}

tests() { "$bin/python" -m pytest -q -n 2 --dist loadfile -m "not walk" "$@"; }
tests_on_postgres() {
    # shellcheck disable=SC2016
    scripts/with-postgres.sh bash -c 'OPENCITY_DATABASE_URL=$OPENCITY_POSTGRES_URL exec "$0" "$@"' \
        "$bin/python" -m pytest -q -n 2 --dist loadfile -m "not walk and not own_home" "$@"
}

scripts/system-packages.sh || exit 1
[ -d ../shared/data ] || echo "The city records (../shared/data) are not beside the checkout: tests that read them say so and are left out."
step "compile the translations" "$bin/python" -c "from opencity.command.translations import compile_translations; compile_translations()"
step "ruff" "$bin/ruff" check .
step "format" "$bin/ruff" format --check .
step "types" "$bin/mypy" opencity tests
step "rooms" "$bin/lint-imports"
step "tests on SQLite" tests "$@"
step "tests on PostgreSQL" tests_on_postgres "$@"
step "walks in a browser" "$bin/python" -m pytest -q -n 2 -m walk "$@"

if [ ${#failed[@]} -gt 0 ]; then
    printf 'Failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "Everything is fine (${SECONDS} s)."
