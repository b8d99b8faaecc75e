"""The oracle: figure in force, operands, verdict, by plain loops over rows and exact fractions, after docs/RULES.md.

It shares no code with the engine and keeps nothing from one moment or boundary to the next: everything is worked out from the rows again.
Where it and the engine differ one of them breaks a rule.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from figures import Measure, last_month, month, months
from land import Land
from reading import last_day

REASONS = [
    "contract_broken", "suppressed", "unit_mismatch", "basis_mismatch", "definition_break", "boundary_break", "source_conflict", "series_mixed",
    "quarantined", "value_missing", "base_missing", "plan_missing", "partial_period", "no_occasion", "base_zero", "plan_zero",
    "denominator_zero", "base_negative", "plan_negative",
]
MISSING = {"current": "value_missing", "part": "value_missing", "whole": "value_missing", "base": "base_missing", "base_part": "base_missing",
           "base_whole": "base_missing", "plan": "plan_missing"}
HIGH = {"current", "part", "base_whole"}


@dataclass
class Score:
    """A verdict, as the scorecard shows it."""

    value: Fraction | None = None
    verdict: str = "not_assessable"
    reasons: list = field(default_factory=list)
    flags: set = field(default_factory=set)
    operands: dict = field(default_factory=dict)


def year_before(period):
    """The same period of the year before, by its name."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def frequency(period):
    """`A`, `Q` or `M`."""
    return {12: "A", 3: "Q", 1: "M"}[months(period)]


def first_day(period):
    """The first day of a period, as text."""
    return f"{month(int(period[:4]), last_month(period) - months(period) + 1)}-01"


# --- KPIs.


def roles(kpi, period):
    """The operands that a KPI compares: role, measure, period."""
    before, kind = year_before(period), kpi["kind"]
    if kind in ("growth", "score_change"):
        return [("current", kpi["measure"], period), ("base", kpi["measure"], before)]
    if kind == "score":
        return [("current", kpi["measure"], period)]
    if kind == "attainment":
        return [("current", kpi["measure"], period), ("plan", kpi["plan"], period)]
    found = [("part", kpi["part"], period), ("whole", kpi["whole"], period)]
    return found + [("base_part", kpi["part"], before), ("base_whole", kpi["whole"], before)] if kind == "share_change" else found


def unusable(kind, role):
    """What zero and a negative figure are called where they cannot be divided by."""
    if role == "base":
        return None if kind == "score_change" else ("base_zero", "base_negative")
    if role == "plan":
        return "plan_zero", "plan_negative"
    if role == "whole" and kind == "completion":
        return "no_occasion", "base_negative"
    return ("denominator_zero", "base_negative") if role in ("whole", "base_whole") else None


def adds_up(kpi):
    """Whether the value of a merged area may be made from the sums of its parts."""
    return kpi["kind"] != "score_change" and (kpi["kind"] != "score" or kpi.get("value_unit") == "count")


def reasons_of(kpi, operands, broken):
    """Every reason why the operands give no value; `broken` are the roles whose measure reads a dataset with a refused delivery."""
    found = set()
    for role, figure in operands.items():
        if figure is None:
            found |= {MISSING[role]} | ({"contract_broken"} if role in broken else set())
            continue
        found |= {MISSING[role] if r == "value_missing" else r for r in figure.reasons}
        found |= {MISSING[role]} if "quarantined" in figure.reasons else set()
        if figure.merged and not adds_up(kpi):
            found.add("boundary_break")
        names = unusable(kpi["kind"], role)
        if figure.value is None and not figure.reasons:
            found.add(MISSING[role])
        elif figure.value is not None and names and figure.value <= 0:
            found.add(names[0] if figure.value == 0 else names[1])
    part = operands.get("part")
    if "no_occasion" in found and part and part.value:
        found = found - {"no_occasion"} | {"denominator_zero"}
    # What is missing has no unit or basis to differ in.
    there = [f for f in operands.values() if f and f.value is not None]
    if len({f.unit for f in there}) > 1:
        found.add("unit_mismatch")
    if len({f.basis for f in there}) > 1:
        found.add("basis_mismatch")
    return found


