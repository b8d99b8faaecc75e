"""Cuts a project on which oracle and engine differ down to what it takes, so that a person can see why.

Whatever can be left out while a difference of the same kind stays is left out: steps, rows, targets, KPIs, sources, areas, columns.
"""

from datetime import date, timedelta

import random_project
import writing

ATTEMPTS = 200


def kind_of(found):
    """What must stay the same for a smaller project to be the same failure."""
    first = found[0]
    word = lambda s: None if s is None else (s["verdict"], tuple(s["reasons"]))
    return first["differs"], word(first["want"]), word(first["have"])


class Shrinker:
    """The smallest project so far that still fails in the same way."""

    def __init__(self, project, check, found):
        self.best, self.check, self.shown, self.wanted, self.left = project, check, found[0], kind_of(found), ATTEMPTS

    def takes(self, candidate):
        """Whether a smaller project fails likewise; then it is the one to go on from."""
        if self.left <= 0 or candidate == self.best or not sound(candidate):
            return False
        self.left -= 1
        try:
            found = next((d for d in self.check(candidate) if kind_of([d]) == self.wanted), None)
        except Exception:  # a project that is no project any more
            return False
        if found:
            self.best, self.shown = candidate, found
        return bool(found)

    def without(self, number, cut):
        """Leaves out items in ever smaller runs; `number` counts those of a project, `cut` makes one without some of them."""
        size = max(1, number(self.best) // 2)
        while size:
            start = 0
            while start < number(self.best):
                if not self.takes(cut(self.best, start, start + size)):
                    start += size
            size //= 2

    def focus(self):
        """Only what the difference is about."""
        kpi, _, boundary, _, _, target = self.shown["key"]
        narrow = {**self.best, "boundaries": [boundary], "questions": []}
        if self.shown["question"].startswith("as of "):
            narrow["questions"] = [self.shown["question"].removeprefix("as of ")]
        self.takes(narrow)
        kpis = [k for k in self.best["kpis"] if k["id"] == kpi]
        used = {kpis[0].get(key) for key in ("measure", "plan", "part", "whole")}
        measures = [m for m in self.best["measures"] if m["id"] in used]
        self.takes({**self.best, "kpis": kpis, "measures": measures, "targets": [t for t in self.best["targets"] if t["kpi"] == kpi]})
        self.takes({**self.best, "targets": [t for t in self.best["targets"] if t["target_id"] == target]})

        year = int(self.shown["key"][3][:4])
        self.takes(only_rows(self.best, lambda r: r["period"][:4] in (str(year), str(year - 1))))
        self.takes(only_rows(self.best, lambda r: r["area"] == self.shown["key"][1]))

    def run(self):
        """Leaves out whatever can be left out, until nothing more can."""
        self.focus()
        before = None
        while before != self.best and self.left > 0:
            before = self.best
            for index in reversed(range(len(self.best["steps"]))):
                self.takes(without_step(self.best, index))
            for source in self.best["sources"]:
                if len(self.best["sources"]) > 1:
                    self.takes(without_source(self.best, source))
            self.without(lambda p: len(keys_of(p)), without_rows)
            for key in ("targets", "relations", "areas"):
                self.without(lambda p: len(p[key]), lambda p, start, end: {**p, key: p[key][:start] + p[key][end:]})
            for plain in plainer(self.best):
                self.takes(plain(self.best))
        return self.best, [self.shown]


def sound(project):
    """Whether every area that is named is there on the day that counts."""
    day = lambda period: random_project.last_day(period).isoformat()
    there = lambda code, when: any(a["code"] == code and a["from"] <= when and (not a["to"] or when <= a["to"]) for a in project["areas"])
    codes = {a["code"] for a in project["areas"]}
    rows = [r for s in project["steps"] for rs in s["files"].values() for r in rs]
    eve = lambda when: (date.fromisoformat(when) - timedelta(days=1)).isoformat()
    return (
        bool(rows) and all(a["parent"] in codes | {""} for a in project["areas"])
        and all(there(r["area"], day(r["period"])) for r in rows)
        and all(there(t["area_code"], day(t["period_from"])) for t in project["targets"])
        and all(there(r["from"], eve(r["date"])) and there(r["to"], r["date"]) for r in project["relations"])
        and all(t["supersedes"] in {"", *(o["target_id"] for o in project["targets"])} for t in project["targets"])
    )


def shrunk(project, check, found):
    """The smallest project found, and its difference."""
    return Shrinker(project, check, found).run()


def without_step(project, index):
    """A run less; what came before it comes before the next one."""
    steps = project["steps"]
    if len(steps) == 1:
        return project
    if index + 1 == len(steps):
        return {**project, "steps": steps[:-1]}
    merged = {"now": steps[index + 1]["now"], "files": {**steps[index]["files"], **steps[index + 1]["files"]}}
    return {**project, "steps": [*steps[:index], merged, *steps[index + 2 :]]}


def without_source(project, source):
    """Without a source and its files; a dataset without sources goes with it."""
    sources = [s for s in project["sources"] if s is not source]
    datasets = [d for d in project["datasets"] if any(s["dataset"] == d["id"] for s in sources)]
    names = {d["id"] for d in datasets}
    measures = [{**m, "datasets": [d for d in m["datasets"] if d in names]} for m in project["measures"]]
    steps = [{**s, "files": {p: r for p, r in s["files"].items() if p != source["path"]}} for s in project["steps"]]
    return {**project, "sources": sources, "datasets": datasets, "measures": measures, "steps": steps}


def keys_of(project):
    """What rows there are, over all steps."""
    found = {}
    for step in project["steps"]:
        for path, rows in step["files"].items():
            for row in rows:
                found[path, random_project.same(row)] = None
    return list(found)


def without_rows(project, start, end):
    """Some rows less, in all steps at once."""
    gone = set(keys_of(project)[start:end])
    steps = []
    for step in project["steps"]:
        files = {path: [r for r in rows if (path, random_project.same(r)) not in gone] for path, rows in step["files"].items()}
        steps.append({**step, "files": files})
    return {**project, "steps": steps}


def only_rows(project, wanted):
    """The rows that are wanted, in all steps."""
    steps = [{**s, "files": {path: [r for r in rows if wanted(r)] for path, rows in s["files"].items()}} for s in project["steps"]]
    return {**project, "steps": steps}


PLAIN_CELLS = {"rounding": "", "unit": "count", "basis": "", "obs": "", "known": "", "status": "final", "span": ""}
PLAIN_KEYS = {
    "targets": {"tolerance": "", "decided_on": "", "valid_from": "", "supersedes": ""},
    "measures": {"periods": [], "over_time": "", "sum_of": ""},
    "sources": {"published_at": "", "rank": ""},
    "kpis": {"pace": None},
}


def plainer(project):
    """Ways to say less: no rank, no day, a plain status. Each makes a project of the one it is given."""
    yield lambda p: {**p, "zone": "UTC"}
    for column, plain in PLAIN_CELLS.items():
        yield lambda p, column=column, plain=plain: with_cells(p, column, plain)
    for what, keys in PLAIN_KEYS.items():
        for i in range(len(project[what])):
            for key, plain in keys.items():
                yield lambda p, what=what, i=i, key=key, plain=plain: with_key(p, what, i, key, plain)


def with_cells(project, column, plain):
    """The same in a column of all rows."""
    steps = [{**s, "files": {p: [{**r, column: plain} for r in rs] for p, rs in s["files"].items()}} for s in project["steps"]]
    return {**project, "steps": steps}


def with_key(project, what, index, key, plain):
    """A plain value of one key of one item."""
    items = project[what]
    return {**project, what: [*items[:index], {**items[index], key: plain}, *items[index + 1 :]]} if index < len(items) and key in items[index] else project


def text(project):
    """The files of a project, as they are put in place before each run."""
    lines = []
    for number, (now, files) in enumerate(writing.files(project), 1):
        lines.append(f"-- run {number} at {now}, after these files were put in place")
        for path, content in sorted(files.items()):
            if path in ("datasets/areas.toml", "datasets/targets.toml"):
                continue
            lines += [f"# {path}", content.rstrip("\n"), ""]
    return "\n".join(lines) + "\n"
