"""Random projects for the oracle: why a seed is enough to make one.

A project here is plain data (dicts and lists): areas with their relations, datasets with sources, measures, KPIs, targets, and *steps*.
A step is an instant and the files that are put in place before the run at that instant, so that one file is revised, cut, restored or
replaced between runs. Plain data can be cut down by `shrink.py`, packed side by side by `pack`, and written as TOML and CSV by `writing.py`.

Several projects that share a zone, boundaries and instants of runs can stand in one folder: their areas, datasets, measures, KPIs and
targets have prefixes of their own and do not touch. Nothing that one of them says may change a verdict of another.
"""

import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "UTC",
    "Asia/Ho_Chi_Minh",
    "America/Bogota",
    "Etc/GMT+12",  # UTC-12
    "Pacific/Kiritimati",  # UTC+14
    "Europe/Berlin",  # the clock changes at one o'clock UTC
    "America/Santiago",  # the clock changes at midnight
    "Asia/Kathmandu",  # UTC+5:45
]
COLUMNS = ["area", "period", "span", "what", "value", "known", "status", "rank", "rounding", "unit", "basis", "obs"]
TARGET_COLUMNS = [
    "target_id", "kpi", "area_code", "period_from", "period_to", "op", "target_value", "value_unit", "plan", "tolerance",
    "legal_basis", "decided_on", "valid_from", "supersedes", "note",
]
YEARS = [2021, 2022, 2023, 2024]
STATUSES = ["estimate", "preliminary", "final"]
# Blank, withheld, and what no number is.
NO_FIGURE = ["", "c", "c", "1O0"]


def last_day(period):
    """The last day of a period `2024`, `2024-Q1` or `2024-01`."""
    year = int(period[:4])
    rest = period[5:]
    month = 12 if not rest else int(rest[1]) * 3 if rest[0] == "Q" else int(rest)
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def local(day, hour, minute, zone):
    """An instant of a zone as RFC 3339."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).isoformat()


def utc(text):
    """An RFC 3339 instant in UTC."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


# --- What projects in one folder share.


def frame(rng):
    """Zone, boundaries, instants of runs and questions about the past."""
    zone = rng.choice(ZONES)
    boundaries = [rng.choice(["2024-12-31", "2022-12-31", "2023-06-30"])]
    if rng.random() < 0.3:
        boundaries.append(rng.choice([b for b in ["2024-12-31", "2022-12-31"] if b not in boundaries]))
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(0, 480))
    instants = []
    for _ in range(rng.choice([1, 2, 2, 3, 3])):
        hour, minute = rng.choice([(0, 0), (0, 30), (3, 0), (9, 0), (12, 0), (17, 30), (23, 45)])
        instants.append(local(day, hour, minute, zone))
        day += timedelta(days=rng.choice([1, 1, 20, 90, 200]))
    return {"zone": zone, "boundaries": boundaries, "instants": instants, "questions": questions(rng, zone, instants)}


def questions(rng, zone, instants):
    """Moments of the past: days of the zone and instants, some next to a run or to the end of a year."""
    near = [utc(i).astimezone(ZoneInfo(zone)).date() for i in instants] + [date(2024, 12, 31), date(2024, 3, 1), date(2023, 7, 1)]
    found = []
    for _ in range(rng.choice([0, 1, 1, 2])):
        day = rng.choice(near) + timedelta(days=rng.choice([-1, 0, 0, 1, 30]))
        if rng.random() < 0.7:
            found.append(day.isoformat())
        else:
            found.append(local(day, rng.choice([0, 1, 23]), rng.choice([0, 59]), zone))
    return found


# --- Areas.


