"""What chiso costs on the bundled figures, beside a peer, into docs/PERFORMANCE.md. `just bench` runs it.

Builds the release, runs it on a throw-away copy of the project, and times whole processes: wall time, processor time, peak memory.
The peer is dbt on DuckDB, which makes growth on the previous year and one correlation a year from the same files. No time is
printed before the figures of both were seen to be equal. Needs the package registry the first time, for the peer.
"""

import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import duckdb
import performance_page

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
PEER = Path.home() / ".cache" / "chiso" / "peer"
PEER_PACKAGES = ["dbt-core==1.10.23", "dbt-duckdb==1.10.1", "duckdb==2.0.0"]
# What was promised: seconds, and megabytes of peak memory.
LIMITS = {"cold run": (2.0, 300), "run with nothing new": (0.3, 300), "--help": (0.05, 300)}

GROWTH_SQL = """
{% for name, file, years in [('new', 'datasets/new_enterprises/nso_v05_02.json', 9), ('active', 'datasets/active_enterprises/nso_v05_04.json', 8)] %}
{{ 'union all' if not loop.first }}
select '{{ name }}' as series, code, year, value / lag(value) over (partition by code order by year) - 1 as growth
from (
  select m.code, y.year::int as year, cells.value
  from (
    select unnest(v)::double as value, generate_subscripts(v, 1) - 1 as i, places, years
    from (
      select cast(json_extract(j, '$.dataset.value') as json[]) as v,
        json_extract(j, '$.dataset.dimension."Tỉnh/thành phố".category.label') as places,
        json_extract(j, '$.dataset.dimension."Năm".category.label') as years
      from read_json_objects('{{ var("project") }}/{{ file }}') as r(j)
    )
  ) cells
  cross join lateral (select json_extract_string(places, '$."' || (i // {{ years }}) || '"') as label) l
  cross join lateral (select json_extract_string(years, '$."' || (i % {{ years }}) || '"') as year) y
  join {{ ref('labels') }} m on m.label = l.label
)
{% endfor %}
"""

CORRELATION_SQL = """
select g.year, corr(s.score, g.growth) as r, count(*) as n
from {{ ref('growth') }} g
join read_csv('{{ var("project") }}/datasets/reform_scores/papi.csv', all_varchar = true) p
  on p.indicator = 'papi_admin_procedures' and p.area_code = g.code and p.period::int = g.year
cross join lateral (select try_cast(p.score as double) as score) s
where g.series = 'new' and g.growth is not null and s.score is not null
group by g.year
"""


def main() -> None:
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    chiso = TARGET.resolve() / "release" / "chiso"
    with tempfile.TemporaryDirectory(prefix="chiso-bench-") as folder:
        folder = Path(folder)
        project = folder / "project"
        parts = ["chiso.toml", "datasets", "pipelines"]
        for part in parts:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            project.mkdir(exist_ok=True)
            copy(ROOT / part, project / part)
        dbt = peer(folder / "peer", project)
        cold = lambda: shutil.rmtree(project / "lake", ignore_errors=True)
        run = [chiso, "run", "--project", project, "--quiet"]
        cold()
        timed(run), timed(dbt)
        compared = equal(project / "lake" / "published", folder / "peer" / "peer.duckdb")
        times = {
            "cold run": several(run, 7, before=cold),
            "run with nothing new": several(run, 11),
            "--help": several([chiso, "--help"], 21),
            "scorecard of one KPI": several([chiso, "scorecard", "--project", project, "--kpi", "new_firms_growth", "--format", "csv"], 11),
            "query: one SQL statement": several([chiso, "query", "--project", project, "select count(*) from scorecard"], 11),
            "peer: dbt run": several(dbt, 5),
        }
    write(times, compared)
    late = [what for what, (seconds, megabytes) in LIMITS.items() if times[what]["wall"] > seconds or times[what]["memory"] > megabytes]
    if late:
        sys.exit(f"over the limit: {', '.join(late)}")


def peer(folder: Path, project: Path) -> list:
    """A dbt project of two models over the files of `project`; gives the command that runs it."""
    if not (PEER / "bin" / "dbt").exists():
        subprocess.run([sys.executable, "-m", "venv", PEER], check=True)
        subprocess.run([PEER / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PEER_PACKAGES], check=True)
    for sub in ["models", "seeds"]:
        (folder / sub).mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(
        f"name: peer\nversion: '1.0'\nprofile: peer\nvars:\n  project: '{project}'\nmodels:\n  peer:\n    +materialized: table\n"
        "seeds:\n  peer:\n    +column_types: {label: varchar, code: varchar}\nflags:\n  send_anonymous_usage_stats: false\n"
    )
    (folder / "profiles.yml").write_text(f"peer:\n  target: dev\n  outputs:\n    dev: {{type: duckdb, path: '{folder}/peer.duckdb', threads: 2}}\n")
    (folder / "models" / "growth.sql").write_text(GROWTH_SQL)
    (folder / "models" / "correlation.sql").write_text(CORRELATION_SQL)
    (folder / "seeds" / "labels.csv").write_text("label,code\n" + "".join(f'"{label}",{code}\n' for label, code in labels(project)))
    dbt = [PEER / "bin" / "dbt"]
    where = ["--project-dir", folder, "--profiles-dir", folder, "--quiet"]
    subprocess.run([*dbt, "seed", *where], check=True)
    return [*dbt, "run", *where]