def value_of(kind, operands, lean=0):
    """The exact value, leaning to one end of the rounding of the operands; `None` when a divisor is not positive."""
    at = {}
    for role, figure in operands.items():
        at[role] = figure.value + lean * figure.rounding * (1 if role in HIGH else -1)
    if kind == "score":
        return at["current"]
    if kind == "score_change":
        return at["current"] - at["base"]
    if any(at[role] <= 0 for role in ("base", "plan", "whole", "base_whole") if role in at):
        return None
    if kind == "growth":
        return at["current"] / at["base"] - 1
    if kind == "attainment":
        return at["current"] / at["plan"] - 1
    share = at["part"] / at["whole"]
    return (share - at["base_part"] / at["base_whole"]) * 100 if kind == "share_change" else share


def margin(target, value, wanted):
    """How far a value is on the good side."""
    return value - wanted if target["op"] in ("ge", "gt") else wanted - value


def held(target, wanted, value):
    """Met or not, and whether only by the tolerance."""
    by = margin(target, value, wanted)
    if by > 0 or (by == 0 and target["op"] in ("ge", "le")):
        return "met", False
    tolerance = Fraction(target["tolerance"] or 0)
    return ("met", True) if tolerance > 0 and by >= -tolerance else ("not_met", False)


class Oracle:
    """Scores of a project on a boundary as of a moment."""

    def __init__(self, project, boundary, as_of=None):
        self.project, self.boundary, self.as_of = project, boundary, as_of
        self.land = Land(project.areas, project.relations)
        rows = project.in_force(as_of)
        # What is asked as of a moment is answered without the refused deliveries.
        self.refused = project.broken() if as_of is None else set()
        self.measures = {id: Measure(m, rows, self.land, boundary) for id, m in project.measures.items()}

    def scores(self):
        """All scores by (kpi, area, period, span, target)."""
        return {key: score for kpi in self.project.kpis for key, score in self.of_kpi(kpi)}

    def of_kpi(self, kpi):
        for unit, period, span in sorted(self.asked(kpi), key=lambda c: (c[0].code, c[1:])):
            operands = self.operands(kpi, unit, period, span)
            targets = self.binding(kpi, unit, period, span)
            for target in targets or [None]:
                yield (kpi["id"], unit.code, period, span, target["target_id"] if target else ""), self.judged(kpi, unit, period, span, operands, target)

    def operands(self, kpi, unit, period, span):
        """What is compared, by role: figures of one measure in one series, where one has all of them."""
        found = {}
        for role, measure, when in roles(kpi, period):
            whole = role == "plan" and kpi.get("pace") and span == "ytd"
            found[role] = self.measures[measure].statements(unit, when[:4] if whole else when, "period" if whole else span)
        chosen = {role: statements[0] if statements else None for role, statements in found.items()}
        for measure in {m for _, m, _ in roles(kpi, period)}:
            own = [role for role, m, _ in roles(kpi, period) if m == measure]
            if all(chosen[role] and chosen[role].value is not None for role in own):
                chosen |= dict(zip(own, one_series([found[role] for role in own])))
        return chosen

    def asked(self, kpi):
        """Every area with any figure, in every period that has one for any area, and whatever a target asks for."""
        there = {}
        names = [kpi[k] for k in ("measure", "plan", "part", "whole") if k in kpi]
        for name in names:
            there[name] = set(self.present(name))
        every = set().union(*there.values())
        units, times = {c[0] for c in every}, {c[1:] for c in every}
        if kpi["kind"] == "attainment":
            planned = {(frequency(p), s) for _, p, s in there[kpi["plan"]]}
            times = {(p, s) for p, s in times if (frequency(p), s) in planned or (kpi.get("pace") and s == "ytd")}
        return {(u, *t) for u in units for t in times} | set(self.asked_by_targets(kpi))

    def present(self, name):
        """The figures of a measure that are there, with a value or a reason."""
        measure = self.measures[name]
        for unit in self.land.on(self.boundary):
            for period, span in measure.wanted(unit):
                if measure.statements(unit, period, span):
                    yield unit, period, span

    def asked_by_targets(self, kpi):
        for target in self.project.targets:
            if target["kpi"] == kpi["id"]:
                unit = self.bound(target)
                if unit:
                    for period in between(target["period_from"], target["period_to"] or target["period_from"]):
                        yield unit, period, "period"

    def bound(self, target):
        """The area of the boundary that a target binds: the same, or the same place under another name or code."""
        day = last_day(target["period_from"])
        unit = self.land.by_code(target["area_code"], day)
        return unit and self.land.same_place(unit, day, self.boundary)

    def binding(self, kpi, unit, period, span):
        """The targets that bind a cell, without those that another one of them takes the place of."""
        if span == "ytd":
            period = period[:4] if kpi.get("pace") else ""
        if span == "rolling12" or not period:
            return []
        named = {t["target_id"]: t for t in self.project.targets if t["kpi"] == kpi["id"] and self.names(t, unit, period)}
        waits = {id for id, t in named.items() if t["supersedes"] in named and self.begins_within(t, period)}
        replaced = {old for id in named if id not in waits for old in replaced_by(named, id)}
        return [t for id, t in named.items() if id not in waits | replaced]

    def names(self, target, unit, period):
        """Whether a target names a cell that had not ended when it took effect, as far as it was decided by the moment asked for."""
        if self.bound(target) != unit or period not in between(target["period_from"], target["period_to"] or target["period_from"]):
            return False
        if not self.takes_effect(target, period):
            return False
        return not target["decided_on"] or self.as_of is None or target["decided_on"] <= self.project.day(self.as_of).isoformat()

    def takes_effect(self, target, period):
        """Whether a period had not ended when a target took effect."""
        return not target["valid_from"] or target["valid_from"] <= last_day(period).isoformat()

    def begins_within(self, target, period):
        """Whether a target takes effect after a period has begun, which is left to the target before it."""
        return bool(target["valid_from"]) and first_day(period) < target["valid_from"]

    def judged(self, kpi, unit, period, span, operands, target):
        """The verdict on one area and period against one target."""
        # A plan is made ahead, so that it covers its period whenever it was made.
        flags = {role: f.flags - {"to_date"} if role == "plan" else f.flags for role, f in operands.items() if f}
        reasons = reasons_of(kpi, operands, {role for role, m, _ in roles(kpi, period) if self.broken(m)})
        if self.mixed_series(kpi, period, operands):
            reasons.add("series_mixed")
        if any("to_date" in flags.get(role, ()) for role in ("base", "base_part", "base_whole")):
            reasons.add("partial_period")
        score = Score(operands=operands, reasons=[r for r in REASONS if r in reasons], flags=set().union(*flags.values()))
        if self.mixed(kpi, period, operands):
            score.flags.add("vintage_mixed")
        if "unit_mismatch" not in reasons and self.no_share(kpi["kind"], operands):
            score.flags.add("share_out_of_range")
        if reasons:
            if target is not None and self.is_open(period) and self.lacks(kpi, period, operands):
                score.verdict = "not_due"
            return score
        score.value = value_of(kpi["kind"], operands)
        if target is None:
            score.verdict = "no_target"
        elif kpi.get("pace") and span == "ytd" and last_month(period) < 12:
            self.judge_running(kpi, unit, period, score, target)
        else:
            score.verdict, tolerated = held(target, Fraction(target["target_value"]), score.value)
            if any("to_date" in flags.get(role, ()) for role in ("current", "part", "whole")):
                score.verdict = "not_due"
            elif tolerated:
                score.flags.add("within_tolerance")
            if score.verdict != "not_due":
                self.mark_rounding(kpi, score, target, Fraction(target["target_value"]))
        return score

    def is_open(self, period):
        """Whether a period had not ended on the day of the run, or on the day asked for."""
        return self.project.day(self.as_of or self.project.now).isoformat() <= last_day(period).isoformat()

    def lacks(self, kpi, period, operands):
        """Whether a figure of the period, and not its plan, is missing and not withheld or refused."""
        for role, _, at in roles(kpi, period):
            figure = operands.get(role)
            if at != period or role == "plan":
                continue
            if figure is None or figure.reasons & {"value_missing", "partial_period"} or (not figure.reasons and figure.value is None):
                return True
        return False

    def no_share(self, kind, operands):
        """Whether a part is negative, or more than its whole where that is no completion."""
        if kind not in ("share", "share_change", "completion"):
            return False
        for part, whole in (("part", "whole"), ("base_part", "base_whole")):
            a, b = (f.value if (f := operands.get(role)) else None for role in (part, whole))
            if a is not None and b is not None and b > 0 and (a < 0 or (a > b and kind != "completion")):
                return True
        return False

    def judge_running(self, kpi, unit, period, score, target):
        """A year that still runs is on or off its track."""
        share = self.expected(kpi, unit, period)
        if share is None:
            score.verdict = "not_due"
            return
        goal = Fraction(target["target_value"])
        wanted = share * (goal + 1) - 1 if kpi["kind"] == "attainment" else share * goal
        verdict, tolerated = held(target, wanted, score.value)
        score.verdict = "on_track" if verdict == "met" else "off_track"
        if tolerated:
            score.flags.add("within_tolerance")
        self.mark_rounding(kpi, score, target, wanted)

    def expected(self, kpi, unit, period):
        """The share of the target that is expected by now."""
        if kpi["kind"] == "completion" or kpi["pace"]["rule"] == "same_period":
            return Fraction(1)
        return Fraction(last_month(period), 12)

    def mark_rounding(self, kpi, score, target, wanted):
        """Flags a verdict that would be another one somewhere within the rounding of the operands."""
        if any(f.rounding for f in score.operands.values()):
            now = held(target, wanted, score.value)[0]
            ends = [value_of(kpi["kind"], score.operands, lean) for lean in (-1, 1)]
            if any(end is None or held(target, wanted, end)[0] != now for end in ends):
                score.flags.add("input_rounding")

    def broken(self, name):
        """Whether a measure reads a dataset with a refused delivery."""
        return any(source["dataset"] in self.refused for source in self.project.measures[name]["source"])

    def mixed_series(self, kpi, period, operands):
        """Whether figures of one measure that are compared are of several series; what has no figure is compared with nothing."""
        named = [(m, f) for role, m, _ in roles(kpi, period) if (f := operands[role]) and f.value is not None]
        return any(a[0] == b[0] and not a[1].comparable(b[1]) for a in named for b in named)

    def mixed(self, kpi, period, operands):
        """Whether figures of one measure that are compared are settled to different degrees."""
        named = [(m, w, operands[role].status) for role, m, w in roles(kpi, period) if operands[role]]
        return any(a[0] == b[0] and a[1] != b[1] and a[2] != b[2] for a in named for b in named)