def areas_of(rng, prefix):
    """Areas below a country with at most one change, and the codes that figures may be stated for."""
    d = rng.choice(["2023-01-01", "2023-07-01", "2022-01-01"])
    eve = (date.fromisoformat(d) - timedelta(days=1)).isoformat()
    p, r, n = (lambda i: f"{prefix}p{i}"), f"{prefix}r", f"{prefix}n"
    unit = lambda code, level, parent, start="2000-01-01", end="": {"code": code, "level": level, "parent": parent, "from": start, "to": end}
    relation = lambda kind, old, new: {"date": d, "kind": kind, "from": old, "to": new}
    provinces = lambda *codes: [unit(p(i), "province", r) for i in codes]
    change = rng.choice(["none", "none", "merge", "absorb", "split", "leave", "rename", "recode", "transfer", "new", "swap"])
    if change == "none":
        units, relations = provinces(1, 2), []
    elif change == "merge":
        units = [unit(p(1), "province", r, end=eve), unit(p(2), "province", r, end=eve), unit(p(3), "province", r, d), *provinces(4)]
        relations = [relation("merge", p(1), p(3)), relation("merge", p(2), p(3))]
    elif change == "absorb":
        units, relations = [*provinces(1), unit(p(2), "province", r, end=eve)], [relation("merge", p(2), p(1))]
    elif change == "split":
        units = [unit(p(1), "province", r, end=eve), unit(p(2), "province", r, d), unit(p(3), "province", r, d)]
        relations = [relation("split", p(1), p(2)), relation("split", p(1), p(3))]
    elif change == "leave":
        units, relations = [*provinces(1), unit(p(2), "province", r, d)], [relation("split", p(1), p(2))]
    elif change == "rename":
        units = [unit(p(1), "province", r, end=eve), unit(p(1), "province", r, d), *provinces(2)]
        relations = [relation("rename", p(1), p(1))]
    elif change == "recode":
        units = [unit(p(1), "province", r, end=eve), unit(p(2), "province", r, d), *provinces(3)]
        relations = [relation("rename", p(1), p(2))]
    elif change == "transfer":
        units, relations = provinces(1, 2), [relation("transfer", p(1), p(2))]
    elif change == "new":
        units, relations = [*provinces(1), unit(p(2), "province", r, d)], []
    else:
        units = [unit(p(1), "province", r, end=eve), unit(p(2), "province", r, end=eve), unit(p(2), "province", r, d)]
        relations = [relation("merge", p(1), p(2)), relation("merge", p(2), p(2))]
    units += [unit(r, "region", n), unit(n, "country", "")]
    return units, relations, change


def codes_on(areas, level, day):
    """The codes of a level that exist on a day."""
    text = day.isoformat()
    return sorted({a["code"] for a in areas if a["level"] == level and a["from"] <= text and (not a["to"] or text <= a["to"])})


# --- Figures.


def periods_of(frequency, years):
    """All periods of a frequency in some years."""
    if frequency == "year":
        return [str(y) for y in years]
    if frequency == "quarter":
        return [f"{y}-Q{q}" for y in years for q in (1, 2, 3, 4)]
    return [f"{y}-{m:02}" for y in years for m in range(1, 13)]


def known_text(rng, day, zone):
    """A day, or an instant of it in one way or another."""
    if rng.random() < 0.7:
        return day.isoformat()
    hour, minute = rng.choice([(0, 0), (0, 30), (6, 0), (12, 0), (23, 59)])
    return local(day, hour, minute, rng.choice([zone, zone, "UTC"]))


def value_of(rng, what):
    """The text of a figure."""
    if what == "score":
        return rng.choice(["50", "52.5", "60", "61.25", "70"])
    if what == "done":
        return str(rng.choice([0, 8, 9, 10]))
    if what == "due":
        return str(rng.choice([0, 10, 10, 10]))
    if what == "part" and rng.random() < 0.05:
        return rng.choice(["-5", "130"])
    base = {"part": 40, "whole": 100}.get(what, 100)
    return str(base + rng.choice([0, 5, 10, 15, 20, -10, 21, 19]))


def row(rng, source, zone, area, period, span, what):
    """One row, mostly plain."""
    lag = rng.choice(source["lags"])
    text = value_of(rng, what)
    if source["rival"]:
        text += "1" if "." in text else ".01"
    elif rng.random() < 0.04:
        text = rng.choice(NO_FIGURE)
    made = dict.fromkeys(COLUMNS, "")
    made |= {"area": area, "period": period, "span": span, "what": what, "value": text, "unit": "count", "status": rng.choice(source["statuses"])}
    if source["dated"] and rng.random() < 0.95:
        made["known"] = known_text(rng, last_day(period) + timedelta(days=lag), zone)
    if rng.random() < 0.03:
        made["rounding"] = rng.choice(["1", "5"])
    if rng.random() < 0.01:
        made["unit"] = "other"
    if rng.random() < 0.01:
        made["basis"] = "other"
    return made


