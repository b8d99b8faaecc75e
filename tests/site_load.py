"""What the site costs while many read it, into docs/PERFORMANCE.md.

Serves a throw-away copy of the bundled project with a chiso (argument, or CHISO), looks first that a scoreboard says what the
published table says, then asks with `hey` (https://github.com/rakyll/hey) for one scoreboard at 200 requests a second, then for
100,000 pages of every kind, area and period, and says how long the answers took and how much memory the server has.
While 50 readers read, a new release is published: every page names one release throughout. `--write` writes the section.
"""

import argparse
import csv
import http.client
import io
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import performance_page
import pyarrow.parquet as pq
from browser import Office
from performance import commit

ROOT = Path(__file__).resolve().parent.parent
SCOREBOARD = "/latest/areas/01?period=2020&lang=vi"
RATE, WORKERS, SECONDS = 200, 10, 30


def get(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, f"{path}: {answer.status}"
    return text


def connect(office: Office) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(office.address).netloc)


def memory(office: Office, which: str) -> float:
    """Memory of the server now (VmRSS) or at its most (VmHWM), in MiB."""
    status = Path(f"/proc/{office.served.pid}/status").read_text()
    return int(re.search(rf"{which}:\s+(\d+) kB", status)[1]) / 1024


def says_what_is_published(office: Office) -> int:
    rows = list(csv.DictReader(io.StringIO(get(connect(office), SCOREBOARD + "&format=csv"))))
    table = pq.read_table(office.folder / "lake" / "published" / "scorecard.parquet").to_pylist()
    held = [r for r in table if (r["area_code"], r["period"], str(r["boundary"])) == ("01", "2020", "2025-06-30")]
    same = {(r["kpi"], r["target_id"] or ""): r["verdict"] for r in held}
    assert rows and {(r["kpi"], r["target_id"]): r["verdict"] for r in rows} == same
    return len(rows)


def at_a_rate(office: Office) -> dict[str, float]:
    """Seconds of the answers to one scoreboard, at a steady rate of requests."""
    hey = shutil.which("hey") or sys.exit("hey is not installed (on Debian: apt-get install hey)")
    asked = [hey, "-z", f"{SECONDS}s", "-q", str(RATE // WORKERS), "-c", str(WORKERS), office.address + SCOREBOARD]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert re.search(r"\[200\]\s+\d+ responses", said) and "Error distribution" not in said, said
    took = {f"{share} %": float(re.search(rf"{share}% in ([\d.]+) secs", said)[1]) for share in (50, 95, 99)}
    return {"requests a second": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), **took}


def addresses(office: Office) -> list[str]:
    """Scoreboards and verdicts of all areas and periods, and the pages of the KPIs, in an order drawn by lot."""
    rows = pq.read_table(office.folder / "lake" / "published" / "scorecard.parquet", columns=["kpi", "area_code", "period"]).to_pylist()
    found = {f"/latest/areas/{quote(r['area_code'], '')}?period={quote(r['period'], '')}&lang=vi" for r in rows}
    found |= {f"/latest/kpis/{quote(r['kpi'], '')}?area={quote(r['area_code'], '')}&lang=en" for r in rows}
    found = sorted(found)
    random.Random(1).shuffle(found)
    return found


def many(office: Office, count: int) -> int:
    """Asks for many pages from eight readers; how many different ones there were."""
    pages = addresses(office)
    todo = itertools.islice(itertools.cycle(pages), count)
    lock, faults = threading.Lock(), []

    def read() -> None:
        connection = connect(office)
        while True:
            with lock:
                page = next(todo, None)
            if page is None:
                return
            try:
                get(connection, page)
            except Exception as fault:
                faults.append(f"{page}: {fault!r}")
                return

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert not faults, faults
    return len(pages)


def while_published(office: Office) -> int:
    """Fifty readers read the latest scoreboard while a release comes into force; how many pages they saw."""
    path, stop, seen, faults = office.folder / "chiso.toml", threading.Event(), [], []
    first = office.release()

    def read() -> None:
        connection = connect(office)
        while not stop.is_set():
            try:
                text = get(connection, SCOREBOARD)
                seen.append(frozenset(re.findall(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}", text)))
            except Exception as fault:
                faults.append(repr(fault))
                return

    readers = [threading.Thread(target=read) for _ in range(50)]
    for reader in readers:
        reader.start()
    path.write_text(path.read_text(encoding="utf-8").replace("reform", "reforms", 1), encoding="utf-8")
    office.run("run")
    second = office.release()
    get(connect(office), SCOREBOARD)
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults, faults[:3]
    assert first != second and set(seen) <= {frozenset({first}), frozenset({second})}, set(seen)
    assert frozenset({second}) in seen, "nobody saw the new release"
    return len(seen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chiso", nargs="?", default=os.environ.get("CHISO"))
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="into docs/PERFORMANCE.md")
    args = parser.parse_args()
    if not args.chiso:
        parser.error("name the program, or set CHISO")
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "office"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns("lake", "target", ".git"))
        office = Office(Path(args.chiso).resolve(), project)
        office.run("run")
        office.serve()
        try:
            verdicts = says_what_is_published(office)
            before = memory(office, "VmRSS")
            took = at_a_rate(office)
            different = many(office, args.pages)
            after, most = memory(office, "VmRSS"), memory(office, "VmHWM")
            seen = while_published(office)
        finally:
            office.stop()
    text = f"""`python3 tests/site_load.py RELEASE --write` writes this section, after {verdicts} verdicts of a scoreboard were seen to
be those of the published table. Commit: {commit()}.

| what | is | limit |
|---|---|---|
| a scoreboard, {took['requests a second']:.0f} requests a second for {SECONDS} s: half of the answers within | {took['50 %'] * 1000:.1f} ms | |
| 95 of 100 within | {took['95 %'] * 1000:.1f} ms | |
| 99 of 100 within | {took['99 %'] * 1000:.1f} ms | 20 ms |
| memory of the server before | {before:.0f} MiB | |
| after {args.pages:,} pages ({different:,} different ones, eight readers at once) | {after:.0f} MiB, at most {most:.0f} | 200 MiB |
| pages that 50 readers saw while a release came into force, each of one release | {seen:,} | |
"""
    print(text)
    if args.write:
        performance_page.put("The site", text)


if __name__ == "__main__":
    main()
