"""A marked-synthetic project with one CSV of any size, and what must come out of it. `just big` makes 1 GB and measures the program on it.

Dossiers by office and day, in the order of days as a register writes them, so that every area is scattered over the whole file. Some
cells are no numbers, some are blank, some rows are repeated word for word, some contradict each other, some remarks have line ends in
quotes. Everything follows from the number of a row: the same size gives the same bytes. Nothing here is a real figure.

    python3 tests/big_csv.py make FOLDER --megabytes 1000
    python3 tests/big_csv.py measure FOLDER CHISO
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

AREAS = [f"S{n:02}" for n in range(1, 21)]
OFFICES = 200
DAYS = 28
FIRST_YEAR = 1990
# A month whose rows may be bad or blank, so that its sums are missing, and one whose rows may be repeated.
FAULTY, REPEATED = 6, 9

FILES = {
    "chiso.toml": """# SYNTHETIC: made by tests/big_csv.py. No figure here is real.
[project]
title = { en = "Dossiers by office and day (synthetic)" }
timezone = "Asia/Ho_Chi_Minh"
boundaries = ["2026-01-01"]
lake = "lake"

[limits]
max_file_bytes = 8000000000
""",
    "datasets/areas.toml": """# SYNTHETIC areas.
kind = "areas"
title = { en = "Synthetic areas" }
description = { en = "Synthetic areas of tests/big_csv.py." }
licence = "Synthetic; Apache-2.0 like the rest of the repository."
citation = "synthetic"
""",
    "datasets/areas/relations.csv": "date,kind,from_code,to_code,note,source\n",
    "datasets/dossiers.toml": """# SYNTHETIC: made by tests/big_csv.py. No figure here is real.
kind = "observations"
title = { en = "Dossiers by office and day (synthetic)" }
description = { en = "Synthetic counts of dossiers." }
licence = "Synthetic; Apache-2.0 like the rest of the repository."
citation = "synthetic"

[contract]
dimensions = [ { name = "day" }, { name = "office" } ]
value = { name = "dossiers", type = "integer", unit = "dossiers", min = "0" }
basis = "received"
quarantine_limit = "LIMIT %"

[[source]]
id = "register"
title = { en = "Synthetic register" }
publisher = "tests/big_csv.py"
file = "dossiers/*.csv"
format = "csv"
published_at = "2026-01-15"
area_at = "end"
missing = [""]

[source.columns]
area_code = { column = "area" }
period = { column = "month" }
day = { column = "day" }
office = { column = "office" }
dossiers = { column = "dossiers", unit = "dossiers" }
note = { column = "remark" }
status = { constant = "final" }
""",
    "pipelines/dossiers.toml": """# SYNTHETIC: made by tests/big_csv.py.
title = { en = "Dossiers (synthetic)" }

[[measure]]
id = "dossiers_received"
title = { en = "Dossiers received (synthetic)" }

[[measure.source]]
dataset = "dossiers"
value = "sum(dossiers)"

[[kpi]]
id = "dossiers_growth"
title = { en = "Dossiers received, growth on previous year (synthetic)" }
kind = "growth"
measure = "dossiers_received"
""",
}


def write_project(folder, limit):
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("LIMIT", limit), encoding="utf-8")
    header = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\n"
    rows = [f"{a},,Synthetic {a},province,,1980-01-01,,,synthetic,synthetic\n" for a in AREAS]
    (folder / "datasets/areas/areas.csv").write_text(header + "".join(rows), encoding="utf-8")


def make(folder, megabytes, all_bad=False):
    """Writes the project and its file; gives and writes what must come out of it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_project(folder, "10")
    (folder / "datasets/dossiers").mkdir(parents=True, exist_ok=True)
    count = dict.fromkeys(["read", "accepted", "quarantined", "ignored"], 0)
    sums = {}
    wanted, written, n = megabytes * 1_000_000, 0, 0
    numbers = [str(value) for value in range(5000)]
    offices = [f"office-{office:03}" for office in range(OFFICES)]
    with open(folder / "datasets/dossiers/register.csv", "w", encoding="utf-8", newline="") as file:
        written += file.write("area,month,day,office,dossiers,remark\n")
        for year, month, day in ((y, m, d) for y in range(FIRST_YEAR, 3000) for m in range(1, 13) for d in range(1, DAYS + 1)):
            if written >= wanted:
                break
            for area in AREAS:
                start = f"{area},{year}-{month:02},{day},"
                lines, total, missing = [], 0, False
                for office in offices:
                    n += 1
                    value = n * 7919 % 5000
                    remark = '"kept in\n""box"" two"' if n % 501 == 0 else ""
                    if month == FAULTY and n % 1009 == 0 or all_bad:
                        lines.append(f"{start}{office},x{value},{remark}\n")
                        count["quarantined"] += 1
                        missing = True
                        continue
                    if month == FAULTY and n % 3001 == 0:
                        lines.append(f"{start}{office},,{remark}\n")
                        count["ignored"] += 1
                        missing = True
                        continue
                    line = f"{start}{office},{numbers[value]},{remark}\n"
                    lines.append(line)
                    if month == REPEATED and n % 5003 == 0:
                        lines.append(line)
                        count["quarantined"] += 1
                    elif month == REPEATED and n % 7001 == 0:
                        lines.append(f"{start}{office},{value + 1},{remark}\n")
                        count["quarantined"] += 2
                        continue
                    total += value
                    count["accepted"] += 1
                written += file.write("".join(lines))
                cell = sums.setdefault(f"{area} {year}-{month:02}", [0, False])
                cell[0] += total
                cell[1] |= missing
    count["read"] = count["accepted"] + count["quarantined"] + count["ignored"]
    expected = {"bytes": written, "account": count, "cells": {key: None if missing else total for key, (total, missing) in sums.items()}}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1), encoding="utf-8")
    return expected


