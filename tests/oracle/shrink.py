"""Cuts a project on which oracle and engine differ down to what it takes, so that a person can see why.

Whatever can be left out while *some* difference of the same kind stays is left out: steps, rows, targets, KPIs, sources, areas, columns.
"""

import random_project

ATTEMPTS = 150


def kind_of(found):
    """What must stay the same for a smaller project to be the same failure."""
    first = found[0]
    word = lambda s: None if s is None else (s["verdict"], tuple(s["reasons"]))
    return first["differs"], word(first["want"]), word(first["have"])


def shrunk(project, check, found):
    """The smallest project found, and its differences."""
    wanted, left = kind_of(found), [ATTEMPTS]

    def fails(candidate):
        left[0] -= 1
        try:
            return next((d for d in check(candidate) if kind_of([d]) == wanted), None)
        except Exception:  # a project that is no project any more
            return None

    best, shown = project, found[0]
    again = True
    while again and left[0] > 0:
        again = False
        for candidate in smaller(best):
            if left[0] <= 0:
                break
            difference = fails(candidate)
            if difference:
                best, shown, again = candidate, difference, True
                break
    return best, [shown]


def smaller(project):
    """Projects with something left out, the largest pieces first."""
    for key in ("questions", "boundaries", "kpis", "targets", "measures"):
        yield from without_items(project, key)
    for i in range(len(project["steps"])):
        if len(project["steps"]) > 1:
            yield {**project, "steps": project["steps"][:i] + project["steps"][i + 1 :]}
            if i:
                merged = {"now": project["steps"][i]["now"], "files": {**project["steps"][i - 1]["files"], **project["steps"][i]["files"]}}
                yield {**project, "steps": project["steps"][: i - 1] + [merged] + project["steps"][i + 1 :]}
    for source in project["sources"]:
        if len(project["sources"]) > 1:
            yield without_source(project, source)
    for share in (2, 4, 8, 16, 10**9):
        yield from without_rows(project, share)
    for key in ("relations", "areas"):
        yield from without_items(project, key)
    yield from plainer(project)


def without_items(project, key):
    """One item of a list less; a question or boundary is kept only where it is the last."""
    items = project[key]
    if key == "questions" and items:
        yield {**project, key: []}
    for i in range(len(items)):
        if len(items) > 1 or key in ("targets", "questions", "relations"):
            yield {**project, key: items[:i] + items[i + 1 :]}


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


def without_rows(project, share):
    """A share of the rows less, from all steps at once."""
    keys = keys_of(project)
    size = max(1, len(keys) // share)
    if share < 10**9 and size < 2:
        return
    for start in range(0, len(keys), size):
        gone = set(keys[start : start + size])
        steps = []
        for step in project["steps"]:
            files = {path: [r for r in rows if (path, random_project.same(r)) not in gone] for path, rows in step["files"].items()}
            steps.append({**step, "files": files})
        yield {**project, "steps": steps}


def plainer(project):
    """The same with less said: no rank, no day, a plain status."""
    for column, plain in (("rounding", ""), ("unit", "count"), ("basis", ""), ("obs", ""), ("known", ""), ("status", "final")):
        rows = [r for s in project["steps"] for rs in s["files"].values() for r in rs]
        if any(r[column] != plain for r in rows):
            steps = [{**s, "files": {p: [{**r, column: plain} for r in rs] for p, rs in s["files"].items()}} for s in project["steps"]]
            yield {**project, "steps": steps}
    for i, target in enumerate(project["targets"]):
        for column in ("tolerance", "decided_on", "valid_from", "supersedes"):
            if target[column]:
                yield {**project, "targets": [*project["targets"][:i], {**target, column: ""}, *project["targets"][i + 1 :]]}
    for i, measure in enumerate(project["measures"]):
        for key, plain in (("periods", []), ("sum_of", "")):
            if measure[key]:
                yield {**project, "measures": [*project["measures"][:i], {**measure, key: plain}, *project["measures"][i + 1 :]]}
    for i, source in enumerate(project["sources"]):
        if source["published_at"]:
            yield {**project, "sources": [*project["sources"][:i], {**source, "published_at": ""}, *project["sources"][i + 1 :]]}
    if project["zone"] != "UTC":
        yield {**project, "zone": "UTC"}


def text(project):
    """The files of a project, as they are put in place before each run."""
    lines = []
    for number, (now, files) in enumerate(random_project.files(project), 1):
        lines.append(f"-- run {number} at {now}, after these files were put in place")
        for path, content in sorted(files.items()):
            if path in ("datasets/areas.toml", "datasets/targets.toml"):
                continue
            lines += [f"# {path}", content.rstrip("\n"), ""]
    return "\n".join(lines) + "\n"
