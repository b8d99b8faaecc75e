"""The oracle with one rule taken out: shows that the random projects reach each rule, and what its loss would look like.

    python3 tests/oracle/without.py                     # of 300 projects, how many would have another verdict without each rule
    python3 tests/oracle/without.py --show 4            # one of them, cut down to what it takes
    python3 tests/oracle/without.py --show 4 --chiso P  # and what a program says of it
"""

import argparse
import contextlib
import sys
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))
import figures
import land
import model
import random_project
import reading
import run
import shrink
import writing


def by_dates(deliveries, key):
    """What a place says of a figure by the dates of its rows, whichever delivery came later."""
    said = [(d.rows[key].known, i, d.rows[key]) for i, d in enumerate(deliveries) if key in d.rows]
    gone = [(max((r.known for r in d.rows.values()), default=d.landed), i, None) for i, d in enumerate(deliveries)
            if key not in d.rows and not any(r.refused for r in d.rows.values())]
    first = min((i for _, i, _ in said), default=0)
    ordered = sorted(((known, i, row) for known, i, row in said + gone if i >= first), key=lambda s: s[:2])
    return [(known, row) for known, _, row in ordered]


def begins_in_utc(_, day):
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def same_unit(self, unit, day, other):
    return unit if unit.on(other) else None


def summed_on_boundary(self, unit, period, span):
    return [] if unit.level == self.sum_of else self.sums_of(self.below(unit, self.boundary), period, span, self.boundary)


def as_declared(self, kpi, unit, period):
    rule = kpi["pace"]["rule"]
    return Fraction(1) if rule == "same_period" else Fraction(figures.last_month(period), 12)


best_of = figures.Measure.best


def without_refused(self, rows):
    return best_of(self, [r for r in rows if not r.refused])


RULES = {
    "1": ("One series", [(model, "one_series", lambda found: [s[0] for s in found]), (model.Oracle, "mixed_series", lambda *_: False)]),
    "2": ("A period is over when the figure says so", [(reading, "confirmed", lambda same, day: same[0])]),
    "3": ("Days are the office's days", [(reading.Project, "begins", begins_in_utc), (reading.Project, "day", lambda _, i: i.date())]),
    "4": ("Landing decides what replaces what", [(reading, "statements", by_dates)]),
    "5": ("Registers do what they say", [(model.Oracle, "takes_effect", lambda *_: True), (model.Oracle, "begins_within", lambda *_: False)]),
    "10": ("A stock is no flow", [(figures, "at_end", lambda stated, period: figures.ways_of(stated, period, "period"))]),
    "11": ("Pace asks the right question", [(model.Oracle, "expected", as_declared)]),
    "13": ("A quarantined figure is not a missing one", [(figures.Measure, "best", without_refused)]),
    "15": ("A share is between zero and one", [(model.Oracle, "no_share", lambda *_: False)]),
    "17": ("A place stays itself", [(land.Land, "same_place", same_unit), (figures.Measure, "sums", summed_on_boundary)]),
}


@contextlib.contextmanager
def without(rule):
    """The oracle without a rule, while it lasts."""
    with contextlib.ExitStack() as stack:
        for where, name, instead in RULES[rule][1]:
            stack.enter_context(mock.patch.object(where, name, instead))
        yield


def answers(project):
    """What the oracle says of a project after each run and as of moments of the past, by question and key."""
    said, now = reading.Project(), {}
    steps = writing.files(project)
    for number, (instant, files) in enumerate(steps, 1):
        said.step(instant, files)
        now |= at(said, None, f"after run {number}")
    for text in project["questions"]:
        now |= at(said, said.until(text), f"as of {text}")
    return now


def at(said, as_of, question):
    """The answers to one question."""
    return {
        (question, k[0], k[1], b.isoformat(), *k[2:]): run.shown(s)
        for b in said.boundaries for k, s in model.Oracle(said, b, as_of).scores().items()
    }


def lost(project, rule):
    """Where the verdicts would be others without a rule, as `run.compare` has it."""
    wanted = answers(project)
    with without(rule):
        had = answers(project)
    found = []
    for key in sorted(wanted.keys() | had.keys()):
        want, have = wanted.get(key), had.get(key)
        names = run.differs(want, have) if want and have else ["row"]
        if names:
            found.append({"key": key[1:], "question": key[0], "differs": names, "want": want, "have": have})
    return found


def plain(difference):
    """Sorts first where without the rule there would be a verdict, and with it another one or none."""
    judged = {"met", "not_met", "on_track", "off_track"}
    have, want = difference["have"], difference["want"]
    return not (have and have["verdict"] in judged and (want is None or want["verdict"] != have["verdict"]))


def judged_otherwise(found):
    """The differences, those first in which something is judged otherwise."""
    return sorted(found, key=plain)


def projects(seed):
    """Random projects without end."""
    number = 0
    while True:
        yield from random_project.folder(f"{seed}.{number}", 6)
        number += 1


def count(seed, number):
    """How many projects would have another verdict without each rule."""
    reached = dict.fromkeys(RULES, 0)
    for _, project in zip(range(number), projects(seed)):
        for rule in RULES:
            reached[rule] += bool(lost(project, rule))
    for rule, (title, _) in RULES.items():
        print(f"{rule:>3}  {title}: {reached[rule]} of {number} projects")


def show(seed, rule, chiso, unknown):
    """A small project that shows what the loss of a rule would look like."""
    best = None
    for _, project in zip(range(150), projects(seed)):
        found = judged_otherwise(lost(project, rule))
        if found and (best is None or plain(found[0]) < plain(best[1][0])):
            best = project, found
        if best and not plain(best[1][0]):
            break
    if best is None:
        print(f"## Rule {rule} is reached by none of 150 projects")
        return
    project, found = best
    project, found = shrink.shrunk(project, lambda p: judged_otherwise(lost(p, rule)), found)
    print(f"## Without rule {rule}, {RULES[rule][0]}\n\n```\n{shrink.text(project)}{run.described(found[0], 'without')}")
    if chiso:
        theirs = [d for d in run.check(run.Program(chiso, tuple(unknown)), [project])[0] if d["key"] == found[0]["key"]]
        theirs = [d for d in theirs if d["question"] == found[0]["question"]] or theirs
        print("\n".join(run.described(d, "this program") for d in theirs[:1]) or "this program says what the rule says")
    print("```\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", nargs="*", choices=RULES, default=[])
    parser.add_argument("--chiso")
    parser.add_argument("--unknown", nargs="*", default=[])
    args = parser.parse_args()
    for rule in args.show:
        show(args.seed, rule, args.chiso, args.unknown)
    if not args.show:
        count(args.seed, args.projects)


if __name__ == "__main__":
    main()