def stated(rng, project, source, whats, shapes):
    """All rows of a source as they would stand in the end, without those that are never stated."""
    rows = []
    for what in whats:
        for frequency, span, years, level, share in shapes:
            for period in periods_of(frequency, years):
                for area in codes_on(project["areas"], level, last_day(period)):
                    if rng.random() < share:
                        rows.append(row(rng, source, project["zone"], area, period, span, what))
    return rows


def lack_alike(rng, first, second):
    """Where a source has no figure, another one has often none either, for another reason."""
    without = {same(r) for r in first if r["value"] in NO_FIGURE}
    for made in second:
        if same(made) in without and rng.random() < 0.7:
            made["value"] = rng.choice(NO_FIGURE)


def known_day(made, zone):
    """The day of a row's `known`, for the generator only."""
    text = made["known"]
    return date.fromisoformat(text) if len(text) == 10 else utc(text).astimezone(ZoneInfo(zone)).date()


def ready(rows, source, instant, zone):
    """The rows that a provider can have published by an instant, with a day to spare; early ones only of a source that is early."""
    day = utc(instant).astimezone(ZoneInfo(zone)).date()
    last = min(day, date.fromisoformat(source["published_at"] or "9999-12-31"))
    over = lambda made: last_day(made["period"]) < last or (source["early"] and made["period"][:4] <= str(last.year))
    return [r for r in rows if (known_day(r, zone) < day if r["known"] else over(r))]


def revised(rng, rows, instant, zone):
    """The same file later: some figures changed, gone, dated otherwise."""
    day = utc(instant).astimezone(ZoneInfo(zone)).date()
    rows = [dict(r) for r in rows]
    for made in rng.sample(rows, min(len(rows), rng.choice([0, 1, 1, 2, 3]))):
        change = rng.random()
        if change < 0.25:
            rows.remove(made)
            continue
        if change < 0.85:
            made["value"] = value_of(rng, made["what"])
            made["status"] = rng.choice(["final", made["status"]])
        if made["known"] and change > 0.5:
            moved = known_day(made, zone) + timedelta(days=rng.choice([-20, -1, 1, 40, 200]))
            made["known"] = min(moved, day - timedelta(days=1)).isoformat()
    return rows


def deliveries(rng, project, final):
    """Which file holds which rows at each step; `final` has the rows of each source."""
    steps, held = [], {}
    past = {}
    for instant in project["instants"]:
        files = {}
        for source in project["sources"]:
            key = source["path"]
            was = held.get(key)
            if was is None:
                now = ready(final[key], source, instant, project["zone"])
            elif rng.random() < 0.2:
                now = was
            elif rng.random() < 0.25:
                now = rng.choice(past[key])
            else:
                more = [r for r in ready(final[key], source, instant, project["zone"]) if same(r) not in {same(w) for w in was}]
                now = revised(rng, was, instant, project["zone"]) + (more if rng.random() < 0.7 else [])
            if now and now != was:
                files[key] = now
                held[key] = now
                past.setdefault(key, []).append(now)
        steps.append({"now": instant, "files": files})
    return steps


def same(made):
    """What tells a row from the others of its source."""
    return (made["area"], made["period"], made["span"], made["what"])


# --- What is asked.


def kpis_of(rng, prefix, theme):
    """KPIs over the measures of a theme."""
    pace = rng.choice([None, "linear", "linear"])
    kpi = lambda kind, **keys: {"id": f"{prefix}{kind}", "kind": kind, **keys}
    m = lambda name: f"{prefix}{name}"
    if theme == "money":
        found = [kpi("growth", measure=m("flow"), pace=pace and "same_period"), kpi("attainment", measure=m("flow"), plan=m("plan"), pace=pace and "linear")]
    elif theme == "share":
        found = [kpi("share", part=m("part"), whole=m("whole")), kpi("share_change", part=m("part"), whole=m("whole"))]
    elif theme == "work":
        found = [kpi("completion", part=m("done"), whole=m("due"), pace=pace and "linear")]
    elif theme == "score":
        found = [kpi("score", measure=m("score"), value_unit="score"), kpi("score_change", measure=m("score"))]
    else:
        found = [kpi("growth", measure=m("flow"), pace=pace and "same_period")]
        if rng.random() < 0.3:
            found.append(kpi("score", measure=m("flow"), value_unit="count"))
    return rng.sample(found, rng.randint(1, len(found)))


