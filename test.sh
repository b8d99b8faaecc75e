#!/usr/bin/env bash
# Installs what the tests need and runs everything: format, lints, unit tests, integration tests.
# Compiled dependencies are kept in a cache, so that only the first run is long (about 6 minutes on 2 cores).
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

say "dependencies"
cargo fetch --locked

say "format"
cargo fmt --check

say "lints"
cargo clippy --locked --all-targets -- -D warnings

say "tests"
cargo test --locked

say "the bundled figures are what the datasets' script makes of their sources"
if command -v python3 >/dev/null 2>&1 && [ -d ../shared/data ]; then
  python3 datasets/carry_over.py --check
else
  echo "skipped: python3 or ../shared/data is not here"
fi
