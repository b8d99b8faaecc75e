"""Records taken in and rolled up by the engine of `crates/records`, beside DuckDB.

`python3 tests/records.py --records 1000000` makes synthetic receipts from a seed, checks that both
give the same figures, and only then prints how long each took and the ratios. With `--sizes` it says
how time and memory grow. Every figure is invented. DuckDB is the package of `tests/requirements.txt`. `--keep FOLDER` keeps the files.
"""

import argparse
import json
import math
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import performance_page
import records_equal
from performance import commit

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = records_equal.KINDS
FILTERS = ["", "kind = 'vat'", "kind in ('pit', 'cit')", "amount >= 1000", "kind <> 'fee'"]
VALUES = ["sum(amount)", "count(receipt)", "max(amount)", "mean(amount)"]
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
        list_value({kinds})[(1 + hash(i, {seed}, 2) % 5)::bigint] as kind,
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
    """What the engine prints, its seconds as a whole process, those of the processor, and MB."""
    started = time.monotonic()
    process = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{args[0]} ended with {status}")
    return json.loads(out), time.monotonic() - started, *cost(usage)


def cost(usage):
    """Seconds of the processor and the peak memory in MB."""
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def apart(work):
    """Seconds, those of the processor, and MB of a piece of work in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        started = time.monotonic()
        try:
            work()
        except BaseException as error:
            print(error, file=sys.stderr)
            os._exit(1)
        seconds = time.monotonic() - started
        own = cost(resource.getrusage(resource.RUSAGE_SELF))
        sys.stdout.flush()
        os.write(write, json.dumps([seconds, *own]).encode())
        os._exit(0)
    os.close(write)
    answer = b"".join(iter(lambda: os.read(read, 4096), b""))
    os.close(read)
    if os.waitpid(child, 0)[1]:
        sys.exit("not measured")
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
        count(*) over (partition by receipt) = 1 as alone from typed t left join areas a on a.code = t.province""")
    db.execute("select count(*), count(*) filter (sound and alone) from marked").fetchall()
    db.execute(f"""copy (select receipt, paid_on, province, kind, payer, amount, line from marked
        where sound and alone order by date_trunc('month', paid_on), province, kind)
        to '{folder}/checked.parquet' (compression zstd)""")


def figures(duckdb, source, count):
    measures = []
    for filter_ in FILTERS:
        for value in VALUES:
            chosen = f"filter (where {filter_ or 'true'})"
            # A mean is a sum and a count until it is written.
            own = value.replace("mean", "sum").replace("amount", "cents")
            amount = "0" if value.startswith("count") else f"coalesce(({own} {chosen})::hugeint, 0)"
            measures.append(f"count(*) {chosen}, {amount}")
    measures = measures[:count]
    db = connect(duckdb)
    return db.execute(f"""select province::int, year(paid_on) * 12 + month(paid_on) - 1, {', '.join(measures)}
        from (select *, (amount * 100)::bigint as cents from {source}) group by 1, 2 order by 1, 2""").fetchall()


def measures(count):
    """The first measures of a list, as the engine reads them."""
    all_ = [f"{value} where {filter_}" if filter_ else value for filter_ in FILTERS for value in VALUES]
    return all_[:count]


def same(ours, theirs):
    for (unit, month, states), row in zip(ours["rows"], theirs, strict=True):
        flat = [n for _, filled, content, _ in states for n in (filled, content)]
        if [unit, month, *flat] != [int(n) for n in row]:
            sys.exit(f"the figures differ: {unit} {month} {flat} and {row}")


class Bench:
    """Files of so many receipts, and what is measured of them."""

    def __init__(self, duckdb, binary, folder, records, seed):
        self.duckdb, self.binary, self.folder, self.records = duckdb, binary, folder, records
        self.csv, self.ours = folder / f"synthetic-{records}.csv", folder / f"ours-{records}.parquet"
        self.theirs = folder / f"theirs-{records}.parquet"
        if not self.csv.exists():
            apart(lambda: make(duckdb, self.csv, records, seed))

    def take_in(self):
        return run(self.binary, "in", str(self.csv), str(self.ours))

    def roll(self, count):
        return run(self.binary, "roll", "plain", "append", *measures(count), "--", str(self.ours))

    def figures(self, count):
        return figures(self.duckdb, f"read_parquet('{self.theirs}')", count)

    def compare(self):
        """The account is right, and so is every figure."""
        account, *_ = self.take_in()
        if (account["read"], account["faults"]) != (self.records, 0):
            sys.exit(f"the account differs: {account}")
        if not self.theirs.exists():
            connect(self.duckdb).execute(f"""copy (select * from read_csv('{self.csv}', header = true, columns = {TYPES})
                order by date_trunc('month', paid_on), province, kind) to '{self.theirs}' (compression zstd)""")
        for count in (1, 20):
            rolled, *_ = self.roll(count)
            same(rolled, self.figures(count))
        print(f"{self.records} synthetic receipts, {self.csv.stat().st_size >> 20} MB; the account and "
              f"{20 * len(rolled['rows'])} figures are equal", flush=True)

    def work(self):
        """What is measured, each as seconds, those of the processor, and MB."""
        duckdb, csv, folder = self.duckdb, self.csv, self.folder
        return {
            "in": lambda: self.take_in()[1:],
            "load": lambda: apart(lambda: load(duckdb, csv, folder)),
            "load, checked": lambda: apart(lambda: load_checked(duckdb, csv, folder)),
            "roll 1": lambda: self.roll(1)[1:],
            "roll 20": lambda: self.roll(20)[1:],
            "DuckDB 1": lambda: apart(lambda: self.figures(1)),
            "DuckDB 20": lambda: apart(lambda: self.figures(20)),
        }

    def measured(self, rounds, asked):
        """Rounds in turn of what is asked for."""
        times = {}
        for _ in range(rounds):
            for name, one in self.work().items():
                if asked(name):
                    times.setdefault(name, []).append(one())
        return times

    def remove(self):
        for file in (self.csv, self.ours, self.theirs):
            file.unlink(missing_ok=True)