# Python itself takes memory, and a child begins as a copy of it: so the one who waits is as small as can be.
WAITER = """
import os, resource, sys, time
began = time.monotonic()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
sys.stderr.write("%d %d %.2f %.2f\\n" % (os.waitstatus_to_exitcode(status), usage.ru_maxrss, time.monotonic() - began, usage.ru_utime + usage.ru_stime))
"""


def run(folder, command):
    """Exit code, peak resident memory in MiB, seconds, seconds of processor."""
    waiter = [sys.executable, "-S", "-I", "-c", WAITER, *command]
    done = subprocess.run(waiter, cwd=folder, capture_output=True, text=True, check=False)
    code, kilobytes, seconds, processor = done.stderr.strip().splitlines()[-1].split()
    return int(code), int(kilobytes) / 1024, float(seconds), float(processor), done


def ask(folder, chiso, sql):
    done = subprocess.run([chiso, "query", sql, "--format", "json"], cwd=folder, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def differences(folder, chiso):
    """What the program says against what must come out."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    told = ask(folder, chiso, "select read, accepted, quarantined, ignored from ops_deliveries where dataset = 'dossiers'")
    found = [] if [{k: int(v) for k, v in row.items()} for row in told] == [expected["account"]] else [f"account {told}, not {expected['account']}"]
    rows = ask(folder, chiso, "select area_code, period, value from measures where measure = 'dossiers_received'")
    got = {f"{row['area_code']} {row['period']}": None if row["value"] is None else int(float(row["value"])) for row in rows}
    for key in sorted(got.keys() | expected["cells"].keys()):
        if got.get(key, "absent") != expected["cells"].get(key, "absent"):
            found.append(f"{key}: {got.get(key, 'absent')}, not {expected['cells'].get(key, 'absent')}")
    return found


def measure(folder, chiso, most):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    megabytes = expected["bytes"] / 1e6
    code, peak, seconds, processor, done = run(folder, [chiso, "run"])
    print(f"run: exit code {code}, {seconds:.1f} s ({megabytes / seconds:.1f} MB/s, {processor:.1f} s of processor), peak {peak:.0f} MiB")
    if code not in (0, 3):
        sys.exit(done.stdout + done.stderr)
    print(f"account: {expected['account']}; {len(expected['cells'])} cells")
    wrong = differences(folder, chiso)
    print("figures and account are as computed here" if not wrong else "\n".join(wrong[:20]))
    _, again, seconds, _, _ = run(folder, [chiso, "run"])
    print(f"run with nothing new: {seconds:.1f} s, peak {again:.0f} MiB")
    code, preview, seconds, _, _ = run(folder, [chiso, "preview", "datasets/dossiers/register.csv"])
    print(f"preview: exit code {code}, {seconds:.1f} s, peak {preview:.0f} MiB")
    left = [str(p) for p in (folder / "lake").rglob(".tmp-*")]
    if wrong or left or max(peak, again, preview) > most:
        sys.exit(f"left behind: {left}; more than {most} MiB, or other figures")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["make", "measure", "compare"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("chiso", nargs="?", help="the program")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--most", type=int, default=256, help="MiB of peak memory allowed")
    parser.add_argument("--all-bad", action="store_true", help="no cell is a number")
    args = parser.parse_args()
    chiso = os.path.abspath(args.chiso) if args.chiso else None
    if args.what == "make":
        print(json.dumps(make(args.folder, args.megabytes, args.all_bad)["account"]))
    elif args.what == "measure":
        measure(args.folder, chiso, args.most)
    elif wrong := differences(args.folder, chiso):
        sys.exit("\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
