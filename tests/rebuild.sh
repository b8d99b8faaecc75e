#!/usr/bin/env bash
# Proves over the bundled project that every past release can be made again from landed bytes alone: publishes, changes a delivery and a target,
# publishes again, deletes tables, ledger, link and all published files but the manifests, makes everything again, and compares byte for byte.
# Usage: tests/rebuild.sh path/to/chiso
set -euo pipefail
chiso=$(realpath "$1")
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -r chiso.toml datasets pipelines "$place"
cd "$place"

publish() { # how many releases there must be afterwards
  "$chiso" --quiet run >/dev/null
  found=$(ls lake/releases | wc -l)
  [ "$found" -eq "$1" ] || { echo "rebuild: $found releases, and $1 were expected: the change made no release of its own" >&2; exit 1; }
}
# Replaces a text that must stand in a file.
change() {
  grep -qF -- "$2" "$1" || { echo "rebuild: \`$2\` is no longer in $1; give tests/rebuild.sh another change" >&2; exit 1; }
  python3 - "$@" <<'PYTHON'
import sys, pathlib
path, old, new = sys.argv[1:]
path = pathlib.Path(path)
path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
PYTHON
}

publish 1
change datasets/budget_final/final_2014.csv 'CAO BẰNG,2014,2272121,' 'CAO BẰNG,2014,2272122,'
publish 2
change datasets/targets/targets.csv 'hn2020-new-firms,new_firms_growth,01,2020,2020,ge,0.20,' 'hn2020-new-firms,new_firms_growth,01,2020,2020,ge,0.11,'
publish 3

(cd lake/releases && find . -type f -print0 | sort -z | xargs -0 sha256sum) >published.sha256
rm -rf lake/tables lake/ledger.db lake/published
find lake/releases -type f ! -name manifest.json -delete
"$chiso" --quiet release rebuild --all --format csv >rebuilt.csv
if tail -n +2 rebuilt.csv | grep -qv ',same,restored$'; then
  echo "rebuild: not every file came back as it was published:" >&2
  grep -v ',same,restored$' rebuilt.csv >&2
  exit 1
fi
(cd lake/releases && sha256sum --quiet --check ../../published.sha256)
(cd lake/releases && find . -type f | wc -l) | grep -qx "$(wc -l <published.sha256)" || { echo "rebuild: other files than before" >&2; exit 1; }
echo "3 releases made again from landing: $(wc -l <published.sha256) files, byte for byte"
