# Set-up shared by the commands of this folder; source it first. Each function does nothing where its work is done.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The folder of database, secret key and local configuration, where the program looks for it too.
INSTANCE_PATH=${INSTANCE_PATH:-$PWD/instance}

# The fonts stand in for what the letters' own typeface lacks: signs and scripts of the East.
RUN_PACKAGES=(python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-droid-fallback)
# The browser driver of the tests brings its own Node, which needs libatomic1.
TEST_PACKAGES=(chromium libatomic1 openjdk-17-jre-headless poppler-utils postgresql)
VNU_VERSION=26.9.27
VNU_SHA256=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
python() { .venv/bin/python "$@"; }
flask() { python -m flask --app app "$@"; }

# Runs a command as root; empty-handed without root and sudo.
as_root() {
    if (( EUID == 0 )); then "$@"; else sudo "$@"; fi
}

# Runs a command as somebody else than root, which PostgreSQL insists on. `setpriv` puts no process in between.
unprivileged() {
    if (( EUID == 0 )); then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

# Two commands started at once do not set up in each other's way. The lock ends with `unlock_setup` or the shell.
lock_setup() {
    mkdir -p -m 700 "$INSTANCE_PATH"
    exec 9>"$INSTANCE_PATH/setup.lock"
    flock 9
}
unlock_setup() { exec 9>&-; }

# need_packages NAME...: installs the Debian packages that are missing, or names them.
need_packages() {
    local package missing=()
    for package in "$@"; do
        [[ "$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null)" == ii* ]] || missing+=("$package")
    done
    (( ${#missing[@]} )) || return 0
    say "Systempakete werden installiert: ${missing[*]}"
    { as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}"
    } </dev/null >/dev/null 9>&- || fail "Bitte als root installieren: apt-get install ${missing[*]}"
}

# need_python LOCK: a virtual environment with exactly what LOCK pins. A stamp holds the sum of the lock last installed.
need_python() {
    local lock=$1 stamp=.venv/$1.sum sum
    sum=$(sha256sum <"$lock")
    [[ "$(cat "$stamp" 2>/dev/null)" == "$sum" ]] && return
    say "Python-Pakete werden installiert (einige Sekunden bis Minuten)."
    # Debian's own interpreter, whatever else stands first in PATH; --clear repairs an environment left half made.
    python -m pip --version >/dev/null 2>&1 || /usr/bin/python3 -m venv --clear .venv
    python -m pip install --quiet --require-hashes --requirement "$lock" </dev/null ||
        fail "Die Python-Pakete sind nicht vollständig installiert; der Grund steht darüber. Ein neuer Aufruf macht weiter."
    say "$sum" >"$stamp"
}

# need_vnu: the Nu HTML checker as .tools/vnu.jar.
need_vnu() {
    [[ -e .tools/vnu.jar ]] && return
    command -v npm >/dev/null || need_packages npm
    say "Der HTML-Prüfer wird geholt."
    mkdir -p .tools
    (
        cd .tools
        npm pack --loglevel=error "vnu-jar@$VNU_VERSION" </dev/null >/dev/null &&
            tar --extract --gzip --to-stdout --file "vnu-jar-$VNU_VERSION.tgz" package/build/dist/vnu.jar >vnu.jar.part &&
            sha256sum --quiet --check <<<"$VNU_SHA256  vnu.jar.part" &&
            mv vnu.jar.part vnu.jar && rm "vnu-jar-$VNU_VERSION.tgz"
    ) || fail "Der HTML-Prüfer ist nicht geholt worden (npm pack vnu-jar@$VNU_VERSION); der Grund steht darüber."
}

need_run_tools() {
    need_packages "${RUN_PACKAGES[@]}"
    need_python requirements.txt
}

need_test_tools() {
    need_packages "${RUN_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    need_python requirements-dev.txt
    need_vnu
}

# A port on loopback that nothing listens on.
free_port() { python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_postgres: a PostgreSQL of its own on loopback, thrown away when the shell ends. Exports TEST_POSTGRES_URL, the
# address of an empty database whose user may create others.
start_postgres() {
    local bin port
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
    PG_BIN=$bin
    PG_FOLDER=$(mktemp -d)
    trap stop_postgres EXIT
    (( EUID )) || chown postgres: "$PG_FOLDER"
    port=$(free_port)
    # From its own folder, as the user who runs it may have no way into this one.
    ( cd "$PG_FOLDER"
        unprivileged "$bin/initdb" --pgdata=data --username=fallmanagement --auth=trust --no-sync \
            --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=de-DE >initdb.log 2>&1 </dev/null
        unprivileged "$bin/pg_ctl" --pgdata=data --log=data/server.log --wait start --options="-h 127.0.0.1 -p $port \
            -k $PG_FOLDER -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >pg_ctl.log 2>&1 </dev/null
    ) || { cat "$PG_FOLDER"/*.log "$PG_FOLDER"/data/server.log >&2; fail "PostgreSQL ist nicht gestartet."; }
    export TEST_POSTGRES_URL="postgresql+psycopg://fallmanagement@127.0.0.1:$port/postgres"
}

# pg_ctl ends the server whose process number stands in the folder, no other.
stop_postgres() {
    ( cd "$PG_FOLDER"; unprivileged "$PG_BIN/pg_ctl" --pgdata=data --mode=immediate --wait stop ) >/dev/null 2>&1 || true
    rm -rf "$PG_FOLDER"
}

# need_database: the schema of this version; the demo where there is no database yet. The demo is made beside its place
# and moved there when it is complete, so that an interrupted one is never taken for a database. Whoever configures an
# instance (DATABASE_URL, instance/config.py) gets the schema only and asks for a demo with `flask --app app demo`.
need_database() {
    local place=$INSTANCE_PATH/fallmanagement.db unfinished=$INSTANCE_PATH/unfinished-demo.db
    if [[ -n "${DATABASE_URL:-}" || -e $INSTANCE_PATH/config.py || -e $place ]]; then
        flask db upgrade
        return
    fi
    say "Die Demo wird angelegt."
    rm -f "$unfinished"*
    DATABASE_URL="sqlite:///$unfinished" flask db upgrade
    DATABASE_URL="sqlite:///$unfinished" flask demo
    # Folds the write-ahead log into the file, which is moved alone.
    python -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=DELETE").fetchall()' "$unfinished"
    mv "$unfinished" "$place"
}
