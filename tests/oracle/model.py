"""The oracle: figure in force, operands, verdict, by plain loops over rows and exact fractions, after docs/RULES.md.

It shares no code with the engine and keeps nothing from one moment or boundary to the next: everything is worked out from the rows again.
Where it and the engine differ one of them breaks a rule.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache

from land import Land
from reading import ORDER, last_day

REASONS = [
    "contract_broken", "suppressed", "unit_mismatch", "basis_mismatch", "definition_break", "boundary_break", "source_conflict", "series_mixed",
    "quarantined", "value_missing", "base_missing", "plan_missing", "partial_period", "no_occasion", "base_zero", "plan_zero",
    "denominator_zero", "base_negative", "plan_negative",
]
MISSING = {"current": "value_missing", "part": "value_missing", "whole": "value_missing", "base": "base_missing", "base_part": "base_missing",
           "base_whole": "base_missing", "plan": "plan_missing"}
HIGH = {"current", "part", "base_whole"}


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure of an area of the boundary for a period, with what qualifies it."""

    value: Fraction | None
    unit: str
    basis: str
    status: str
    rounding: Fraction
    known: object
    sources: frozenset
    reasons: frozenset = frozenset()
    flags: frozenset = frozenset()
    merged: bool = False


@dataclass
class Score:
    """A verdict, as the scorecard shows it."""

    value: Fraction | None = None
    verdict: str = "not_assessable"
    reasons: list = field(default_factory=list)
    flags: set = field(default_factory=set)
    operands: dict = field(default_factory=dict)


# --- Periods.


