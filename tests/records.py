"""Records taken in and rolled up by the engine of `crates/records`, beside DuckDB.

`python3 tests/records.py --records 1000000` makes synthetic receipts from a seed, checks that both
give the same figures, and only then prints how long each took and the ratios. Every figure is
invented. DuckDB is the package of `tests/requirements.txt`. `--keep FOLDER` keeps the files.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ["cit", "fee", "land", "pit", "vat"]
FILTERS = ["true", "kind = 'vat'", "kind in ('pit', 'cit')", "amount >= 1000", "kind <> 'fee'"]
VALUES = ["sum(amount)", "count(*)", "max(amount)", "sum(amount)"]
TYPES = """{'receipt': 'VARCHAR', 'paid_on': 'DATE', 'province': 'VARCHAR', 'kind': 'VARCHAR',
 'payer': 'BIGINT', 'amount': 'DECIMAL(18,2)'}"""


def connect(duckdb, threads=2):
    db = duckdb.connect()
    db.execute(f"set threads = {threads}")
    return db


def make(duckdb, path, records, seed):
    """Synthetic receipts of one year, in the order of days."""
    db = connect(duckdb)
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    row = f"""select 'R' || lpad(i::varchar, 11, '0') as receipt,
        (date '2025-01-01' + (i * 365 // {records})::int)::varchar as paid_on,
        lpad((1 + hash(i, {seed}, 1) % 63)::varchar, 2, '0') as province,
        list_value({kinds})[1 + hash(i, {seed}, 2) % 5] as kind,
        (100000000 + hash(i, {seed}, 3) % 900000000) as payer,
        ((hash(i, {seed}, 4) % 100000000)::decimal(18,2) / 100)::decimal(18,2) as amount
        from range({records}) t(i)"""
    db.execute(f"copy ({row}) to '{path}' (header, delimiter ',')")


def engine():
    """Builds the engine alone and gives its path."""
    command = ["cargo", "bench", "--locked", "-p", "chiso-records", "--bench", "records",
               "--no-run", "--message-format=json"]
    built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    return [m["executable"] for m in found if m.get("executable")][-1]


def run(*args):
    """What the engine prints, its seconds as a whole process and its peak memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{args[0]} ended with {status}")
    return json.loads(out), time.monotonic() - started, usage.ru_maxrss // 1024


def apart(work):
    """Seconds and peak memory of a piece of work in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        started = time.monotonic()
        work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        os.write(write, json.dumps([time.monotonic() - started, peak]).encode())
        os._exit(0)
    os.close(write)
    answer = b"".join(iter(lambda: os.read(read, 4096), b""))
    os.waitpid(child, 0)
    return json.loads(answer)


def load(duckdb, csv, folder):
    db = duckdb.connect(str(folder / "plain.duckdb"))
    db.execute("set threads = 2")
    db.execute("drop table if exists r")
    db.execute(f"create table r as select * from read_csv('{csv}', header = true, columns = {TYPES})")


def load_checked(duckdb, csv, folder):
    """The same checks in SQL: types, ranges, codes, areas, unique keys, the account, the order."""
    db = duckdb.connect(str(folder / "checked.duckdb"))
    db.execute("set threads = 2")
    texts = TYPES.replace("DATE", "VARCHAR").replace("BIGINT", "VARCHAR").replace("DECIMAL(18,2)", "VARCHAR")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    db.execute(f"""create or replace table typed as select *, row_number() over () as line from (
        select receipt, try_cast(paid_on as date) as paid_on, province, kind,
        try_cast(payer as bigint) as payer, try_cast(amount as decimal(18,2)) as amount
        from read_csv('{csv}', header = true, columns = {texts}))""")
    db.execute("create or replace table areas as select lpad(i::varchar, 2, '0') as code from range(1, 64) t(i)")
    db.execute(f"""create or replace table marked as select t.*, coalesce(paid_on is not null
        and payer is not null and amount between 0 and 1000000000 and kind in ({kinds})
        and a.code is not null, false) as sound,
        count(*) over (partition by receipt) = 1 as only from typed t left join areas a on a.code = t.province""")
    db.execute("select count(*), count(*) filter (sound and only) from marked").fetchall()
    db.execute(f"""copy (select receipt, paid_on, province, kind, payer, amount, line from marked
        where sound and only order by date_trunc('month', paid_on), province, kind)
        to '{folder}/checked.parquet' (compression zstd)""")


def figures(duckdb, source, count):
    measures = []
    for filter_ in FILTERS:
        for value in VALUES:
            amount = "0" if value.startswith("count") else \
                f"coalesce(({value.replace('amount', 'cents')} filter (where {filter_}))::hugeint, 0)"
            measures.append(f"count(*) filter (where {filter_}), {amount}")
    measures = measures[:count]
    db = connect(duckdb)
    return db.execute(f"""select province::int, year(paid_on) * 12 + month(paid_on) - 1, {', '.join(measures)}
        from (select *, (amount * 100)::bigint as cents from {source}) group by 1, 2 order by 1, 2""").fetchall()


def same(ours, theirs):
    for (unit, month, states), row in zip(ours["rows"], theirs, strict=True):
        flat = [int(n) for state in states for n in state]
        if [unit, month, *flat] != [int(n) for n in row]:
            sys.exit(f"the figures differ: {unit} {month} {flat} and {row}")


def main():
    import duckdb

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep")
    given = parser.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    csv, ours = folder / f"synthetic-{given.records}.csv", folder / f"ours-{given.records}.parquet"
    theirs = folder / f"theirs-{given.records}.parquet"
    if not csv.exists():
        make(duckdb, csv, given.records, given.seed)
    binary = engine()
    account, _, _ = run(binary, "in", str(csv), str(ours))
    if (account["read"], account["faults"]) != (given.records, 0):
        sys.exit(f"the account differs: {account}")
    connect(duckdb).execute(f"""copy (select * from read_csv('{csv}', header = true, columns = {TYPES})
        order by date_trunc('month', paid_on), province, kind) to '{theirs}' (compression zstd)""")
    source = f"read_parquet('{theirs}')"
    for count in (1, 20):
        rolled, _, _ = run(binary, "roll", str(count), str(ours))
        same(rolled, figures(duckdb, source, count))
    print(f"{given.records} synthetic receipts, {csv.stat().st_size >> 20} MB; the account and "
          f"{20 * len(rolled['rows'])} figures are equal")
    times = {}
    for _ in range(given.rounds):
        for name, work in [
            ("in", lambda: run(binary, "in", str(csv), str(ours))[1:]),
            ("load", lambda: apart(lambda: load(duckdb, csv, folder))),
            ("load, checked", lambda: apart(lambda: load_checked(duckdb, csv, folder))),
            ("roll 1", lambda: run(binary, "roll", "1", str(ours))[1:]),
            ("roll 20", lambda: run(binary, "roll", "20", str(ours))[1:]),
            ("DuckDB 1", lambda: apart(lambda: figures(duckdb, source, 1))),
            ("DuckDB 20", lambda: apart(lambda: figures(duckdb, source, 20))),
        ]:
            times.setdefault(name, []).append(work())
    middle = {name: statistics.median(t for t, _ in runs) for name, runs in times.items()}
    for name, runs in times.items():
        peak = max(peak for _, peak in runs)
        print(f"{name:14} {middle[name]:8.3f} s  {min(t for t, _ in runs):.3f} - {max(t for t, _ in runs):.3f}  {peak} MB")
    for name, one, other in [
        ("taken in / DuckDB's plain load", "in", "load"),
        ("taken in / DuckDB with the same checks", "in", "load, checked"),
        ("one measure / DuckDB", "roll 1", "DuckDB 1"),
        ("twenty measures / one", "roll 20", "roll 1"),
    ]:
        print(f"{name}: {middle[one] / middle[other]:.2f}")


if __name__ == "__main__":
    main()
