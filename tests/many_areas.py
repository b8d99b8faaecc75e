"""Marked-synthetic projects that are large in areas or in deliveries, and what a run on them costs.

`areas` writes communes with a figure for each of 20 years, published year after year, of which one in a hundred is revised a year
later; a KPI of growth, one of rank by the figures, one of rank by the growth, and a target. `deliveries` writes a small project whose
figures arrive in one small file a day. `months` writes months of 20 years, each published in the month after, of communes that add up to a
region, with quarters, years, years to date and twelve months to date, and runs the program on them. `many` writes communes in districts in
one province with a target each and many KPIs over few years; `pages` serves such a project and says how long each kind of page and each
address of the API takes, first and again. `measure` runs the program on a project of areas: cold, after one changed figure, and asking
for one area, also how its verdicts came about. Everything follows from the number of an area or day: the same size gives the same bytes. Nothing here is a real figure.

    python3 tests/many_areas.py areas FOLDER --areas 10000
    python3 tests/many_areas.py measure FOLDER CHISO
    python3 tests/many_areas.py deliveries FOLDER CHISO --days 125
    python3 tests/many_areas.py months FOLDER CHISO --areas 63
    python3 tests/many_areas.py many FOLDER --areas 10000 --many 200 --years 3
    python3 tests/many_areas.py pages FOLDER CHISO
"""

import argparse
import http.client
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from big_csv import run

YEARS = range(2000, 2020)

PROJECT = """# SYNTHETIC: made by tests/many_areas.py. No figure here is real.
[project]
title = { en = "Enterprises by commune (synthetic)" }
timezone = "Asia/Ho_Chi_Minh"
boundaries = ["2026-01-01"]
lake = "lake"
"""

AREAS = """# SYNTHETIC areas.
kind = "areas"
title = { en = "Synthetic areas" }
description = { en = "Synthetic areas of tests/many_areas.py." }
licence = "Synthetic; Apache-2.0 like the rest of the repository."
citation = "synthetic"
"""

TARGETS = """# SYNTHETIC targets.
kind = "targets"
title = { en = "Synthetic targets" }
licence = "Synthetic; Apache-2.0 like the rest of the repository."
citation = "synthetic"
"""

DATASET = """# SYNTHETIC: made by tests/many_areas.py. No figure here is real.
kind = "observations"
title = { en = "Enterprises by commune (synthetic)" }
description = { en = "Synthetic counts of enterprises." }
licence = "Synthetic; Apache-2.0 like the rest of the repository."
citation = "synthetic"

[contract]
value = { name = "enterprises", type = "integer", unit = "enterprises", min = "0" }
basis = "registered"

[[source]]
id = "register"
title = { en = "Synthetic register" }
publisher = "tests/many_areas.py"
file = "enterprises/*.csv"
format = "csv"
area_at = "end"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
enterprises = { column = "enterprises", unit = "enterprises" }
status = { column = "status" }
known_from = { column = "published" }
"""

PIPELINE = """# SYNTHETIC: made by tests/many_areas.py.
title = { en = "Enterprises (synthetic)" }

[[measure]]
id = "enterprises"
title = { en = "Enterprises (synthetic)" }

[[measure.source]]
dataset = "enterprises"
value = "sum(enterprises)"
"""

KPIS = {
    "growth": """
[[kpi]]
id = "enterprises_growth"
title = { en = "Enterprises, growth on previous year (synthetic)" }
kind = "growth"
measure = "enterprises"
""",
    "rank": """
[[kpi]]
id = "enterprises_rank"
title = { en = "Enterprises, rank of the commune (synthetic)" }
kind = "rank"
measure = "enterprises"
level = "commune"
""",
    "growth_rank": """
[[kpi]]
id = "growth_rank"
title = { en = "Growth of enterprises, rank of the commune (synthetic)" }
kind = "rank"
kpi = "enterprises_growth"
level = "commune"
""",
}

TARGET_COLUMNS = "target_id,kpi,area_code,area_level,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n"


