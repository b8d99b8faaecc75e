#!/usr/bin/env bash
# Installs what the tests need and runs everything: format, lints, unit tests, integration tests, random projects against an oracle, releases made again from landing, readers in other engines, the notebooks, correlations against SciPy and statsmodels, records by Apache Spark and Sail, a copy in object storage, the site in a browser, random requests against the API, the packages.
# The program is built with the profile `checked`: optimised a little, for the tests start it some thousand times.
# Compiled dependencies and the Python packages of the tests are kept in ~/.cache/chiso, so that only the first run is long.
# Needs the package registries of Debian, Rust and Python the first time, nothing later.
set -euo pipefail
cd "$(dirname "$0")"

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/chiso/target}"
chiso="$CARGO_TARGET_DIR/checked/chiso"
say() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }
# A step that cannot be done here: said, or a fault where CHISO_REQUIRE=all.
skipped() {
  if [ "${CHISO_REQUIRE:-}" = all ]; then echo "CHISO_REQUIRE=all, but $*" >&2; exit 1; fi
  echo "skipped: $*"
}
# The tests write and remove many small files: in memory, where there is plenty of it.
memory=""
free_kib() { df --output=avail -k /dev/shm 2>/dev/null | tail -1; }
if [ "$(free_kib || echo 0)" -gt 8000000 ] && [ "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)" -gt 12000000 ]; then
  memory=$(mktemp -d /dev/shm/chiso-tests-XXXXXX)
  chmod 755 "$memory"
  # A program must be able to start from there.
  if cp /bin/true "$memory/true" && "$memory/true"; then export TMPDIR="$memory"; fi
fi
logs=$(mktemp -d)
postgres=""
readers=""
clusters=""
finish() {
  if [ -n "$readers" ]; then kill "$readers" 2>/dev/null || true; fi
  if [ -n "$clusters" ]; then kill "$clusters" 2>/dev/null || true; fi
  if [ -n "$postgres" ]; then tests/postgres_server.sh stop "$postgres/server"; rm -rf "$postgres"; fi
  rm -rf "$logs"
  if [ -n "$memory" ]; then rm -rf "$memory"; fi
}
trap finish EXIT
# Tests with the time of each: libtest prints it when it may use what is unstable, which it looks up as it runs. The ten slowest come last.
timed() {
  cargo test --locked --profile checked --config 'target."cfg(all())".runner = ["env", "RUSTC_BOOTSTRAP=1"]' "$@" -- -Zunstable-options --report-time | tee "$logs/times"
  echo "the ten slowest:"
  sed -n 's/^test \(.*\) \.\.\. .*<\([0-9.]*\)s>$/\2 s  \1/p' "$logs/times" | sort -rn | sed -n 1,10p
}

if ! command -v cargo >/dev/null 2>&1; then
  echo "cargo is not installed; get Rust 1.95 with rustup and run this again" >&2
  exit 2
fi
if ! command -v cc >/dev/null 2>&1; then
  say "installing a C compiler"
  apt-get update -qq && apt-get install -y -qq gcc libc6-dev
fi
if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "python3 with venv is needed (3.11 or later; on Debian: apt-get install python3-venv); install it and run this again" >&2
    exit 2
  fi
  say "installing python3-venv"
  apt-get update -qq && apt-get install -y -qq python3 python3-venv
fi

say "dependencies"
cargo fetch --locked

say "format"
cargo fmt --all --check

say "lints"
cargo clippy --locked --workspace --all-targets -- -D warnings

say "a PostgreSQL server for the tests"
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql openssl || true
fi
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v psql >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1; then
  postgres=$(mktemp -d)
  chmod 755 "$postgres"
  tests/postgres_server.sh start "$postgres/server" >"$postgres/env"
  set -a; . "$postgres/env"; set +a
else
  skipped "PostgreSQL is not installed, and only root with apt-get can install it here; the tests of queries skip"
fi

say "a browser for the tests"
if ! command -v chromium >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium || true
fi

say "Java for Apache Spark"
if ! command -v java >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless || true
fi

say "compiling the program and its tests"
cargo test --locked --profile checked --workspace --no-run

say "python packages"
python3 tests/python_env.py

# The readers work on one core for two minutes, and their output waits.
python3 tests/readers.py "$chiso" >"$logs/readers" 2>&1 &
readers=$!

say "tests of the library, beside readers in other engines"
timed --workspace --lib

say "the bundled figures are what the datasets' script makes of their sources"
if command -v python3 >/dev/null 2>&1 && [ -d ../shared/data ]; then
  python3 datasets/carry_over.py --check
else
  skipped "python3 or ../shared/data is not here"
fi

say "500 random projects through the program and an independent implementation of its rules"
if [ -d /usr/share/zoneinfo ]; then
  python3 tests/oracle/run.py "$chiso" --projects 500
else
  "$(python3 tests/python_env.py | tail -1)" tests/oracle/run.py "$chiso" --projects 500
fi

say "past releases of the bundled project made again from landed bytes alone"
tests/rebuild.sh "$chiso"

say "readers in other engines: DuckDB, Polars, pandas, deltalake, frictionless; the notebooks; correlations against SciPy and statsmodels"
ended=0
wait "$readers" || ended=$?
readers=""
cat "$logs/readers"
if [ "$ended" -ne 0 ]; then exit "$ended"; fi

# Most of it is Java starting: beside the browser and the requests.
python3 tests/spark.py "$chiso" >"$logs/clusters" 2>&1 &
clusters=$!

say "the site in Chromium, with axe-core"
if command -v chromium >/dev/null 2>&1; then
  python3 tests/browser.py "$chiso"
else
  skipped "Chromium is not installed, and only root with apt-get can install it here"
fi

say "random requests against the API"
python3 tests/api.py "$chiso"

say "records added up by Sail, by Apache Spark and by a cluster of it"
ended=0
wait "$clusters" || ended=$?
clusters=""
cat "$logs/clusters"
if [ "$ended" -eq 3 ]; then
  skipped "Java is not installed, and only root with apt-get can install it here; Apache Spark was not asked"
elif [ "$ended" -ne 0 ]; then
  exit "$ended"
fi

say "a lake and its copy in object storage, on two machines"
python3 tests/objects.py "$chiso"

say "the wheel and the Debian package, installed and run"
python3 tests/packages.py --profile checked --compression-method stored

say "integration tests"
timed --test it

say "all done"
