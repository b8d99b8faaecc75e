# Habits of the house. `just ci` is what CI runs.

# Everything
ci:
    ./test.sh

# Fast look while working
check:
    cargo clippy --workspace --all-targets -- -D warnings

# The main job on the bundled figures
run:
    cargo run --locked -- run

# Rewrites what tests pin (schemas), after looking at the difference
update:
    UPDATE=1 cargo test --locked -p chiso-config --lib schema
    UPDATE=1 cargo test --locked --test it published
    python3 notebooks/to_ipynb.py

# Licences, advisories and duplicates of dependencies (needs cargo-deny)
deny:
    cargo deny check

# Time and memory of the release beside a peer, into docs/PERFORMANCE.md
bench:
    python3 tests/performance.py

# Records through the engine beside DuckDB: figures compared first, then ratios (just records 10000000)
records count="1000000":
    python3 tests/records.py --records {{count}}

# How time and memory of the engine of records grow, into docs/PERFORMANCE.md (100 million take 10 GB of disk)
records-growth sizes="1000000,10000000,100000000":
    python3 tests/records.py --sizes {{sizes}} --write

# A synthetic CSV of 1 GB through the release: time, peak memory, and the figures against those of the script
big folder="/tmp/chiso-big":
    cargo build --release --locked
    python3 tests/big_csv.py make {{folder}} --megabytes 1000
    python3 tests/big_csv.py measure {{folder}} "${CARGO_TARGET_DIR:-target}/release/chiso"

# Synthetic figures of 10,000 areas over 20 years through the release: cold, after one changed figure, one area asked for
many-areas folder="/tmp/chiso-many-areas":
    cargo build --release --locked
    python3 tests/many_areas.py areas {{folder}}
    python3 tests/many_areas.py measure {{folder}} "${CARGO_TARGET_DIR:-target}/release/chiso"
    python3 tests/many_areas.py months {{folder}}-months "${CARGO_TARGET_DIR:-target}/release/chiso" --areas 63

# The site while many read it: time of a scoreboard, memory after 100,000 pages (needs hey)
site-load:
    cargo build --release --locked
    python3 tests/site_load.py "${CARGO_TARGET_DIR:-target}/release/chiso" --write

# Random projects through the program and the oracle, which must agree: just oracle 20000 SEED
oracle projects="500" seed="1":
    cargo build --locked --profile checked
    python3 tests/oracle/run.py "${CARGO_TARGET_DIR:-target}/checked/chiso" --projects {{projects}} --seed {{seed}}

# A Python wheel that carries the program: `pip install dist/chiso-*.whl` needs no compiler
wheel folder="dist":
    python3 packaging/wheel.py {{folder}} --release

# A Debian package of that wheel, with a unit for systemd
deb folder="dist": (wheel folder)
    packaging/deb.sh {{folder}}/chiso-*.whl {{folder}}

# A container image of that Debian package (needs podman or docker)
image folder="dist": (deb folder)
    $(command -v podman || command -v docker) build --file packaging/Containerfile --tag chiso {{folder}}
