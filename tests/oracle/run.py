"""The command: holds `chiso` against the oracle on random projects, and shows each project on which they differ cut down to what it takes.

    python3 tests/oracle/run.py CHISO --projects 500 [--seed N] [--jobs 2] [--minutes M]

A project is a set of areas with datasets, measures, KPIs and targets of its own. `--together` of them stand in one folder, so that one start
of the program answers for many; they share the zone, the boundaries and the instants of the runs, and nothing else. After each run of a folder
and as of moments of the past every score is compared.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import random_project
import shrink
import writing
from model import Oracle
from reading import Project

KEY = ["kpi", "area_code", "boundary", "period", "span", "target_id"]
# Flags that need more of the past than one project has.
NOT_MODELLED = {"knife_edge", "calendar_effect", "outlier_unverified"}
JOIN = " and ".join(f"s.{k} = o.{k}" for k in KEY)
ALL = (
    f"select {', '.join(f's.{k} as {k}' for k in KEY)}, s.value as value, s.verdict as verdict, s.reasons as reasons, s.flags as flags, "
    f"o.role as role, o.value as figure, o.source_id as source_id from scorecard s left join operands o on {JOIN}"
)


class Broken(Exception):
    """The program did not do what a sound project must be able to ask of it."""


@dataclass(frozen=True)
class Program:
    """The program, and the keys that it does not know yet."""

    path: str
    unknown: tuple = ()


class Folder:
    """A project on disk and the program run in it."""

    def __init__(self, program, root):
        self.binary, self.unknown, self.root = program.path, program.unknown, root

    def write(self, files):
        """Puts files in place."""
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(self.understood(text), encoding="utf-8")

    def understood(self, text):
        """Without the lines of keys that an older program does not know."""
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(tuple(f"{key} = " for key in self.unknown))]
        return "".join(kept) if self.unknown else text

    def chiso(self, *args, now):
        """Runs the program at an instant; what it printed."""
        env = {**os.environ, "CHISO_TEST_CLOCK": now, "RAYON_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
        done = subprocess.run([self.binary, "--project", str(self.root), *args], capture_output=True, text=True, env=env, timeout=600)
        if done.returncode not in (0, 3):
            raise Broken(f"{' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def scores(self, now, as_of=None):
        """All scores as the program says, by key, with their operands."""
        out = self.chiso("--format", "json", "query", ALL, "--timeout", "600", *(["--as-of", as_of] if as_of else []), now=now)
        found = {}
        for row in json.loads(out or "[]"):
            score = found.setdefault(tuple(row[k] or "" for k in KEY), {**row, "operands": {}})
            if row["role"]:
                score["operands"][row["role"]] = row
        return found


# --- Comparing.


def words(text):
    """The words of a list `a;b`."""
    return [w for w in (text or "").split(";") if w]


def shown(score):
    """What is compared of the oracle's score."""
    operands = {
        role: (exact(f.value), ";".join(sorted(f.sources)) if f else "") if f else ("", "") for role, f in score.operands.items()
    }
    return {"value": score.value, "verdict": score.verdict, "reasons": score.reasons, "flags": sorted(score.flags), "operands": operands}


def exact(value):
    """A decimal without trailing zeros, as text."""
    if value is None:
        return ""
    text = f"{float(value):.6f}" if value.denominator != 1 else str(value.numerator)
    return text.rstrip("0").rstrip(".") if "." in text else text


def got(row):
    """What is compared of the program's row."""
    decimal = lambda v: "" if v in (None, "") else exact(Fraction(str(v)))
    operands = {role: (decimal(o["figure"]), o["source_id"] or "") for role, o in row["operands"].items()}
    flags = sorted(set(words(row["flags"])) - NOT_MODELLED)
    return {"value": row["value"], "verdict": row["verdict"], "reasons": words(row["reasons"]), "flags": flags, "operands": operands}


def differs(want, have):
    """The names of what differs."""
    found = [k for k in ("verdict", "reasons", "flags", "operands") if want[k] != have[k]]
    a, b = want["value"], have["value"]
    if (a is None) != (b is None) or (a is not None and abs(float(a) - float(b)) > 1e-14 * max(1.0, abs(float(a)))):
        found.append("value")
    return found