def labels(project: Path) -> list[tuple[str, str]]:
    """The provinces as the statistics office spells them, with their codes on 2025-06-30."""
    names = {}
    sql = """select distinct name_vi, aliases, code from read_csv($1, all_varchar = true) where level = 'province' and valid_from <= '2025-06-30'
        and code in (select code from read_csv($1, all_varchar = true) where valid_from <= '2025-06-30' and coalesce(valid_to, '9999') >= '2025-06-30')"""
    for name, aliases, code in duckdb.execute(sql, [str(project / "datasets" / "areas" / "areas.csv")]).fetchall():
        for spelling in [name, *(aliases or "").split(";")]:
            names[spelling.strip().casefold()] = code
    found = set()
    for file in ["new_enterprises/nso_v05_02.json", "active_enterprises/nso_v05_04.json"]:
        dimension = json.loads((project / "datasets" / file).read_text())["dataset"]["dimension"]["Tỉnh/thành phố"]
        found |= {(label, names[label.casefold()]) for label in dimension["category"]["label"].values() if label.casefold() in names}
    assert len({code for _, code in found}) == 63, len(found)
    return sorted(found)


def equal(published: Path, peer_db: Path) -> str:
    """Stops unless both programs give the same figures; says how many were compared."""
    peer_con = duckdb.connect(str(peer_db), read_only=True)
    growth = {(s, c, y): g for s, c, y, g in peer_con.execute("select series, code, year, growth from growth where growth is not null").fetchall()}
    r = {y: (n, v) for y, v, n in peer_con.execute("select year, r, n from correlation").fetchall()}
    ours = duckdb.execute(
        "select kpi, area_code, period::int, value from read_parquet($1) where boundary = '2025-06-30' and area_level = 'province' and value is not null "
        "and kpi in ('new_firms_growth', 'active_firms_growth_as_published')",
        [str(published / "scorecard.parquet")],
    ).fetchall()
    names = {"new_firms_growth": "new", "active_firms_growth_as_published": "active"}
    ours = {(names[k], c, y): v for k, c, y, v in ours}
    assert ours.keys() == growth.keys(), sorted(ours.keys() ^ growth.keys())[:5]
    assert all(abs(ours[k] - growth[k]) <= 1e-12 * max(1, abs(growth[k])) for k in ours)
    rows = duckdb.execute(
        "select period::int, n, coefficient from read_parquet($1) where design = 'cross_section' and method = 'pearson' and lag = 0 "
        "and score = 'papi_admin_procedures' and outcome = 'new_firms_growth'",
        [str(published / "correlations.parquet")],
    ).fetchall()
    rows = {y: (n, v) for y, n, v in rows}
    assert rows and rows.keys() == r.keys(), (sorted(rows), sorted(r))
    assert all(rows[y][0] == r[y][0] and abs(rows[y][1] - r[y][1]) <= 1e-12 for y in r), (rows, r)
    return f"{len(ours)} growth rates and {len(rows)} correlation coefficients, equal to 1e-12"


# A child begins as a copy of its parent, whose memory the kernel counts as its first peak: a small parent of its own keeps that small.
WATCH = """
import json, os, resource, sys, time
start = time.monotonic()
status = os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)[1])
wall, usage = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"status": status, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}), file=sys.stderr)
"""


def timed(command: list) -> dict:
    """One process: wall and processor seconds, peak megabytes (the kernel's ru_maxrss; under about 10 it is the watcher's own)."""
    words = [str(w) for w in command]
    done = subprocess.run([sys.executable, "-S", "-I", "-c", WATCH, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    seen = json.loads(done.stderr.splitlines()[-1])
    assert seen.pop("status") == 0, (command, done.stderr)
    return seen


def several(command: list, times: int, before=lambda: None) -> dict:
    runs = []
    for _ in range(times):
        before()
        runs.append(timed(command))
    walls = [r["wall"] for r in runs]
    return {
        "wall": statistics.median(walls),
        "low": min(walls),
        "high": max(walls),
        "cpu": statistics.median(r["cpu"] for r in runs),
        "memory": max(r["memory"] for r in runs),
        "times": times,
    }


def commit() -> str:
    """The commit that is measured."""
    git = lambda *a: subprocess.run(["git", *a], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    changed = git("status", "--porcelain", "--", "src", "crates", "Cargo.lock")
    return git("rev-parse", "--short=12", "HEAD") + (" with uncommitted changes" if changed else "")


def write(times: dict, compared: str) -> None:
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rows = []
    for what, t in times.items():
        limit = f"{LIMITS[what][0]:g} s, {LIMITS[what][1]} MB" if what in LIMITS else ""
        rows.append(f"| {what} | {t['wall']:.3f} | {t['low']:.3f} - {t['high']:.3f} | {t['cpu']:.3f} | {t['memory']:.0f} | {t['times']} | {limit} |")
    ratio = times["peer: dbt run"]["wall"] / times["cold run"]["wall"]
    text = f"""# Performance

`just bench` (`python3 tests/performance.py`) writes this page but for its sections,
which say how they are written. Do not edit it by hand. The command builds the release, compares the figures, and only then
prints times.

* Commit: {commit()}. Date: {datetime.date.today()}.
* Machine: {model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}.
* Compared first: {compared}.

| what | median s | range s | processor s | peak MB | runs | limit |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

The peer is dbt on DuckDB
({', '.join(PEER_PACKAGES)}).
It computes only growth on the previous year, and one correlation for each year. The cold run of
chiso lands, checks and stores every bundled figure. It computes all KPIs on all boundaries, with
their history, and every study. It publishes a release. It takes 1/{ratio:.1f} of the peer's time.

Each measurement is of a whole process. The processes start one after the other, with the files in
the system's cache.
"""
    performance_page.put("head", text)
    print(text)


if __name__ == "__main__":
    main()