def main():
    import duckdb

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--sizes", help="how time and memory grow, such as 1000000,10000000,100000000")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep")
    parser.add_argument("--only", default="", help="measure only what has one of these in its name: roll,DuckDB")
    parser.add_argument("--write", action="store_true", help="into docs/PERFORMANCE.md")
    given = parser.parse_args()
    if given.write and given.only:
        parser.error("--write writes what was measured as a whole, so without --only")
    given.load = os.getloadavg()[0]
    folder = pathlib.Path(given.keep or tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    binary = engine()

    def alike():
        small, db = min(given.records, 100_000), connect(duckdb)
        compared = records_equal.figures_equal(run, db, folder, binary, small)
        flows = records_equal.flows_equal(run, db, folder, binary, small)
        faults = records_equal.faults_equal(run, db, folder, binary, small)
        print(f"{compared} figures of {small} records and their corrections are equal, {flows} of two "
              f"snapshots, and {faults} faults", flush=True)

    # In a process of its own: what it holds would count for those that are measured.
    apart(alike)
    sizes = [int(size) for size in (given.sizes or str(given.records)).split(",")]
    chosen = lambda name: any(part in name for part in given.only.split(","))
    grows = lambda name: chosen(name) and "load" not in name
    found = {}
    for size in sizes:
        bench = Bench(duckdb, binary, folder, size, given.seed)
        apart(bench.compare)
        found[size] = bench.measured(given.rounds, grows if given.sizes else chosen)
        if not given.keep:
            bench.remove()
    if not given.keep:
        shutil.rmtree(folder)
    name, text = ("Growth of records", growth(given, found)) if given.sizes else ("Records", section(given, found[sizes[0]]))
    print(text)
    if given.write:
        performance_page.put(name, text)


def growth(given, found):
    """How time and memory grow, as docs/PERFORMANCE.md has it."""
    lines = [f"`python3 tests/records.py --sizes {given.sizes} --rounds {given.rounds} --write` writes this",
             f"section: the engine of records (commit {commit()}) and DuckDB on two threads, in turn, after their",
             "figures were seen to be equal at each size. The exponent is that by which processor time grows from",
             f"the size before. Load of the machine before the first round: {given.load:.1f}.", "",
             "| what | records | median s | range s | processor s | exponent | peak MB | runs |", "|---|---|---|---|---|---|---|---|"]
    before = {}
    for size, times in found.items():
        for name, runs in times.items():
            wall, cpu, peak = zip(*runs)
            now = (size, statistics.median(cpu))
            grown = ""
            if name in before:
                (size_before, cpu_before) = before[name]
                grown = f"{math.log(now[1] / cpu_before) / math.log(size / size_before):.2f}"
            before[name] = now
            lines.append(f"| {name} | {size:,} | {statistics.median(wall):.3f} | {min(wall):.3f} - {max(wall):.3f} | "
                         f"{now[1]:.3f} | {grown} | {max(peak)} | {len(runs)} |")
    last = found[max(found)]
    lines += ["", f"| ratio at {max(found):,} | time | processor |", "|---|---|---|", *ratios(last)]
    return "\n".join(lines) + "\n"


def ratios(times):
    """What was measured by what it is compared with."""
    lines = []
    for name, one, other in [
        ("taken in / DuckDB's plain load", "in", "load"),
        ("taken in / DuckDB with the same checks", "in", "load, checked"),
        ("one measure / DuckDB", "roll 1", "DuckDB 1"),
        ("twenty measures / DuckDB", "roll 20", "DuckDB 20"),
        ("twenty measures / one", "roll 20", "roll 1"),
    ]:
        if one in times and other in times:
            wall, cpu = (statistics.median(run[at] for run in times[one])
                         / statistics.median(run[at] for run in times[other]) for at in (0, 1))
            lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} |")
    return lines


def section(given, times):
    """What was measured, as docs/PERFORMANCE.md has it."""
    lines = [f"`python3 tests/records.py --records {given.records} --rounds {given.rounds} --write` writes this section: the",
             f"engine of records (commit {commit()}) and DuckDB on two threads, in turn, after their figures were",
             f"seen to be equal. Load of the machine before the first round: {given.load:.1f}.", "",
             "| what | median s | range s | processor s | peak MB | runs |", "|---|---|---|---|---|---|"]
    for name, runs in times.items():
        wall, cpu, peak = zip(*runs)
        lines.append(f"| {name} | {statistics.median(wall):.3f} | {min(wall):.3f} - {max(wall):.3f} | "
                     f"{statistics.median(cpu):.3f} | {max(peak)} | {len(runs)} |")
    lines += ["", "| ratio | time | processor |", "|---|---|---|", *ratios(times)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
