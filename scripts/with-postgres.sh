#!/usr/bin/env bash
# Run a command with OPENCITY_POSTGRES_URL naming a private PostgreSQL that lives as long as the command.
set -euo pipefail

bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1 || command -v initdb)")
# A socket's path has to be short, so the cluster lives under /tmp whatever TMPDIR says.
folder=$(mktemp -d /tmp/opencity-pg.XXXXXX)
as=()
if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses to run as root.
    id postgres >/dev/null 2>&1 || useradd --system postgres
    chown postgres "$folder"
    as=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
fi

stop() {
    cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

here=$PWD
cd /
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
# Nothing here outlives the run, so nothing waits for the disk.
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start >/dev/null \
    -o "-k $folder -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200" ||
    { cat "$folder/log" >&2; exit 1; }
cd "$here"
export OPENCITY_POSTGRES_URL="postgresql://postgres@/postgres?host=$folder"
"$@"