def one_series(found):
    """Of the statements of several figures those of one series: those used, else the best that has all of them."""
    used = [statements[0] for statements in found]
    alike = lambda all_of: all(a.comparable(b) for a in all_of for b in all_of)
    usable = [[f for f in statements if f.value is not None] for statements in found]
    if alike(used):
        return used
    for first in usable[0]:
        for fits in (lambda f: f.series() == first.series(), first.comparable):
            same = [first] + [next((f for f in rest if fits(f)), None) for rest in usable[1:]]
            if all(same) and alike(same):
                return same
    return used


def replaced_by(named, target):
    """The targets that one takes the place of, and those that they had taken the place of."""
    found, old = [], named[target]["supersedes"]
    while old in named and old not in found:
        found.append(old)
        old = named[old]["supersedes"]
    return found


@cache
def between(first, last):
    """The periods from one to another."""
    found, period = [], first
    while period <= last:
        found.append(period)
        period = after(period)
    return found


def after(period):
    """The next period of the same length."""
    year, rest = int(period[:4]), period[5:]
    if not rest:
        return str(year + 1)
    if rest[0] == "Q":
        return f"{year}-Q{int(rest[1]) + 1}" if rest != "Q4" else f"{year + 1}-Q1"
    return month(year, int(rest) + 1) if rest != "12" else month(year + 1, 1)
