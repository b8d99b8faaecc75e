"""Random projects as TOML and CSV: the files that are put in place before each run, for the program, the oracle and people."""

import csv
import io

from random_project import COLUMNS, TARGET_COLUMNS


def quoted(value):
    """A TOML string."""
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(columns, rows):
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def used_columns(project, source):
    """The columns that a source fills in any of its deliveries, and those that are always there."""
    rows = [r for step in project["steps"] for r in step["files"].get(source["path"], [])]
    always = {"area", "period", "what", "value", "status"}
    return [c for c in COLUMNS if c in always or any(r[c] not in ("", "count") for r in rows)]


def dataset_toml(project, dataset):
    """A contract with its sources."""
    whats = sorted({r["what"] for s in project["sources"] if s["dataset"] == dataset["id"] for step in project["steps"] for r in step["files"].get(s["path"], [])})
    lines = [
        'kind = "observations"', f'title = {{ en = "{dataset["id"]} (invented)" }}', 'description = { en = "Invented." }',
        'licence = "Invented."', 'citation = "invented"', "", "[contract]",
        f'dimensions = [{{ name = "what", one_of = [{", ".join(map(quoted, whats or ["none"]))}] }}]',
        'value = { name = "n", type = "decimal" }', 'basis = "counted"', 'quarantine_limit = "100 %"', 'to_date_since = "year"',
    ]
    for source in project["sources"]:
        if source["dataset"] == dataset["id"]:
            lines += source_toml(project, source)
    return "\n".join(lines) + "\n"


def source_toml(project, source):
    """A source of a contract."""
    columns = used_columns(project, source)
    lines = ["", "[[source]]", f'id = {quoted(source["id"])}', f'file = {quoted(source["path"].removeprefix("datasets/"))}', 'format = "csv"', "optional = true"]
    if source["published_at"]:
        lines.append(f'published_at = {quoted(source["published_at"])}')
    lines += ['missing = [""]', 'suppressed = ["c"]', "", "[source.columns]"]
    names = {"area": "area_code", "value": "n", "known": "known_from", "obs": "obs_status"}
    unit = {} if "unit" in columns else {"value": ', unit = "count"'}
    lines += [f'{names.get(c, c)} = {{ column = {quoted(c)}{unit.get(c, "")} }}' for c in columns if c != "rank"]
    if source["rank"]:
        lines.append(f'rank = {{ constant = "{source["rank"]}" }}')
    if "unit" in columns:
        lines += ["", "[source.units]", 'count = { unit = "count" }', 'other = { unit = "other" }']
    return lines


def pipeline_toml(project):
    """Measures and KPIs."""
    lines = ['title = { en = "p" }']
    for measure in project["measures"]:
        lines += ["", "[[measure]]", f'id = {quoted(measure["id"])}', f'title = {{ en = {quoted(measure["id"])} }}']
        if measure["periods"]:
            lines.append(f'periods = [{", ".join(map(quoted, measure["periods"]))}]')
        if measure["over_time"]:
            lines.append(f'over_time = {quoted(measure["over_time"])}')
        if measure["sum_of"]:
            lines.append(f'sum_of = {quoted(measure["sum_of"])}')
        for dataset in measure["datasets"]:
            where = "what = '" + measure["what"] + "'"
            lines += ["", "[[measure.source]]", f"dataset = {quoted(dataset)}", f'value = "{measure["function"]}(n)"', f'where = "{where}"']
    for kpi in project["kpis"]:
        lines += ["", "[[kpi]]", f'id = {quoted(kpi["id"])}', f'title = {{ en = {quoted(kpi["id"])} }}', f'kind = {quoted(kpi["kind"])}']
        lines += [f"{key} = {quoted(kpi[key])}" for key in ("measure", "plan", "part", "whole", "value_unit") if kpi.get(key)]
        if kpi.get("pace"):
            lines.append(f'pace = {{ rule = {quoted(kpi["pace"])} }}')
    return "\n".join(lines) + "\n"


def register_toml(kind):
    """A register of areas or targets."""
    return f'kind = "{kind}"\ntitle = {{ en = "{kind} (invented)" }}\ndescription = {{ en = "Invented." }}\nlicence = "Invented."\ncitation = "invented"\n'


def files(project):
    """The files of a project at each step: `(instant, {path: text})`, each with what changed since the step before."""
    zone, boundaries = quoted(project["zone"]), ", ".join(map(quoted, project["boundaries"]))
    areas = [{**a, "parent_code": a["parent"], "valid_from": a["from"], "valid_to": a["to"]} for a in project["areas"]]
    relations = [{**r, "from_code": r["from"], "to_code": r["to"]} for r in project["relations"]]
    fixed = {
        "chiso.toml": f'[project]\ntitle = {{ en = "Random (invented)" }}\ntimezone = {zone}\nboundaries = [{boundaries}]\nlake = "lake"\n',
        "datasets/areas.toml": register_toml("areas"),
        "datasets/areas/areas.csv": table(["code", "level", "parent_code", "valid_from", "valid_to"], areas),
        "datasets/areas/relations.csv": table(["date", "kind", "from_code", "to_code"], relations),
        "datasets/targets.toml": register_toml("targets"),
        "datasets/targets/targets.csv": table(TARGET_COLUMNS, project["targets"]),
        "pipelines/p.toml": pipeline_toml(project),
    }
    fixed |= {f'datasets/{d["id"]}.toml': dataset_toml(project, d) for d in project["datasets"]}
    columns = {s["path"]: used_columns(project, s) for s in project["sources"]}
    steps = []
    for step in project["steps"]:
        came = {path: table(columns[path], rows) for path, rows in step["files"].items()}
        steps.append((step["now"], (fixed if not steps else {}) | came))
    return steps