def write(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def code(area):
    return f"S{area:06}"


def figure(area, year):
    """A figure that repeats itself in other areas, so that ranks are shared."""
    return 100 + (area * 7919 + year * 104729 + area * year % 97) % 5000


def declare(folder, areas, kpis):
    header = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\n"
    rows = [f"{code(a)},,Synthetic {code(a)},commune,,1980-01-01,,,synthetic,synthetic\n" for a in range(areas)]
    targets = TARGET_COLUMNS
    if "growth" in kpis:
        targets += "growth,enterprises_growth,,commune,2010,2019,ge,0.05,ratio,,0,synthetic,2009-12-01,,,synthetic\n"
    write(
        folder,
        {
            "chiso.toml": PROJECT,
            "datasets/areas.toml": AREAS,
            "datasets/areas/areas.csv": header + "".join(rows),
            "datasets/areas/relations.csv": "date,kind,from_code,to_code,note,source\n",
            "datasets/targets.toml": TARGETS,
            "datasets/targets/targets.csv": targets,
            "datasets/enterprises.toml": DATASET,
            "pipelines/enterprises.toml": PIPELINE + "".join(KPIS[kpi] for kpi in kpis),
        },
    )


COLUMNS = "area,year,enterprises,status,published\n"


def make_areas(folder, areas, kpis):
    declare(folder, areas, kpis)
    for year in YEARS:
        lines = [f"{code(a)},{year},{figure(a, year)},preliminary,{year + 1}-04-01\n" for a in range(areas)]
        # What is revised comes with the figures of the year after.
        if year > YEARS[0]:
            lines += [f"{code(a)},{year - 1},{figure(a, year - 1) + 3},final,{year + 1}-04-01\n" for a in range(year % 100, areas, 100)]
        write(folder, {f"datasets/enterprises/{year}.csv": COLUMNS + "".join(lines)})


def timed(folder, chiso, what, *args):
    code, peak, seconds, processor, done = run(folder, [chiso, *args])
    print(f"{what}: {seconds:.2f} s ({processor:.2f} s of processor), peak {peak:.0f} MiB", flush=True)
    if code not in (0, 3):
        sys.exit(done.stdout + done.stderr)
    return seconds


def measure(folder, chiso):
    shutil.rmtree(folder / "lake", ignore_errors=True)
    timed(folder, chiso, "cold run", "run", "--quiet")
    timed(folder, chiso, "run with nothing new", "run", "--quiet")
    # Of one area one figure of the last year is another one.
    path = folder / "datasets/enterprises" / f"{YEARS[-1]}.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(f"{code(7)},{YEARS[-1]},{figure(7, YEARS[-1])},", f"{code(7)},{YEARS[-1]},{figure(7, YEARS[-1]) + 1},"), encoding="utf-8")
    timed(folder, chiso, "one changed figure", "run", "--quiet")
    path.write_text(before, encoding="utf-8")
    for kpi in ["enterprises_growth", "growth_rank"]:
        timed(folder, chiso, f"explain {kpi} of one area", "explain", kpi, "--area", code(7), "--period", str(YEARS[-1]), "--format", "json")
    timed(folder, chiso, "scorecard of one area", "scorecard", "--area", code(7), "--period", str(YEARS[-1]), "--format", "csv")


def deliveries(folder, chiso, days):
    """The figures of 20 areas, one small file a day."""
    declare(folder, 20, ["growth", "rank"])
    shutil.rmtree(folder / "lake", ignore_errors=True)
    shutil.rmtree(folder / "datasets/enterprises", ignore_errors=True)
    for day in range(days):
        area, year = day % 20, YEARS[day // 20 % len(YEARS)]
        published = f"{2021 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}"
        write(folder, {f"datasets/enterprises/day{day:04}.csv": COLUMNS + f"{code(area)},{year},{figure(area, year)},final,{published}\n"})
        if day in (0, 1, 2, 4) or (day + 1) % 25 == 0:
            timed(folder, chiso, f"run after {day} deliveries", "run", "--quiet")
        else:
            run(folder, [chiso, "run", "--quiet"])
    timed(folder, chiso, "run with nothing new", "run", "--quiet")


def months(folder, chiso, areas):
    """Each month published in the middle of the next, and all that is worked out from months."""
    make_areas(folder, areas, ["growth"])
    path = folder / "datasets/areas/areas.csv"
    above = "R,,Synthetic region,region,,1980-01-01,,,synthetic,synthetic\n"
    path.write_text(path.read_text(encoding="utf-8").replace(",commune,,", ",commune,R,") + above, encoding="utf-8")
    path = folder / "pipelines/enterprises.toml"
    over_time = 'sum_of = "commune"\nperiods = ["quarter", "year", "ytd", "rolling12"]\nover_time = "sum"\n\n[[measure.source]]'
    path.write_text(path.read_text(encoding="utf-8").replace("\n[[measure.source]]", over_time), encoding="utf-8")
    for year in YEARS:
        lines = [
            f"{code(a)},{year}-{m:02},{figure(a, year * 12 + m)},final,{year + m // 12}-{m % 12 + 1:02}-15\n" for m in range(1, 13) for a in range(areas)
        ]
        write(folder, {f"datasets/enterprises/{year}.csv": COLUMNS + "".join(lines)})
    shutil.rmtree(folder / "lake", ignore_errors=True)
    timed(folder, chiso, "cold run over months", "run", "--quiet")
    timed(folder, chiso, "explain the growth of their sum", "explain", "enterprises_growth", "--area", "R", "--period", str(YEARS[-1]), "--format", "json")


SECTORS = 10


def make_many(folder, areas, kpis, years):
    """Communes by 20 in a district, all in one province: KPIs of ten sectors in turn, each fourth a rank; of each twentieth KPI every
    commune has a target of its own, the others one for all communes. A grid of tiles has the first districts."""
    declare(folder, areas, [])
    parents = [f"D{d:05},,Synthetic district {d},district,P,1980-01-01,,,synthetic,synthetic\n" for d in range((areas + 19) // 20)]
    path = folder / "datasets/areas/areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    communes = [line.replace(",commune,,", f",commune,D{a // 20:05},") for a, line in enumerate(lines[1:])]
    path.write_text("".join([lines[0], "P,,Synthetic province,province,,1980-01-01,,,synthetic,synthetic\n", *parents, *communes]), encoding="utf-8")
    path = folder / "datasets/enterprises.toml"
    text = path.read_text(encoding="utf-8").replace("[contract]\n", '[contract]\ndimensions = [{ name = "sector" }]\n')
    path.write_text(text.replace("[source.columns]\n", '[source.columns]\nsector = { column = "sector" }\n'), encoding="utf-8")
    pipeline, targets = PIPELINE.split("[[measure]]")[0], TARGET_COLUMNS
    for s in range(SECTORS):
        pipeline += f"""
[[measure]]
id = "sector_{s}"
title = {{ en = "Enterprises of sector {s} (synthetic)" }}

[[measure.source]]
dataset = "enterprises"
value = "sum(enterprises)"
where = "sector = '{s}'"
"""
    first, last = YEARS[-1] - years + 2, YEARS[-1]
    for k in range(kpis):
        kind = 'kind = "rank"\nlevel = "commune"' if k % 4 == 3 else 'kind = "growth"'
        pipeline += f"""
[[kpi]]
id = "kpi_{k:03}"
title = {{ en = "Indicator {k} of sector {k % SECTORS} (synthetic)" }}
{kind}
measure = "sector_{k % SECTORS}"
"""
        if k % 4 == 3:
            continue
        of = [(code(a), "") for a in range(areas)] if k % 20 == 0 else [("", "commune")]
        for area, level in of:
            target = f"k{k}{area},kpi_{k:03},{area},{level},{first},{last},ge,0.05,ratio,,0,synthetic,{first - 1}-12-01,,,synthetic\n"
            targets += target
    write(folder, {"pipelines/enterprises.toml": pipeline, "datasets/targets/targets.csv": targets})
    for year in YEARS[-years:]:
        lines = [f"{code(a)},{year},{figure(a + 13 * s, year)},final,{year + 1}-04-01,{s}\n" for a in range(areas) for s in range(SECTORS)]
        write(folder, {f"datasets/enterprises/{year}.csv": COLUMNS.replace("\n", ",sector\n") + "".join(lines)})


def pages(folder, chiso):
    """Every kind of page and address of the API, asked for once on a server that just began, and then three times more."""
    year, area = YEARS[-1], code(7)
    last = sorted(p.name for p in (folder / "lake/releases").iterdir())[-1]
    paths = [
        "/latest/", "/latest/areas", "/latest/areas/P", "/latest/areas/D00001", f"/latest/areas/{area}", f"/latest/areas/{area}?format=csv",
        "/latest/kpis/kpi_000", "/latest/kpis/kpi_001?sort=name", f"/latest/kpis/kpi_002?area={area}", "/latest/kpis/kpi_003",
        "/latest/kpis/kpi_004?view=text", "/latest/kpis/kpi_005?format=csv", f"/latest/verdicts/kpi_000/{area}/{year}",
        f"/latest/verdicts/kpi_003/{area}/{year}", "/latest/studies", "/latest/catalogue", "/latest/catalogue/enterprises", "/latest/words",
        "/latest/changes", "/releases", "/releases.atom", f"/r/{last}/", f"/r/{last}/areas/{area}",
        "/api/v1", "/api/v1/openapi.json", "/api/v1/releases", "/api/v1/scorecard", "/api/v1/scorecard?kpi=kpi_000",
        f"/api/v1/scorecard?area={area}", f"/api/v1/scorecard?area=Synthetic%20{area}", f"/api/v1/scorecard?kpi=kpi_000&area={area}&period={year}",
        f"/api/v1/scorecard?period={year}", "/api/v1/scorecard?verdict=met", "/api/v1/scorecard?level=commune", "/api/v1/measures",
        f"/api/v1/measures?area={area}", "/api/v1/revisions", "/api/v1/correlations", "/api/v1/targets", f"/api/v1/targets?period={year}",
        f"/api/v1/targets?area={area}", "/api/v1/areas", "/api/v1/areas?level=district", "/api/v1/areas?on=2026-01-01", "/api/v1/area_relations",
        "/api/v1/search?q=indicator%207", f"/api/v1/search?q={area}", f"/api/v1/explain?kpi=kpi_000&area={area}&period={year}",
        f"/api/v1/check?kpi=kpi_000&area={area}&period={year}&value=1%20%25",
    ]
    command = [chiso, "serve", "--listen", "127.0.0.1:0", "--project", folder]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    slow = 0
    try:
        address = next(line.split("http://")[1].strip() for line in served.stdout if "listening on " in line)

        def ask(path):
            connection, begun = http.client.HTTPConnection(address), time.perf_counter()
            connection.request("GET", path + ("&" if "?" in path else "?") + "lang=en")
            answer = connection.getresponse()
            body = answer.read()
            return time.perf_counter() - begun, answer.status, len(body)

        for path in paths:
            first, status, size = ask(path)
            again = sorted(ask(path)[0] for _ in range(3))[1]
            slow += max(first, again) > 0.3
            print(f"{first * 1000:8.0f} ms {again * 1000:8.0f} ms {size / 1024:9.1f} KiB  {status} {path}", flush=True)
    finally:
        served.terminate()
        served.communicate()
    print(f"{slow} of {len(paths)} took more than 300 ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["areas", "measure", "deliveries", "months", "many", "pages"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("chiso", nargs="?", help="the program")
    parser.add_argument("--areas", type=int, default=10000)
    parser.add_argument("--kpis", nargs="*", default=list(KPIS), choices=list(KPIS))
    parser.add_argument("--days", type=int, default=125)
    parser.add_argument("--many", type=int, default=200, help="KPIs of `many`")
    parser.add_argument("--years", type=int, default=3, help="years of `many`")
    args = parser.parse_args()
    chiso = os.path.abspath(args.chiso) if args.chiso else None
    if args.what == "areas":
        make_areas(args.folder, args.areas, args.kpis)
    elif args.what == "months":
        months(args.folder, chiso, args.areas)
    elif args.what == "many":
        make_many(args.folder, args.areas, args.many, args.years)
    elif args.what == "pages":
        pages(args.folder, chiso)
    elif args.what == "measure":
        measure(args.folder, chiso)
    else:
        deliveries(args.folder, chiso, args.days)


if __name__ == "__main__":
    main()
