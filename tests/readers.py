"""Readers in other engines: what chiso publishes is the same rows and the same types to DuckDB, Polars, pandas and deltalake.

Runs a chiso (argument, or CHISO) on a throw-away copy of the project, so that the lake of the checkout stays as it is, and checks the
published tables, the Delta tables, the data dictionary, the data package, the notebooks, and the correlations against SciPy and
statsmodels. One line per check.
"""

import json
import os
import subprocess
import sys
import tempfile
import shutil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import csv
import hashlib
from datetime import date, datetime, timezone
from decimal import Decimal

import deltalake
import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
# How many pictures each notebook draws.
PICTURES = {"01_office_question": 6, "02_reform_and_results": 5}

# One column type under the name each engine has for it.
POLARS = {
    "VARCHAR": pl.String(),
    "BOOLEAN": pl.Boolean(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "DATE": pl.Date(),
    "DECIMAL(38,6)": pl.Decimal(38, 6),
    "TIMESTAMP WITH TIME ZONE": pl.Datetime("us", "UTC"),
}
ARROW = {
    "VARCHAR": (pa.string(), pa.large_string(), pa.string_view()),
    "BOOLEAN": (pa.bool_(),),
    "INTEGER": (pa.int32(),),
    "BIGINT": (pa.int64(),),
    "DOUBLE": (pa.float64(),),
    "DATE": (pa.date32(),),
    "DECIMAL(38,6)": (pa.decimal128(38, 6),),
    "TIMESTAMP WITH TIME ZONE": (pa.timestamp("us", "UTC"),),
}
PYTHON = {
    "VARCHAR": str,
    "BOOLEAN": bool,
    "INTEGER": int,
    "BIGINT": int,
    "DOUBLE": float,
    "DATE": date,
    "DECIMAL(38,6)": Decimal,
    "TIMESTAMP WITH TIME ZONE": datetime,
}

tally = {"passed": 0, "failed": 0}


def check(what, fault) -> None:
    """One check: `fault` says what is wrong, or nothing; an exception is a fault too."""
    try:
        wrong = fault() if callable(fault) else fault
    except Exception as error:  # noqa: BLE001 - whatever an engine throws, the other checks go on
        wrong = f"{type(error).__name__}: {error}"
    tally["failed" if wrong else "passed"] += 1
    print(f"{'FAILED' if wrong else 'ok    '} {what}{f': {wrong}' if wrong else ''}", flush=True)


# --- Rows and types as each engine has them.


def plain(value):
    """A value without what is an engine's own: its null, its time zone object, its timestamp class."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime):
        assert value.utcoffset() is not None, "a time without a zone"
        return value.astimezone(timezone.utc)
    return value


def rows_of(columns) -> list:
    return list(zip(*([plain(v) for v in column] for column in columns), strict=True))


def by_duckdb(files) -> tuple:
    """Column names and types, rows, in file order."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    relation = connection.read_parquet([str(f) for f in files])
    table = relation.to_arrow_table()
    return dict(zip(relation.columns, map(str, relation.types))), rows_of(c.to_pylist() for c in table.columns)


def arrow_fault(schema, types) -> str:
    wrong = {f.name: str(f.type) for f in schema if f.type not in ARROW[types[f.name]]}
    return f"types {wrong}" if wrong or schema.names != list(types) else ""


def difference(rows, others) -> str:
    if len(rows) != len(others):
        return f"{len(others)} rows, not {len(rows)}"
    for i, (row, other) in enumerate(zip(rows, others)):
        if row != other or list(map(type, row)) != list(map(type, other)):
            return f"row {i}: {other}, not {row}"
    return ""


def same_in_polars(path, types, rows) -> str:
    frame = pl.read_parquet(path)
    wrong = {n: str(t) for n, t in frame.schema.items() if t != POLARS[types[n]]}
    if wrong or frame.columns != list(types):
        return f"types {wrong}"
    return difference(rows, rows_of(c.to_list() for c in frame.get_columns()))


def same_in_pandas(path, types, rows) -> str:
    exact = pd.read_parquet(path, dtype_backend="pyarrow")
    fault = arrow_fault(pa.schema([(n, t.pyarrow_dtype) for n, t in exact.dtypes.items()]), types)
    fault = fault or difference(rows, rows_of(exact[n].tolist() for n in exact.columns))
    usual = pd.read_parquet(path)  # as most people call it: nullable whole numbers may become floating point, figures may not
    for i, (name, ty) in enumerate(types.items()):
        values = [None if pd.isna(v) else plain(v) for v in usual[name].tolist()]
        if ty not in ("INTEGER", "BIGINT") and values != [row[i] for row in rows]:
            fault = fault or f"column {name} differs without a dtype_backend"
    return fault


# --- The checks.


def published_table(path, name, types) -> None:
    rows = []

    def in_duckdb() -> str:
        found, read = by_duckdb([path])
        rows.extend(read)
        if found != types:
            return f"types {found}, not {types}"
        strange = {n for i, (n, t) in enumerate(types.items()) for r in read if r[i] is not None and type(r[i]) is not PYTHON[t]}
        footer = pq.read_metadata(path).num_rows
        return f"values of another type in {strange}" if strange else "" if len(read) == footer else f"{len(read)} rows of {footer}"

    check(f"{name}: DuckDB reads it with the types of the dictionary", in_duckdb)
    check(f"{name}: Polars has the same {len(rows)} rows and types", lambda: same_in_polars(path, types, rows))
    check(f"{name}: pandas has the same {len(rows)} rows and types", lambda: same_in_pandas(path, types, rows))


def live_files(table) -> list:
    """The files of a Delta table's newest version, from its log and nothing else."""
    live = {}
    for entry in sorted((table / "_delta_log").glob("*.json")):
        for action in map(json.loads, entry.read_text("utf-8").splitlines()):
            if "add" in action:
                live[action["add"]["path"]] = True
            if "remove" in action:
                live.pop(action["remove"]["path"], None)
    return [table / name for name in sorted(live)]


def in_order(rows) -> list:
    return sorted(rows, key=repr)


def delta_table(folder) -> None:
    files = live_files(folder)
    if not files:
        check(f"tables/{folder.name}: deltalake finds it empty, as its log says", lambda: ", ".join(deltalake.DeltaTable(str(folder)).file_uris()))
        return
    types, rows = by_duckdb(files)
    rows = in_order(rows)

    def opened():
        return deltalake.DeltaTable(str(folder))

    def in_deltalake() -> str:
        if sorted(Path(f).name for f in opened().file_uris()) != sorted(f.name for f in files):
            return "deltalake takes other files for live than the log says"
        table = opened().to_pyarrow_table()
        return arrow_fault(table.schema, types) or difference(rows, in_order(rows_of(c.to_pylist() for c in table.columns)))

    def in_polars() -> str:
        frame = pl.read_delta(str(folder))
        wrong = {n: str(t) for n, t in frame.schema.items() if t != POLARS[types[n]]}
        return f"types {wrong}" if wrong else difference(rows, in_order(rows_of(c.to_list() for c in frame.get_columns())))

    def in_pandas() -> str:
        frame = opened().to_pandas(types_mapper=pd.ArrowDtype)
        return difference(rows, in_order(rows_of(frame[n].tolist() for n in frame.columns)))

    name = f"tables/{folder.name}"
    check(f"{name}: deltalake has the {len(rows)} rows and types that DuckDB reads from the {len(files)} live files", in_deltalake)
    check(f"{name}: Polars has them too", in_polars)
    check(f"{name}: pandas has them too", in_pandas)


def package_checks(release, dictionary) -> None:
    text = (release / "datapackage.json").read_text("utf-8")
    package = json.loads(text)

    def invalid(descriptor) -> str:
        report = frictionless.Package.validate_descriptor(descriptor)
        return "; ".join(row[-1] for row in report.flatten(["type", "note"]))

    def spoilt(change) -> str:
        other = json.loads(text)
        change(other)
        return "" if invalid(other) else "frictionless takes it"

    check("datapackage.json validates with frictionless", lambda: invalid(package))
    check("datapackage.json without the type of a field does not", spoilt(lambda p: p["resources"][0]["schema"]["fields"][0].update(type="text")))
    check("datapackage.json with a resource without a path does not", spoilt(lambda p: p["resources"][0].pop("path")))

    def files() -> str:
        listed = [r["path"] for r in package["resources"]]
        there = [f.name for f in release.glob("*.parquet")]
        return "" if sorted(listed) == sorted(there) else f"{listed} against {there}"

    def hashes() -> str:
        bad = []
        for r in package["resources"]:
            content = (release / r["path"]).read_bytes()
            if r["bytes"] != len(content) or r["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
                bad.append(r["path"])
        return ", ".join(bad)

    def fields() -> str:
        said = {
            (r["name"], f["name"], f["sql_type"], f.get("constraints", {}).get("required", False), f["name"] in r["schema"]["primaryKey"])
            for r in package["resources"]
            for f in r["schema"]["fields"]
        }
        wanted = {(e["table"], e["column"], e["type"], e["key"] == "true", e["key"] == "true") for e in dictionary}
        return "" if said == wanted else f"{sorted(said ^ wanted)[:3]}"

    check(f"datapackage.json lists the {len(package['resources'])} Parquet files of the release", files)
    check("datapackage.json has the bytes and hash of each", hashes)
    check("datapackage.json has the fields, types and keys of the dictionary", fields)
    check("datapackage.json names a licence and its sources", "" if package["licenses"] and package["sources"] else "none")
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    moving = [manifest["release"], manifest["inputs_sha256"], manifest["chiso"]]
    check("datapackage.json holds nothing that moves without content", ", ".join(m for m in moving if m in text))


def keys_hold(release, dictionary) -> str:
    """Keys of the published tables: never null, and no two rows alike."""
    keys = {}
    for entry in dictionary:
        if entry["key"] == "true":
            keys.setdefault(entry["table"], []).append(entry["column"])
    for table, columns in keys.items():
        frame = pl.read_parquet(release / f"{table}.parquet", columns=columns)
        if frame.null_count().sum_horizontal().item() or frame.is_duplicated().any():
            return table
    return ""


def verify_checks(chiso, project, release) -> None:
    def verify() -> tuple:
        done = subprocess.run([chiso, "verify", "--project", project, "--format", "json"], capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout)

    def sound() -> str:
        code, findings = verify()
        return "" if code == 0 and not findings else f"exit {code}, {findings}"

    def found(name) -> str:
        path = release / name
        content = path.read_bytes()
        try:
            path.write_bytes(content.replace(b"VARCHAR", b"varchar", 1))
            code, findings = verify()
        finally:
            path.write_bytes(content)
        rules = {f["rule"] for f in findings if f["file"].endswith(name)}
        return "" if code == 6 and rules == {"release_damaged", "release_differs"} else f"exit {code}, {findings}"

    check("verify makes the release again with dictionary and data package, and finds no difference", sound)
    check("verify names a dictionary.csv that was changed", lambda: found("dictionary.csv"))
    check("verify names a datapackage.json that was changed", lambda: found("datapackage.json"))


def trust_checks(release) -> None:
    def backtest() -> str:
        """The straight line through Hà Nội's revenue to date, month by month, from the bundled CSV and nothing else."""
        with open(ROOT / "datasets" / "hanoi_figures" / "hanoi_figures.csv", encoding="utf-8", newline="") as file:
            read = [r for r in csv.DictReader(file) if r["indicator"] == "budget_revenue" and r["derived"] != "true"]
        best = {}
        for r in sorted(read, key=lambda r: int(r["rank"]), reverse=True):
            best[r["period"], r["span"]] = r
        errors = {}
        for (period, span), row in best.items():
            year = best.get((period[:4], "period"))
            # A figure of the year that its source calls one to date is not the year's.
            if span == "ytd" and year and year["covers"] != "to_date":
                month = int(period[5:])
                errors.setdefault(month, []).append(float(row["value"]) / (month / 12) / float(year["value"]) - 1)
        rows = pl.read_parquet(release / "backtests.parquet").filter((pl.col("kpi") == "revenue_so_far") & (pl.col("area_code") == "01"))
        compared = 0
        for row in rows.iter_rows(named=True):
            found = [row[c] for c in ("n", "mean_error", "mean_absolute_error", "largest_absolute_error")]
            of_month = errors.get(row["month"], [])
            wanted = [len(of_month), None, None, None]
            if len(of_month) >= 3:
                wanted[1:] = [sum(of_month) / len(of_month), sum(map(abs, of_month)) / len(of_month), max(map(abs, of_month))]
            compared += 1
            if any((a is None) != (b is None) or (a is not None and abs(a - b) > 1e-12) for a, b in zip(found, wanted, strict=True)):
                return f"month {row['month']}: {found}, not {wanted}"
        return "" if compared else "no back-test at all"

    def revisions() -> str:
        """Counts and sizes by vintage, from the history of measures."""
        series = {}
        history = pl.read_parquet(release / "measures_history.parquet").sort("known_from")
        for row in history.iter_rows(named=True):
            series.setdefault(tuple(row[c] for c in ("measure", "area_code", "boundary", "period", "span")), []).append(row)
        wanted = {}
        for (measure, _, boundary, period, span), said in series.items():
            if said[-1]["withdrawn"] or said[-1]["value"] is None:
                continue
            frequency = "A" if len(period) == 4 else "Q" if "Q" in period else "M"
            for i, row in enumerate(said[:-1]):
                same = all(later["revision_code"] != "definition" for later in said[i + 1 :])
                points = row["unit"] == "percent"  # percentages are revised by points, amounts by shares
                if same and not row["withdrawn"] and row["value"] is not None and (points or row["value"] > 0):
                    key = (measure, boundary, frequency, span, str(row["vintage"]))
                    last = said[-1]["value"]
                    wanted.setdefault(key, []).append(float(last - row["value"]) if points else float(last / row["value"] - 1))
        found = {}
        for row in pl.read_parquet(release / "revision_summary.parquet").filter(pl.col("maturity_by") == "vintage").iter_rows(named=True):
            found[tuple(row[c] for c in ("measure", "boundary", "frequency", "span", "maturity"))] = row
        if found.keys() != wanted.keys():
            return f"{found.keys() ^ wanted.keys()}"
        for key, sizes in wanted.items():
            row, n = found[key], len(sizes)
            said = [row["n"], row["largest_absolute_revision"], row["mean_revision"], row["mean_absolute_revision"]]
            means = [sum(sizes) / n, sum(map(abs, sizes)) / n] if n >= row["n_needed"] else [None, None]
            for a, b in zip(said, [n, max(map(abs, sizes)), *means], strict=True):
                if (a is None) != (b is None) or (a is not None and abs(a - b) > 1e-9):
                    return f"{key}: {said}"
        return "" if wanted else "no revision at all"

    check("the back-tests of Hà Nội's revenue to date are those of the bundled CSV", backtest)
    check("revisions by vintage are those of the history of measures", revisions)


def notebook_checks(release, scratch) -> None:
    for notebook, number in PICTURES.items():
        pictures = scratch / "pictures" / notebook

        def runs() -> str:
            env = {**os.environ, "CHISO_PUBLISHED": str(release), "CHISO_PICTURES": str(pictures), "PYTHONWARNINGS": "error::UserWarning", "MPLBACKEND": "agg"}
            done = subprocess.run([sys.executable, ROOT / "notebooks" / f"{notebook}.py"], env=env, cwd=scratch, capture_output=True, text=True)
            if keep := os.environ.get("CHISO_KEEP"):
                shutil.copytree(pictures, Path(keep) / notebook, dirs_exist_ok=True)
                (Path(keep) / notebook / "said.txt").write_text(done.stdout, "utf-8")
            return "" if done.returncode == 0 else done.stderr.strip()[-1500:]

        def drawn() -> str:
            found = sorted(p.name for p in pictures.glob("*.png") if p.stat().st_size > 10_000)
            return "" if len(found) == number else f"{found}"

        check(f"notebooks/{notebook}.py runs on the release, and every letter of its pictures has a glyph", runs)
        check(f"it drew {number} pictures", drawn)
    same = subprocess.run([sys.executable, ROOT / "notebooks" / "to_ipynb.py", "--check"], capture_output=True, text=True)
    check("notebooks/*.ipynb are made of their scripts", same.stderr.strip() if same.returncode else "")


def reference_checks(project, run) -> None:
    def check_against(what, *options) -> None:
        script = ROOT / "tests" / "reference" / "correlation.py"
        done = subprocess.run([sys.executable, script, project, *options], capture_output=True, text=True)
        said = done.stdout.strip().splitlines()
        check(f"{what} against SciPy and statsmodels: {said[-1] if said else 'nothing said'}", done.stderr.strip()[-1500:] if done.returncode else "")

    check_against("the published correlations, and the numbers kept in the repository,", "--check")
    shutil.copy(ROOT / "tests" / "reference" / "every_design.toml", project / "pipelines")
    run()
    check_against("studies of every design, with a control, leads and pooled schemes,", "--study=every_design", "--study=pooled_schemes")


def main() -> int:
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CHISO")
    if not given:
        print("usage: python3 tests/readers.py PATH_OF_CHISO", file=sys.stderr)
        return 2
    chiso = str(Path(given).resolve())
    with tempfile.TemporaryDirectory(prefix="chiso-readers-") as name:
        scratch = Path(name)
        project = scratch / "project"
        project.mkdir()
        shutil.copy(ROOT / "chiso.toml", project)
        for folder in ("datasets", "pipelines"):
            shutil.copytree(ROOT / folder, project / folder)

        def run() -> None:
            subprocess.run([chiso, "run", "--quiet", "--project", project], check=True, stdout=subprocess.DEVNULL)

        run()
        lake = project / "lake"
        release = (lake / "published").resolve()
        # A contract that changes without changing a figure: files of the table are replaced, so that live and superseded ones differ.
        contract = project / "datasets" / "budget_plan.toml"
        contract.write_text(contract.read_text("utf-8").replace('missing = ["",', 'missing = ["n/a", "",', 1), "utf-8")
        run()
        check("a changed contract that changes no figure mints no new release", "" if (lake / "published").resolve() == release else "it does")
        superseded = len(list((lake / "tables" / "budget_plan").glob("*.parquet"))) - len(live_files(lake / "tables" / "budget_plan"))
        check("the Delta tables hold superseded files beside the live ones", "" if superseded > 0 else "none")
        listed = subprocess.run([chiso, "data", "dictionary", "--format", "csv"], cwd=scratch, check=True, capture_output=True).stdout
        dictionary = list(csv.DictReader(listed.decode("utf-8").splitlines()))
        types = {}
        for entry in dictionary:
            types.setdefault(entry["table"], {})[entry["column"]] = entry["type"]
        of_release = [e for e in dictionary if not e["table"].startswith("ops/")]

        for table, columns in types.items():
            folder = lake if table.startswith("ops/") else release
            published_table(folder / f"{table}.parquet", table, columns)
        check("keys of the published tables are never null and never twice", lambda: keys_hold(release, of_release))
        for folder in sorted(p for p in (lake / "tables").iterdir() if (p / "_delta_log").is_dir()):
            delta_table(folder)

        with open(release / "dictionary.csv", encoding="utf-8", newline="") as file:
            check("dictionary.csv is what `chiso data dictionary` prints for the tables of a release", "" if list(csv.DictReader(file)) == of_release else "it differs")
        package_checks(release, of_release)
        verify_checks(chiso, project, release)

        # The manifest names the inputs, which are others now; the tables and what describes them are not.
        before = {f.name: f.read_bytes() for f in release.iterdir() if f.name != "manifest.json"}
        shutil.rmtree(lake / "releases")
        (lake / "published").unlink()
        (lake / "ledger.db").unlink()
        run()
        release = (lake / "published").resolve()
        after = {f.name: f.read_bytes() for f in release.iterdir() if f.name != "manifest.json"}
        check(f"deleted and made again from landing, the {len(before)} files of the release are the same bytes", "" if before == after else "they are not")
        trust_checks(release)
        notebook_checks(release, scratch)
        reference_checks(project, run)
    print(f"{tally['passed']} passed, {tally['failed']} failed")
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