def year_before(period):
    """The same period of the year before, by its name."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def months(period):
    """How many months a period has."""
    return {4: 12, 7: 3 if "Q" in period else 1}[len(period)]


def last_month(period):
    """The number of the last month of a period within its year."""
    return last_day(period).month


def frequency(period):
    """`A`, `Q` or `M`."""
    return {12: "A", 3: "Q", 1: "M"}[months(period)]


def month(year, number):
    return f"{year}-{number:02}"


# --- Putting figures together.


def joined(figures, signs=None):
    """The sum (or difference) of figures: the weakest status, the latest publication, every reason and flag."""
    signs = signs or [1] * len(figures)
    reasons = frozenset().union(*(f.reasons for f in figures))
    if len({f.unit for f in figures}) > 1:
        reasons |= {"unit_mismatch"}
    if len({f.basis for f in figures}) > 1:
        reasons |= {"basis_mismatch"}
    whole = not reasons and all(f.value is not None for f in figures)
    return Figure(
        sum(s * f.value for s, f in zip(signs, figures)) if whole else None, figures[0].unit, figures[0].basis,
        min((f.status for f in figures), key=ORDER.get), sum((f.rounding for f in figures), Fraction(0)), max(f.known for f in figures),
        frozenset().union(*(f.sources for f in figures)), reasons, frozenset().union(*(f.flags for f in figures)), any(f.merged for f in figures),
    )


def without_value(figure, *reasons):
    """The figure with reasons why it gives no value."""
    return replace(figure, value=None, reasons=figure.reasons | set(reasons)) if reasons else figure


class Measure:
    """The figures of a measure on one boundary at one moment."""

    def __init__(self, declared, rows, land, boundary):
        self.id, self.land, self.boundary = declared["id"], land, boundary
        self.periods, self.sum_of, self.stock = declared.get("periods", []), declared.get("sum_of"), declared.get("over_time") == "last"
        self.sources = declared["source"]
        self.order = [s["dataset"] for s in self.sources]
        self.cells = {}
        for row in rows:
            if row.dataset in self.order and f"'{row.what}'" in self.sources[self.order.index(row.dataset)]["where"]:
                unit = land.by_code(row.area, last_day(row.period))
                self.cells.setdefault((row.dataset, row.period, row.span), {}).setdefault(unit, []).append(row)
        self.additive = {s["dataset"]: s["value"].startswith("sum") for s in self.sources}
        self.own, self.stated, self.best, self.times = cache(self.own), cache(self.stated), cache(self.best), cache(self.times)
        self.known_of, self.below = cache(self.known_of), cache(self.below)

    def series(self):
        """Where figures may come from, the best first."""
        return self.order

    def own(self, dataset, unit, period, span):
        """The figure of an area as it is stated, brought onto the boundary."""
        cells = self.cells.get((dataset, period, span), {})
        parts = self.land.parts(unit, self.boundary, last_day(period))
        if parts is None:
            return None
        present = [f for f in (self.settled(cells.get(u, [])) for u in parts.units) if f]
        if not present:
            return None
        figure, merged = joined(present), len(parts.units) > 1
        reasons = ["value_missing"] if len(present) < len(parts.units) else []
        if parts.divided or (merged and not self.additive[dataset]):
            reasons.append("boundary_break")
        flags = {"boundary_approximate"} if parts.approximate else set()
        flags |= {"boundary_rebased"} if merged else set()
        return replace(without_value(figure, *reasons), flags=figure.flags | flags, merged=merged)

    def settled(self, rows):
        """The statement of a figure that counts among those of several sources of a dataset."""
        valued = [r for r in rows if r.value is not None]
        withheld = [r for r in rows if r.withheld]
        if not valued and not withheld:
            return None
        best = min(r.rank for r in valued or withheld)
        said = sorted((r for r in valued or withheld if r.rank == best), key=lambda r: r.source)
        if len({(r.value, r.unit, r.basis) for r in said}) == 1:
            said = said[:1]
        figure = joined([Figure(r.value, r.unit, r.basis, r.status, r.rounding, r.known, frozenset({r.source}),
                                frozenset({"suppressed"}) if r.withheld else frozenset()) for r in said])
        return without_value(figure, "source_conflict") if len(said) > 1 else figure

    def stated(self, dataset, unit, period, span):
        """The figure as stated, or as the sum of the areas below where none is."""
        own = self.own(dataset, unit, period, span)
        if own or not self.sum_of:
            return own
        below = self.below(unit)
        present = [f for f in (self.own(dataset, u, period, span) for u in below) if f]
        if not present:
            return None
        return without_value(joined(present), *["value_missing"][: len(present) < len(below)])

    def below(self, unit):
        """The areas that are added up for an area."""
        return [u for u in self.land.on(self.boundary) if u.level == self.sum_of and self.land.by_code(u.parent, self.boundary) == unit]

    def figure(self, unit, period, span):
        """The figure of the best dataset that has it."""
        found = None
        for dataset in self.order:
            now = self.stated(dataset, unit, period, span)
            if now and (found is None or (lacking(found) and not lacking(now))):
                found = now
        return found or self.worked_out(unit, period, span)

    # Periods that no source states.

    def wanted(self, unit):
        """Which periods are worked out for an area: those that end within what is stated."""
        found = set()
        for dataset in self.order:
            for period, span in self.times(dataset):
                if self.best(dataset, unit, period, span):
                    found |= set(self.asked_from(period))
        return found

    def asked_from(self, period):
        """The periods to work out that end with a stated one."""
        year, end = int(period[:4]), last_month(period)
        monthly, yearly = months(period) == 1, months(period) == 12
        for name in self.periods:
            if name == "month" and monthly:
                yield period, "period"
            elif name == "quarter" and not yearly:
                yield f"{year}-Q{(end + 2) // 3}", "period"
            elif name == "year":
                yield str(year), "period"
            elif name in ("ytd", "rolling12") and not yearly:
                yield period, name

    def times(self, dataset):
        """The periods that a dataset states for any area."""
        return sorted({(p, s) for d, p, s in self.cells if d == dataset})

    def best(self, dataset, unit, period, span):
        """The stated figure of a dataset, if it is the one used."""
        found, held = None, None
        for other in self.order:
            now = self.stated(other, unit, period, span)
            if now and (found is None or (lacking(found) and not lacking(now))):
                found, held = now, other
        return found if held == dataset else None

    def known_of(self, dataset, unit):
        """The stated figures of an area that are used of a dataset, by period and span."""
        return {(p, s): f for p, s in self.times(dataset) if (f := self.best(dataset, unit, p, s))}

    def worked_out(self, unit, period, span):
        """The figure as a difference of cumulative ones."""
        found = None
        for dataset in self.order:
            stated = self.known_of(dataset, unit)
            if any((period, span) in self.asked_from(p) for p, _ in stated):
                now = at_end(stated, period) if self.stock else work_out(stated, period, span)
                if now and (found is None or ("partial_period" in found.reasons and "partial_period" not in now.reasons)):
                    found = now
        return found


def lacking(figure):
    """There is no figure, and no other reason than that."""
    return figure.value is None and figure.reasons <= {"value_missing", "suppressed"}


# --- Worked-out periods.


def cumulative(stated, year, end, totals):
    """The stated figures that make up the first months of a year; what lacks is among them."""
    if end == 0:
        return []
    quarter = f"{year}-Q{end // 3}" if end % 3 == 0 else ""
    total = [(month(year, end), "ytd"), (quarter, "ytd"), (str(year) if end == 12 else "", "period")]
    part = [(month(year, end), "period"), (quarter, "period")]
    chosen = next((key for key in (total + part if totals else part + total) if key in stated), None)
    if chosen is None:
        by_month = any(months(p) == 1 and s == "period" for p, s in stated)
        by_quarter = any(months(p) == 3 and s == "period" for p, s in stated)
        chosen = (quarter, "period") if quarter and by_quarter and not by_month else (month(year, end), "period")
    length = months(chosen[0]) if chosen[1] == "period" and months(chosen[0]) < 12 else end
    return cumulative(stated, year, end - length, totals) + [chosen]


def pieces(stated, period, span, totals):
    """What a period is put together from: keys with a sign, those on both sides left out."""
    year, end = int(period[:4]), last_month(period)
    if span == "ytd":
        added, taken = cumulative(stated, year, end, totals), []
    elif span == "rolling12":
        added = cumulative(stated, year - 1, 12, totals) + cumulative(stated, year, end, totals)
        taken = cumulative(stated, year - 1, end, totals)
    else:
        added, taken = cumulative(stated, year, end, totals), cumulative(stated, year, end - months(period), totals)
    both = set(added) & set(taken)
    found = [(key, 1) for key in added if key not in both] + [(key, -1) for key in taken if key not in both]
    return found if any(key in stated for key, _ in found) else None


def work_out(stated, period, span):
    """A period from those that are stated; without a piece it is partial."""
    ways = [found for totals in (False, True) if (found := pieces(stated, period, span, totals))]
    whole = [way for way in ways if all(key in stated for key, _ in way)]
    by_totals = [found for totals in (True, False) if (found := pieces(stated, period, span, totals))]
    chosen = next(iter(whole or by_totals), None)
    if chosen is None:
        return None
    first = min(first_day(p) for p, _ in stated)
    if span == "rolling12" and any(key not in stated and first_day(key[0]) < first for key, _ in chosen):
        return None
    there = [(stated[key], sign) for key, sign in chosen if key in stated]
    figure = joined([f for f, _ in there], [s for _, s in there])
    return without_value(figure, *["partial_period"][: len(there) < len(chosen)])


def at_end(stated, period):
    """The quarter or year of a stock: what there is at its end, and nothing else."""
    year, end = int(period[:4]), last_month(period)
    within = lambda p: p != period and first_day(period) <= first_day(p) and last_day(p) <= last_day(period)
    there = {p: f for (p, s), f in stated.items() if s == "period" and within(p)}
    found = next((there[p] for p in (f"{year}-Q{end // 3}", month(year, end)) if p in there), None)
    if found or not there:
        return found
    return without_value(there[max(there, key=last_day)], "partial_period")


def first_day(period):
    """Year and first month of a period."""
    return int(period[:4]), last_month(period) - months(period) + 1


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
    """What a nought and a negative figure are called where they cannot be divided by."""
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


def reasons_of(kpi, operands):
    """Every reason why the operands give no value."""
    found = set()
    for role, figure in operands.items():
        if figure is None:
            found.add(MISSING[role])
            continue
        found |= {MISSING[role] if r == "value_missing" else r for r in figure.reasons}
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
    there = [f for f in operands.values() if f]
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
        self.measures = {id: Measure(m, rows, self.land, boundary) for id, m in project.measures.items()}
        self.figures = {}
        self.reach = project.day(max((r.known for r in rows), default=project.now))

    def figure(self, measure, unit, period, span):
        """A figure, worked out once."""
        key = (measure, unit, period, span)
        if key not in self.figures:
            self.figures[key] = self.measures[measure].figure(unit, period, span)
        return self.figures[key]

    def scores(self):
        """All scores by (kpi, area, period, span, target)."""
        return {key: score for kpi in self.project.kpis for key, score in self.of_kpi(kpi)}

    def of_kpi(self, kpi):
        for unit, period, span in sorted(self.asked(kpi), key=lambda c: (c[0].code, c[1:])):
            operands = {}
            for role, measure, when in roles(kpi, period):
                whole = role == "plan" and kpi.get("pace") and span == "ytd"
                operands[role] = self.figure(measure, unit, when[:4] if whole else when, "period" if whole else span)
            targets = self.binding(kpi, unit, period, span)
            for target in targets or [None]:
                yield (kpi["id"], unit.code, period, span, target["target_id"] if target else ""), self.judged(kpi, unit, period, span, operands, target)

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
            stated = {t for d in measure.order for t in measure.times(d)}
            for period, span in stated | measure.wanted(unit):
                if self.figure(name, unit, period, span):
                    yield unit, period, span

    def asked_by_targets(self, kpi):
        for target in self.project.targets:
            if target["kpi"] == kpi["id"]:
                unit = self.bound(target)
                if unit:
                    for period in between(target["period_from"], target["period_to"] or target["period_from"]):
                        yield unit, period, "period"

    def bound(self, target):
        """The area of the boundary that a target binds."""
        unit = self.land.by_code(target["area_code"], last_day(target["period_from"]))
        return unit if unit and unit.on(self.boundary) else None

    def binding(self, kpi, unit, period, span):
        """The targets that bind a cell, without those that another one of them takes the place of."""
        if span == "ytd":
            period = period[:4] if kpi.get("pace") else ""
        if span == "rolling12" or not period:
            return []
        named = {t["target_id"]: t for t in self.project.targets if t["kpi"] == kpi["id"] and self.names(t, unit, period)}
        kept = lambda t: t["supersedes"] in named and self.begins_within(t, period)
        found = [t for t in named.values() if not kept(t)]
        replaced = {t["supersedes"] for t in found}
        return [t for t in found if t["target_id"] not in replaced]

    def names(self, target, unit, period):
        """Whether a target names a cell that had not ended when it took effect, as far as it was decided by the moment asked for."""
        if self.bound(target) != unit or period not in between(target["period_from"], target["period_to"] or target["period_from"]):
            return False
        if target["valid_from"] and last_day(period).isoformat() < target["valid_from"]:
            return False
        return not target["decided_on"] or self.as_of is None or target["decided_on"] <= self.project.day(self.as_of).isoformat()

    def begins_within(self, target, period):
        """Whether a target takes effect after a period has begun, which is left to the target before it."""
        year, first = first_day(period)
        return bool(target["valid_from"]) and f"{month(year, first)}-01" < target["valid_from"]

    def judged(self, kpi, unit, period, span, operands, target):
        """The verdict on one area and period against one target."""
        there = {role: f for role, f in operands.items() if f}
        reasons = reasons_of(kpi, operands)
        score = Score(operands=operands, reasons=[r for r in REASONS if r in reasons], flags=set().union(*(f.flags for f in there.values())))
        if self.mixed(kpi, period, operands):
            score.flags.add("vintage_mixed")
        if reasons:
            return score
        score.value = value_of(kpi["kind"], operands)
        if kpi["kind"] in ("share", "share_change") and self.no_share(operands):
            score.flags.add("share_out_of_range")
        if target is None:
            score.verdict = "no_target"
        elif kpi.get("pace") and span == "ytd" and last_month(period) < 12:
            self.judge_running(kpi, unit, period, score, target)
        else:
            score.verdict, tolerated = held(target, Fraction(target["target_value"]), score.value)
            if self.open(operands, period):
                score.verdict = "not_due"
            elif tolerated:
                score.flags.add("within_tolerance")
            if score.verdict != "not_due":
                self.mark_rounding(kpi, score, target, Fraction(target["target_value"]))
        return score

    def no_share(self, operands):
        """Whether a part is more than its whole, or negative."""
        pairs = [("part", "whole"), ("base_part", "base_whole")]
        return any(a in operands and not 0 <= operands[a].value <= operands[b].value for a, b in pairs)

    def open(self, operands, period):
        """Whether a period was not over when its figures were known."""
        return any(self.project.day(f.known) <= last_day(period) for role, f in operands.items() if role in ("current", "part", "whole"))

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

    def mixed(self, kpi, period, operands):
        """Whether figures of one measure that are compared are settled to different degrees."""
        named = [(m, w, operands[role].status) for role, m, w in roles(kpi, period) if operands[role]]
        return any(a[0] == b[0] and a[1] != b[1] and a[2] != b[2] for a in named for b in named)


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
