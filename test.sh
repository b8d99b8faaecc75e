#!/usr/bin/env bash
# Installs what the tests need and runs everything: format, lints, unit tests, integration tests, random projects against an oracle, releases made again from landing, readers in other engines, the notebooks, correlations against SciPy and statsmodels.
# Compiled dependencies and the Python packages of the tests are kept in ~/.cache/chiso, so that only the first run is long.
# Needs the package registries of Debian, Rust and Python the first time, nothing later.
set -euo pipefail
cd "$(dirname "$0")"

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/chiso/target}"
say() { printf '\n== %s\n' "$*"; }

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
postgres=""
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql openssl || true
fi
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v psql >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1; then
  postgres=$(mktemp -d)
  chmod 755 "$postgres"
  trap 'tests/postgres_server.sh stop "$postgres/server"; rm -rf "$postgres"' EXIT
  tests/postgres_server.sh start "$postgres/server" >"$postgres/env"
  set -a; . "$postgres/env"; set +a
else
  echo "skipped: PostgreSQL is not installed, and only root with apt-get can install it here; the tests of queries skip"
fi

say "tests"
cargo test --locked --workspace

say "500 random projects through the program and an independent implementation of its rules"
cargo build --locked
if [ -d /usr/share/zoneinfo ]; then
  python3 tests/oracle/run.py "$CARGO_TARGET_DIR/debug/chiso" --projects 500
else
  "$(python3 tests/python_env.py | tail -1)" tests/oracle/run.py "$CARGO_TARGET_DIR/debug/chiso" --projects 500
fi

say "past releases of the bundled project made again from landed bytes alone"
tests/rebuild.sh "$CARGO_TARGET_DIR/debug/chiso"

say "python packages"
python3 tests/python_env.py

say "readers in other engines: DuckDB, Polars, pandas, deltalake, frictionless; the notebooks; correlations against SciPy and statsmodels"
python3 tests/readers.py "$CARGO_TARGET_DIR/debug/chiso"

say "the bundled figures are what the datasets' script makes of their sources"
if command -v python3 >/dev/null 2>&1 && [ -d ../shared/data ]; then
  python3 datasets/carry_over.py --check
else
  echo "skipped: python3 or ../shared/data is not here"
fi