def targets_of(rng, project, prefix, frequencies):
    """Targets, some of which take the place of others."""
    first_run = utc(project["instants"][0]).astimezone(ZoneInfo(project["zone"])).date()
    found = []
    for kpi in project["kpis"]:
        for number in range(rng.choice([3, 4, 5, 6])):
            frequency = rng.choice(frequencies)
            periods = periods_of(frequency, YEARS[1:])
            first, last = 0, len(periods) - 1
            if number > 2:
                first = rng.randrange(len(periods))
                last = min(last, first + rng.choice([0, 1, 3, 8]))
            level = rng.choice(["province", "province", "province", "province", "region", "country"])
            codes = codes_on(project["areas"], level, last_day(periods[first]))
            made = dict.fromkeys(TARGET_COLUMNS, "")
            made |= {
                "target_id": f"{prefix}t{len(found)}", "kpi": kpi["id"], "area_code": rng.choice(codes), "period_from": periods[first],
                "period_to": periods[last], "op": rng.choice(["ge", "gt", "ge", "le", "lt"]), "legal_basis": "invented",
                "target_value": rng.choice(TARGET_VALUES[kpi["kind"]]), "value_unit": value_unit(kpi),
                "tolerance": rng.choice(["", "", "", "0.01", "1"]),
            }
            if rng.random() < 0.4:
                decided = last_day(periods[first]) + timedelta(days=rng.choice([-400, -200, -30, 1, 60, 180]))
                # What is decided after the first run would be a fault there.
                made["decided_on"] = min(decided, first_run).isoformat()
            earlier = [t for t in found if t["kpi"] == kpi["id"]]
            if earlier and rng.random() < 0.6:
                old = rng.choice(earlier)
                made |= {"supersedes": old["target_id"], "area_code": old["area_code"], "period_from": old["period_from"], "period_to": old["period_to"]}
                if rng.random() < 0.6:
                    made["valid_from"] = (last_day(made["period_from"]) + timedelta(days=rng.choice([-400, -60, 1, 100, 181, 400]))).isoformat()
            found.append(made)
    return found


TARGET_VALUES = {
    "growth": ["0", "0.05", "0.1", "0.2", "-0.1"],
    "attainment": ["0", "0.04", "0.1", "-0.05"],
    "share": ["0.4", "0.5", "0.35"],
    "share_change": ["0", "2", "-1"],
    "completion": ["1", "0.9", "0.8"],
    "score": ["60", "61.25", "110"],
    "score_change": ["0", "1", "-2.5"],
}


def value_unit(kpi):
    """The unit of a KPI's value."""
    return {"share_change": "pp", "score_change": "score", "score": kpi.get("value_unit", "score")}.get(kpi["kind"], "ratio")


THEMES = {"flow": ["flow"], "money": ["flow", "plan"], "share": ["part", "whole"], "work": ["done", "due"], "score": ["score"]}


def shapes_of(rng, theme, years):
    """What is stated: frequency, span, years, level of the areas, and the share of the cells that are filled."""
    frequency, span = rng.choice([("year", ""), ("year", ""), ("year", ""), ("quarter", ""), ("month", ""), ("month", "ytd")])
    if theme == "work" and rng.random() < 0.5:
        frequency, span = "month", "ytd"
    if frequency == "month":
        years = years[-2:]
    shapes = [(frequency, span, years, "province", rng.choice([1, 1, 0.9]))]
    if theme != "score" and rng.random() < 0.25:
        shapes.append((frequency, span, years, rng.choice(["region", "country"]), 0.5))
    if rng.random() < 0.25:
        other = rng.choice([("year", ""), ("quarter", ""), ("month", "ytd")])
        if other != (frequency, span):
            shapes.append((*other, years[-2:], "province", 0.5))
    return shapes