def compare(oracle, rows, boundary, question):
    """Every score of a project in which the two differ."""
    kpis = {k["id"] for k in oracle.project.kpis}
    wanted = {(k[0], k[1], boundary.isoformat(), *k[2:]): s for k, s in oracle.scores().items()}
    held = {k: r for k, r in rows.items() if k[2] == boundary.isoformat() and k[0] in kpis}
    found = []
    for key in sorted(wanted.keys() | held.keys()):
        want = shown(wanted[key]) if key in wanted else None
        have = got(held[key]) if key in held else None
        names = differs(want, have) if want and have else ["row"]
        if names:
            found.append({"key": key, "question": question, "differs": names, "want": want, "have": have})
    return found


def check(program, projects):
    """Runs projects side by side in one folder; the differences of each. What the oracle says of one it says without the others."""
    root = Path(tempfile.mkdtemp(prefix="chiso-oracle-"))
    try:
        return differences(Folder(program, root), projects)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def differences(folder, projects):
    """What differs after each run, and in the end as of moments of the past."""
    packed = random_project.pack(projects)
    alone = [(Project(), writing.files(p)) for p in projects]
    found = [[] for _ in projects]
    for number, (now, files) in enumerate(writing.files(packed)):
        folder.write(files)
        folder.chiso("run", "-q", now=now)
        rows = folder.scores(now)
        for mine, (reading, steps) in zip(found, alone):
            reading.step(*steps[number])
            mine += compared(reading, rows, None, f"after run {number + 1}")
    for text in packed["questions"]:
        rows = folder.scores(now, text)
        for mine, (reading, _) in zip(found, alone):
            mine += compared(reading, rows, reading.until(text), f"as of {text}")
    return found


def compared(reading, rows, as_of, question):
    """The differences of a project on all its boundaries."""
    return [d for b in reading.boundaries for d in compare(Oracle(reading, b, as_of), rows, b, question)]


# --- Many projects.


def folder_of(program, seed, together):
    """One folder: the number of projects in it, and those that differ."""
    projects = random_project.folder(seed, together)
    try:
        found = check(program, projects)
    except Broken as broken:
        return together, [(None, None, str(broken))]
    return together, [(p, mine, None) for p, mine in zip(projects, found) if mine]


def report(program, seed, project, found, cut):
    """Shows a project on which the two differ."""
    if cut:
        project, found = shrink.shrunk(project, lambda p: check(program, [p])[0], found)
    return f"== seed {seed}\n" + shrink.text(project) + "\n".join(described(d) for d in found[:3]) + "\n"


def described(d, who="chiso"):
    """A difference in a few lines."""
    plain = lambda s: "no row" if s is None else "  ".join(f"{k}={exact(v) if isinstance(v, Fraction) else v}" for k, v in s.items())
    return f"{' '.join(d['key'])} ({d['question']}) differs in {', '.join(d['differs'])}\n  expected {plain(d['want'])}\n  {who:<8} {plain(d['have'])}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chiso")
    parser.add_argument("--projects", type=int, default=500)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long")
    parser.add_argument("--together", type=int, default=10, help="projects in one folder")
    parser.add_argument("--failures", type=int, default=3, help="stop after so many projects that differ")
    parser.add_argument("--as-found", action="store_true", help="do not cut failing projects down")
    parser.add_argument("--unknown", nargs="*", default=[], help="keys that an older program does not know: they are left out of what it reads")
    args = parser.parse_args()
    program = Program(args.chiso, tuple(args.unknown))
    begun, done, failed = time.monotonic(), 0, []
    seeds = [f"{args.seed}.{i}" for i in range(-(-args.projects // args.together))]
    with ProcessPoolExecutor(args.jobs) as pool:
        waiting = [(seed, pool.submit(folder_of, program, seed, args.together)) for seed in seeds]
        for seed, future in waiting:
            if len(failed) >= args.failures or (args.minutes and time.monotonic() - begun > args.minutes * 60):
                future.cancel()
            if not future.cancelled():
                number, differing = future.result()
                done += number
                failed += [(seed, *f) for f in differing]
    for seed, project, found, broken in failed[: args.failures]:
        print(f"== seed {seed}\n{broken}" if broken else report(program, seed, project, found, not args.as_found), flush=True)
    print(f"{done} projects, {len(failed)} differ, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