def source_of(rng, dataset, name, rank):
    """A source of a dataset: how its rows are dated and how settled they are."""
    dated = rng.random() < 0.6
    early = rng.random() < 0.25
    return {
        "dataset": dataset, "id": name, "path": f"datasets/{dataset}/{name}.csv", "dated": dated, "rank": rank, "early": early,
        # Of equal rank with another source, and never of one mind with it or often so.
        "rival": rank == 1 and name != "s1" and rng.random() < 0.5,
        "published_at": "" if dated or rng.random() < 0.4 else rng.choice(["2023-12-15", "2024-01-01", "2024-01-01", "2023-07-01"]),
        "lags": [-30, -1, 0, 1, 30] if early else [1, 15, 30, 60],
        "statuses": rng.choice([["final"], ["final"], ["final", "estimate"], STATUSES]),
    }


def project(rng, shared, prefix="x"):
    """A random project within what it shares with others."""
    areas, relations, change = areas_of(rng, prefix)
    made = {**shared, "areas": areas, "relations": relations, "sources": [], "datasets": []}
    theme = rng.choice(["flow", "flow", "flow", "money", "share", "work", "score"])
    whats = THEMES[theme]
    years = YEARS if rng.random() < 0.5 else YEARS[1:]
    final = {}
    shapes = shapes_of(rng, theme, years)
    for d in range(1, rng.choice([2, 2, 3])):
        dataset = f"{prefix}d{d}"
        made["datasets"].append({"id": dataset})
        for s in range(1, rng.choice([2, 2, 2, 3])):
            source = source_of(rng, dataset, f"s{s}", s if rng.random() < 0.9 else 1)
            made["sources"].append(source)
            mine = [(f, sp, y if rng.random() < 0.6 else y[:-1], lv, share) for f, sp, y, lv, share in shapes]
            final[source["path"]] = stated(rng, made, source, whats, mine)
            if s > 1:
                lack_alike(rng, final[f"datasets/{dataset}/s1.csv"], final[source["path"]])
    frequencies = sorted({f for f, *_ in shapes})
    worked_out = []
    if theme != "score" and rng.random() < 0.6:
        worked_out = rng.choice([["year"], ["quarter", "year"], ["ytd"], ["quarter", "year", "ytd"], ["month"], ["rolling12"], ["month", "ytd", "year"]])
        frequencies = sorted(set(frequencies) | ({"year"} & set(worked_out)))
    if "ytd" in worked_out or any(span == "ytd" for _, span, *_ in shapes):
        # What is to date is judged by the target of the year.
        frequencies = sorted({*frequencies, "year"})
    over_time = "sum" if worked_out else ""
    if worked_out and not {"month", "ytd", "rolling12"} & set(worked_out) and rng.random() < 0.4:
        over_time = "last"
    sum_of = rng.choice(["", "", "", "province", "region"]) if theme != "score" else ""
    made["measures"] = [
        {"id": f"{prefix}{what}", "what": what, "datasets": [d["id"] for d in made["datasets"]], "periods": worked_out, "sum_of": sum_of,
         "function": "mean" if what == "score" else "sum", "over_time": over_time}
        for what in whats
    ]
    made["kpis"] = kpis_of(rng, prefix, theme)
    made["targets"] = targets_of(rng, made, prefix, frequencies)
    made["steps"] = deliveries(rng, made, final)
    return made


def pack(projects):
    """Projects that share a frame, side by side in one folder."""
    first = projects[0]
    packed = {key: first[key] for key in ("zone", "boundaries", "questions")}
    for key in ("areas", "relations", "sources", "datasets", "measures", "kpis", "targets"):
        packed[key] = [item for p in projects for item in p[key]]
    packed["steps"] = [
        {"now": step["now"], "files": {path: rows for p in projects for path, rows in p["steps"][i]["files"].items()}}
        for i, step in enumerate(first["steps"])
    ]
    return packed


def folder(seed, number):
    """So many projects that share a frame, from a seed."""
    rng = random.Random(f"chiso {seed}")
    shared = frame(rng)
    return [project(random.Random(f"chiso {seed} {i}"), shared, f"w{i:02}") for i in range(number)]
