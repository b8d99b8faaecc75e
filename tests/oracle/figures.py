"""The figures of a measure on one boundary: what is stated, what areas below add up to, what other periods make of it.

Each figure knows its *series*: dataset, rank of the statement, own or summed, and the stretches of months that it was put together from. What
other series have in its place is kept with it, the best first, for a comparison uses one series. What its own series gives by other periods is
kept too, and shows only whether it says the same.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from reading import ORDER, last_day


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
    dataset: str
    rank: object
    reasons: frozenset = frozenset()
    flags: frozenset = frozenset()
    merged: bool = False
    summed: bool = False
    stretches: tuple = ()
    # Length and span of the one figure of the same stretch that it is, where that has another name.
    name: tuple = ()
    # Its first and last month.
    covers: tuple = ()
    # What its own series gives by other periods.
    also: tuple = ()
    # The areas that it is the sum of, each with its figure, where not all of them state it.
    parts: tuple = ()

    def statement(self):
        """Its dataset and statement, whatever periods it was put together from."""
        return (self.dataset, self.rank, self.summed)

    def series(self):
        """What it must share with a figure that it is added to."""
        return (*self.statement(), self.stretches)

    def comparable(self, other):
        """Whether it may be compared; a rank may say how settled a figure is."""
        rank = self.rank == other.rank or self.status != other.status
        return rank and (self.dataset, self.summed) == (other.dataset, other.summed) and self.reached_like(other)

    def says(self, other):
        """Whether it says the same as another figure, within the rounding of both."""
        alike = (self.unit, self.basis) == (other.unit, other.basis) and None not in (self.value, other.value)
        return alike and abs(self.value - other.value) <= self.rounding + other.rounding

    def denies(self, other):
        """Whether its own series says another thing under the name of another figure."""
        named = [f for f in self.also if not f.stretches and f.name == other.name]
        comparable = lambda f: (self.unit, self.basis) == (f.unit, f.basis) and None not in (self.value, f.value)
        return not other.stretches and self.name != other.name and any(comparable(f) and not self.says(f) for f in named)

    def reached_like(self, other):
        """Whether it, or what says the same, is put together from the same lengths as another figure, or what says the same as that."""
        ours, theirs = ([f] + [also for also in f.also if f.says(also)] for f in (self, other))
        alike = lambda a, b: (a.stretches == b.stretches and same_parts(a, b)) or (a.from_years_to_date() and b.from_years_to_date())
        return any(alike(a, b) and not self.denies(b) and not other.denies(a) for a in ours for b in theirs)

    def from_years_to_date(self):
        """Whether it is a year to date, a difference of two, or twelve months by three."""
        first, last = self.covers
        if not self.stretches:
            return first % 12 == 0 and uniform(self.parts)
        since = (last if last - first == 11 else first) // 12 * 12 - last
        twelve = {(since, 0, 1), (since - 12, since - 1, 1), (since - 12, -12, -1)}
        return set(self.stretches) == twelve or set(self.stretches) == {(since, 0, 1), (since, first - last - 1, -1)}


def uniform(parts):
    """Whether all parts of a sum are stated, or none, and theirs in turn."""
    return len({f.stretches for _, f in parts}) < 2 and all(uniform(f.parts) for _, f in parts)


def same_parts(one, two):
    """Whether the parts of two sums are reached alike."""
    if uniform(one.parts) and uniform(two.parts):
        return True
    return [u for u, _ in one.parts] == [u for u, _ in two.parts] and all(a.reached_like(b) for (_, a), (_, b) in zip(one.parts, two.parts))


# --- Periods.


@cache
def months(period):
    """How many months a period has."""
    return {4: 12, 7: 3 if "Q" in period else 1}[len(period)]


@cache
def last_month(period):
    """The number of the last month of a period within its year."""
    return last_day(period).month


def month(year, number):
    return f"{year}-{number:02}"


@cache
def stretch(period, span):
    """The first and last month that a figure covers, counted from the beginning of the calendar."""
    last = int(period[:4]) * 12 + last_month(period) - 1
    return {"period": last + 1 - months(period), "ytd": int(period[:4]) * 12, "rolling12": last - 11}[span], last


# --- Putting figures together.


def joined(figures, signs=None, names=None):
    """The sum (or difference) of figures: the weakest status, the latest publication, every reason and flag."""
    signs = signs or [1] * len(figures)
    if signs == [1]:
        return figures[0]
    reasons = frozenset().union(*(f.reasons for f in figures))
    if len({f.unit for f in figures}) > 1:
        reasons |= {"unit_mismatch"}
    if len({f.basis for f in figures}) > 1:
        reasons |= {"basis_mismatch"}
    whole = not reasons and all(f.value is not None for f in figures)
    ranks = {f.rank for f in figures}
    return replace(
        figures[0],
        value=sum(s * f.value for s, f in zip(signs, figures)) if whole else None,
        status=min((f.status for f in figures), key=ORDER.get), rounding=sum((f.rounding for f in figures), Fraction(0)),
        known=max(f.known for f in figures), sources=frozenset().union(*(f.sources for f in figures)), reasons=reasons,
        flags=frozenset().union(*(f.flags for f in figures)), merged=any(f.merged for f in figures),
        rank=figures[0].rank if len(ranks) == 1 else frozenset(zip(names or range(len(figures)), (f.rank for f in figures))),
    )


def without_value(figure, *reasons):
    """The figure with reasons why it gives no value."""
    return replace(figure, value=None, reasons=figure.reasons | set(reasons)) if reasons else figure


def lacking(figure):
    """There is no figure, and no other reason than that."""
    return figure.value is None and figure.reasons <= {"value_missing", "suppressed", "quarantined"}


def of_row(row):
    """A row as a figure of its own area."""
    reasons = frozenset({"suppressed"} if row.withheld else {"quarantined"} if row.refused else ())
    flags = frozenset({"to_date"}) if row.to_date else frozenset()
    return Figure(
        row.value, row.unit, row.basis, row.status, row.rounding, row.known, frozenset({row.source}), row.dataset, row.rank, reasons, flags,
        covers=stretch(row.period, row.span),
    )


def each_series(figures):
    """The first figure of each series."""
    found = {}
    for figure in figures:
        found.setdefault(figure.series(), figure)
    return list(found.values())


class Measure:
    """The figures of a measure on one boundary at one moment."""

    def __init__(self, declared, rows, land, boundary):
        self.land, self.boundary = land, boundary
        self.periods, self.sum_of, self.stock = declared.get("periods", []), declared.get("sum_of"), declared.get("over_time") == "last"
        sources = declared["source"]
        self.order = [s["dataset"] for s in sources]
        self.additive = {s["dataset"]: s["value"].startswith("sum") for s in sources}
        self.cells = {}
        for row in rows:
            if row.dataset in self.order and f"'{row.what}'" in sources[self.order.index(row.dataset)]["where"]:
                unit = land.by_code(row.area, last_day(row.period))
                self.cells.setdefault((row.dataset, row.period, row.span), {}).setdefault(unit, []).append(row)
        self.times = sorted({(p, s) for _, p, s in self.cells})
        self.own, self.stated, self.below = cache(self.own), cache(self.stated), cache(self.below)
        self.existence = cache(land.existence)
        self.statements, self.wanted = cache(self.statements), cache(self.wanted)

    def statements(self, unit, period, span):
        """The figure that is used, and what other series have of it; nothing where there is none."""
        found = self.stated(unit, period, span)
        worked_out = self.flagged(unit, period, span, self.worked_out(unit, period, span))
        if not found:
            found, worked_out = worked_out[:1], worked_out[1:]
        worked_out = [f for f in worked_out if f.value is not None]
        head = found[0] if found else None
        if head and head.summed and head.value is None and head.reasons <= {"value_missing", "series_mixed", "suppressed", "quarantined"} and not head.stretches:
            # Areas that one dataset lacks do not take away what another dataset has whole.
            elsewhere = [f for f in worked_out if f.dataset != head.dataset]
            if elsewhere:
                found, worked_out = elsewhere[:1] + found[1:], [f for f in worked_out if f is not elsewhere[0]]
        also = {}
        for figure in worked_out:
            held = next((f for f in found if f.statement() == figure.statement()), None)
            if held:
                also.setdefault(held.statement(), []).append(figure)
            else:
                found = found + [figure]
        return [replace(f, also=tuple(also.get(f.statement(), ()))) for f in found]

    # What sources state.

    def stated(self, unit, period, span):
        """The figure as stated, of the best dataset that has it; or as the sum of the areas below."""
        found = self.flagged(unit, period, span, self.of_datasets(unit, period, span, self.boundary))
        sums = self.sums(unit, period, span) if self.sum_of else []
        if not found:
            found, sums = sums[:1], sums[1:]
        return found + [f for f in sums if f.value is not None]

    def of_datasets(self, unit, period, span, boundary):
        """An area's own figure on a boundary: the one used, then the others."""
        found = [self.own(dataset, unit, period, span, boundary) for dataset in self.order]
        heads = [statements[0] for statements in found if statements]
        if not heads:
            return []
        used = next((f for f in heads if not lacking(f)), heads[0])
        return [used] + [f for statements in found for f in statements if f is not used and f.value is not None]

    def own(self, dataset, unit, period, span, boundary):
        """What a dataset says of an area, brought onto a boundary: by the best rank that has it, then by each rank that has all of it."""
        cells = self.cells.get((dataset, period, span), {})
        parts = self.land.parts(unit, boundary, last_day(period))
        if parts is None:
            return []
        rows = [cells.get(u, []) for u in parts.units]
        chosen = [self.best(r) for r in rows]
        by_periods = self.lacking(dataset, parts.units, chosen, period, span)
        found = self.composed(dataset, parts, chosen, [f and f[0] for f in by_periods])
        if found is None:
            return []
        others = []
        ranks = {r.rank for of_part in rows for r in of_part if r.value is not None}
        for rank in sorted(ranks):
            of_rank = [self.best([r for r in of_part if r.rank == rank and r.value is not None]) for of_part in rows]
            made = [next((f for f in figures if f.rank == rank), None) if figures else None for figures in by_periods]
            one = self.composed(dataset, parts, of_rank, made)
            if one and one.value is not None and one.series() != found.series():
                others.append(one)
        return [found] + others

    def lacking(self, dataset, units, chosen, period, span):
        """What the areas that do not state a period, while others of the same merged area do, have of it by shorter ones; if all of them have."""
        nothing = [None] * len(units)
        if not self.periods or not self.additive[dataset] or all(chosen) or not any(chosen):
            return nothing
        day, found = last_day(period), []
        for unit, figure in zip(units, chosen):
            found.append([] if figure else self.by_periods([dataset], self.of_unit(dataset, unit, day), period, span, unit))
        if any(not figure and not (f and f[0].value is not None) for f, figure in zip(found, chosen)):
            # Why some have nothing.
            return [f if f and f[0].value is None else None for f in found]
        return [f or None for f in found]

    def of_unit(self, dataset, unit, day):
        """What a dataset says of one area while it has the land of a day, by time: the best, then each rank."""
        stated = {}
        for key in self.times:
            rows = self.cells.get((dataset, *key), {}).get(unit, [])
            best = self.best(rows)
            if best and self.land.of(unit, last_day(key[0])) == self.land.of(unit, day):
                ranks = sorted({r.rank for r in rows if r.value is not None} - {best.rank})
                stated[key] = [best] + [self.best([r for r in rows if r.rank == rank and r.value is not None]) for rank in ranks]
        return stated

    def by_periods(self, order, stated, period, span, unit):
        """What an area has of a period by its shorter ones, the best first: what is whole only; where nothing is, why, if a part is withheld or refused."""
        near = near_in(stated, period, span)
        found = self.flagged(unit, period, span, self.ways(families_of(order, near), period, span, begin_of(near)))
        whole = [f for f in found if f.value is not None]
        aside = [(f, f.reasons & {"suppressed", "quarantined"}) for f in found]
        aside = [replace(f, reasons=kept | ({"value_missing"} if f.reasons - kept else set())) for f, kept in aside if kept]
        return whole or aside[:1]

    def composed(self, dataset, parts, figures, by_periods):
        """The figure of an area from those of its parts, some of which have theirs by shorter periods."""
        present = [(u, f or g) for u, f, g in zip(parts.units, figures, by_periods) if f or g]
        if not present or not any(figures):
            return None
        figure, merged = joined([f for _, f in present], names=[u for u, _ in present]), len(parts.units) > 1
        reasons = ["value_missing"] if len(present) < len(parts.units) else []
        if parts.divided or (merged and not self.additive[dataset]):
            reasons.append("boundary_break")
        flags = {"boundary_approximate"} if parts.approximate else set()
        flags |= {"boundary_rebased"} if merged else set()
        figure = replace(without_value(figure, *reasons), flags=figure.flags | flags, merged=merged, stretches=(), name=())
        return replace(figure, parts=tuple(present) if any(by_periods) else ())

    def best(self, rows):
        """The statement of a figure that counts among those of several sources of a dataset."""
        given = [r for r in rows if r.value is not None] or [r for r in rows if r.withheld] or [r for r in rows if r.refused]
        if not given:
            return None
        said = sorted((r for r in given if r.rank == min(t.rank for t in given)), key=lambda r: r.source)
        said.sort(key=lambda r: r.known, reverse=True)
        if len({(r.value, r.unit, r.basis) for r in said}) == 1:
            said = said[:1]
        figure = joined([of_row(r) for r in said])
        return without_value(figure, "source_conflict") if len(said) > 1 else figure

    # What areas below add up to.

    def below(self, unit, day):
        """The areas of the level added up that an area is made of on a day, over any number of levels; none where a branch does not reach it."""
        children = [u for u in self.land.on(day) if u != unit and self.land.by_code(u.parent, day) == unit]
        direct = [u for u in children if u.level == self.sum_of]
        branches = [self.below(u, day) for u in children if u.level != self.sum_of]
        if not direct and not all(branches):
            return []
        return direct + [u for branch in branches for u in branch]

    def sums(self, unit, period, span):
        """The sums of the areas below, the one that is used first: where they are stated, else on the boundary."""
        if unit.level == self.sum_of:
            return []
        day, here = last_day(period), self.below(unit, self.boundary)
        then = self.land.same_place(unit, self.boundary, day)
        there = self.below(then, day) if then else []
        found = self.sums_of(here, period, span, self.boundary)
        stated = [s for d in [day, *self.days_ended(period, span)] if d != self.boundary and (s := self.sums_there(here, period, span, d))]
        aside = lambda f: f.reasons & {"suppressed", "quarantined"} and not (found and found[0].value is not None)
        found = next((s for s in stated if s[0].value is not None), next((s for s in stated if aside(s[0])), found))
        if any(self.left_out(u, period, span) for u in there):
            found = [replace(f, flags=f.flags | {"parts_left_out"}) for f in found]
            if any(not self.exists(u, period, span)[0] for u in here):
                found = [without_value(f, "value_missing") for f in found]
        return [replace(f, flags=f.flags - {"exists_in_part"}) for f in found]

    def sums_there(self, here, period, span, day):
        """The same on another day, of the areas that were together the same land."""
        land = self.whole(here, self.boundary)
        same = [u for u in self.land.on(day) if u.level == self.sum_of and self.land.of(u, day) & land]
        if not same or self.whole(same, day) != land or self.exchanged(here, same, day):
            return []
        return self.sums_of(same, period, span, day)

    def days_ended(self, period, span):
        """The last days of areas that ended within a period, have parts of it and do not state it."""
        if not self.periods or not any((d, period, span) in self.cells for d in self.order):
            return []
        first, last = stretch(period, span)
        parts = [k for k in self.times if k != (period, span) and first // 12 * 12 <= stretch(*k)[0] and stretch(*k)[1] <= last]
        units = {u for d in self.order for k in parts for u in self.cells.get((d, *k), {}) if u not in self.cells.get((d, period, span), {})}
        return sorted({u.end for u in units if u and u.end < last_day(period)})

    def whole(self, units, day):
        """The land of several areas."""
        return set().union(*(self.land.of(u, day) for u in units))

    def exchanged(self, here, there, day):
        """Whether a part that figures cannot separate came from outside or went there."""
        inside = self.whole(here, self.boundary) | self.whole(there, day)
        return any(bool(old & inside) != bool(new & inside) for old, new in self.land.transfers(self.boundary, day))

    def left_out(self, unit, period, span):
        """Whether an area has a figure that no area of the boundary holds."""
        land = self.land.of(unit, last_day(period))
        stated = any(self.best(self.cells.get((d, period, span), {}).get(unit, [])) for d in self.order)
        return stated and not any(self.land.of(u, self.boundary) & land for u in self.land.on(self.boundary))

    def exists(self, unit, period, span):
        """Whether an area exists on any day of a period, and whether on a part of its days only."""
        first, last = self.existence(unit)
        begin, end = (divmod(m, 12) for m in stretch(period, span))
        begin = date(begin[0], begin[1] + 1, 1)
        end = date(end[0] + (end[1] + 1) // 12, (end[1] + 1) % 12 + 1, 1) - timedelta(days=1)
        at_all = (first is None or first <= end) and (last is None or begin <= last)
        in_part = (first is not None and begin < first <= end) or (last is not None and begin <= last < end)
        return at_all, in_part and not self.stock

    def flagged(self, unit, period, span, found):
        """Figures of an area that exists in a part of the period only say so."""
        if not self.exists(unit, period, span)[1]:
            return found
        return [replace(f, flags=f.flags | {"exists_in_part"}) for f in found]

    def sums_of(self, units, period, span, boundary):
        """The sums of some areas on a boundary. Nothing is asked of an area that does not exist."""
        units = [u for u in units if self.exists(u, period, span)[0]]
        present = [(u, f) for u in units if (f := self.of_datasets(u, period, span, boundary))]
        if not present:
            return []
        statements = dict(present)
        short, several = len(present) < len(units), len({f[0].statement() for _, f in present}) > 1
        if self.periods and (short or several):
            by_periods = {u: self.shorter(u, period, span, boundary) for u in units if several or u not in statements}
        else:
            by_periods = {}
        why = set()
        for unit in units:
            if unit not in statements:
                found = by_periods.get(unit)
                why |= found[0].reasons if found else {"value_missing"}
        if short and not why:
            why = {"value_missing"}
        choices = [[f[0] for _, f in present]]
        for statement in present[0][1]:
            same = [next((s for s in f if s.series() == statement.series()), None) for _, f in present]
            choices += [same] if all(same) else []
        sums = each_series([self.summed([u for u, _ in present], figures, why) for figures in choices])
        if short or any("series_mixed" in f.reasons for f in sums):
            sums += self.partly_stated(units, statements, by_periods)
        falls_short = lambda f: f.value is None and (short or "series_mixed" in f.reasons)
        return sorted(sums, key=lambda f: (falls_short(f), self.order.index(f.dataset)))

    def shorter(self, unit, period, span, boundary):
        """What an area has of a period by the shorter ones that it has on a boundary."""
        stated = {k: f for k in self.times if (f := self.flagged(unit, *k, self.of_datasets(unit, *k, boundary)))}
        return self.by_periods(self.order, stated, period, span, unit)

    def partly_stated(self, units, statements, by_periods):
        """The sums where some areas state a period and all others have it by shorter ones, of one dataset and statement."""
        wanted = {}
        for figure in (f for u in units for f in statements.get(u, [])):
            wanted.setdefault(figure.statement(), figure)
        sums = []
        for statement in sorted(wanted, key=lambda statement: self.order.index(statement[0])):
            of = lambda figures: next((f for f in figures if f.statement() == statement), None)
            stated = [of(statements.get(u, [])) for u in units]
            figures = [f or of(by_periods.get(u, [])) for u, f in zip(units, stated)]
            if all(figures) and not all(stated):
                one = self.summed(units, figures, set())
                sums.append(replace(one, stretches=(), name=(), parts=tuple(zip(units, figures))))
        return [f for f in sums if f.value is not None]

    def summed(self, units, figures, lacking):
        """One sum; what others lack makes it none, and so do parts of several datasets."""
        reasons = sorted(lacking) + (["series_mixed"] if len({f.dataset for f in figures}) > 1 else [])
        return replace(without_value(joined(figures, names=units), *reasons), summed=True)

    # Periods that no source states.

    def wanted(self, unit):
        """Which periods are worked out for an area: those that end within what is stated."""
        times = [(p, s) for p, s in self.times if self.stated(unit, p, s)]
        return {key for p, _ in times for key in self.asked_from(p)} | set(times)

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


    def worked_out(self, unit, period, span):
        """Every way to work a period out, the best first."""
        if not self.periods or (period, span) not in self.wanted(unit):
            return []
        stated = {key: self.stated(unit, *key) for key in self.times}
        return self.ways(families_of(self.order, near_in(stated, period, span)), period, span, begin_of(stated))

    def ways(self, families, period, span, begins):
        """Every way to put a period together from some families of figures."""
        found = []
        for number, (place, chosen, stated) in enumerate(families):
            ways = at_end(stated, period) if self.stock else ways_of(stated, period, span)
            for way, pieces in enumerate(ways):
                figure = put_together(stated, period, span, pieces, begins)
                if figure:
                    whole = all(key in stated for key, _ in pieces)
                    worth = (1 if "series_mixed" in figure.reasons else 0) if whole else 2 if chosen else 3
                    found.append(((worth, place, min(way, 1), number), figure))
        found.sort(key=lambda pair: pair[0])
        return [figure for _, figure in found]


def near_in(statements, period, span):
    """What touches the calendar years of a period: it is put together from these."""
    years = lambda key: {m // 12 for m in stretch(*key)}
    return {key: figures for key, figures in statements.items() if years(key) & years((period, span))}


def begin_of(statements):
    """The first month of which there is any figure."""
    return min((first_of(p) for (p, _), figures in statements.items() if figures), default=0)


def families_of(order, statements):
    """Of each dataset the figures used by time, then each series, the one that stands first before the others and of these the one of the best rank."""
    found = []
    for place, dataset in enumerate(order):
        chosen, series, first = {}, {}, {}
        for key, figures in statements.items():
            for number, figure in enumerate(figures):
                if figure.dataset == dataset:
                    chosen.setdefault(key, figure)
                    series.setdefault(figure.series(), {}).setdefault(key, figure)
                    first[figure.series()] = min(number, first.get(figure.series(), number))
        if chosen:
            found.append((place, True, chosen))
            ranked = lambda name: (first[name], (1, 0) if isinstance(name[1], frozenset) else (0, name[1]), name[2])
            found += [(place, False, series[name]) for name in sorted(series, key=ranked)] if len(series) > 1 else []
    return found


def at_end(stated, period):
    """The quarter or year of a stock: what there is at its end, and nothing else."""
    year, end = int(period[:4]), last_month(period)
    first, last = stretch(period, "period")
    within = [p for p, s in stated if s == "period" and p != period and first <= stretch(p, s)[0] and stretch(p, s)[1] <= last]
    if not within:
        return []
    ends = [(p, "period") for p in (f"{year}-Q{(end + 2) // 3}", month(year, end)) if p != period]
    found = [key for key in ends if key in stated]
    quarterly = months(max(within, key=last_day)) == 3
    return [[(found[0] if found else ends[0 if quarterly and len(ends) > 1 else -1], 1)]]


def ways_of(stated, period, span):
    """The sets of stated figures that make up a period, the best first, each as keys with a sign."""
    valued = {key for key, f in stated.items() if f.value is not None and key != (period, span)}
    of_length = lambda n: {(p, s) for p, s in valued if s == "period" and months(p) == n}
    found = [way for keys in (valued, of_length(1), of_length(3)) if (way := fewest(keys, *stretch(period, span)))]
    there = set(stated) - {(period, span)}
    for totals in (False, True):
        way = differences(there, stated, period, span, totals, False)
        found += [way] if way and all(key in valued for key, _ in way) else []
    if not found and (period, span) not in stated:
        ways = [differences(there, stated, period, span, totals, partly) for totals, partly in ((False, False), (True, False), (True, True), (False, True))]
        found += [next((way for way in ways if way), None)] if any(ways) else []
    return [way for i, way in enumerate(found) if way not in found[:i]]


def fewest(keys, first, last):
    """The fewest figures that add up to a stretch of months; of equal numbers the one with the longest last figure."""
    ending = {}
    for key in sorted(keys, key=lambda k: (stretch(*k)[0], ["period", "ytd", "rolling12"].index(k[1]), first_of(k[0]), -months(k[0]))):
        ending.setdefault(stretch(*key)[1], []).append(key)
    best = {first - 1: []}
    for end in range(first, last + 1):
        for key in ending.get(end, []):
            start = stretch(*key)[0]
            if start >= first and start - 1 in best and (end not in best or len(best[start - 1]) + 1 < len(best[end])):
                best[end] = best[start - 1] + [(key, 1)]
    return best.get(last)


def first_of(period):
    """The first month of a period, to sort by."""
    return stretch(period, "period")[0]


def cumulative(there, stated, year, end, totals, partly):
    """The stated figures that make up the first months of a year; where something is missing it is named, or there is nothing."""
    if end == 0:
        return []
    quarter = f"{year}-Q{end // 3}" if end % 3 == 0 else ""
    total = [(month(year, end), "ytd"), (quarter, "ytd"), (str(year) if end == 12 else "", "period")]
    part = [(month(year, end), "period"), (quarter, "period")]
    chosen = next((key for key in (total + part if totals else part + total) if key in there), None)
    if chosen is None and not partly:
        return None
    if chosen is None:
        by_month = any(months(p) == 1 and s == "period" for p, s in stated)
        by_quarter = any(months(p) == 3 and s == "period" for p, s in stated)
        chosen = (quarter, "period") if quarter and by_quarter and not by_month else (month(year, end), "period")
    length = months(chosen[0]) if chosen[1] == "period" and months(chosen[0]) < 12 else end
    before = cumulative(there, stated, year, end - length, totals, partly)
    return None if before is None else before + [chosen]


def differences(there, stated, period, span, totals, partly):
    """A period as a difference of cumulative figures: keys with a sign, those on both sides left out."""
    year, end = int(period[:4]), last_month(period)
    upto = lambda y, m: cumulative(there, stated, y, m, totals, partly)
    if span == "ytd":
        added, taken = [upto(year, end)], []
    elif span == "rolling12":
        added, taken = [upto(year - 1, 12), upto(year, end)], [upto(year - 1, end)]
    else:
        added, taken = [upto(year, end)], [upto(year, end - months(period))]
    if None in added + taken:
        return None
    added, taken = [k for way in added for k in way], [k for way in taken for k in way]
    both = set(added) & set(taken)
    found = [(key, 1) for key in added if key not in both] + [(key, -1) for key in taken if key not in both]
    return found if any(key in there for key, _ in found) else None


def put_together(stated, period, span, pieces, begins):
    """A period from its pieces; without one of them it is partial, and pieces of several series are no figure."""
    missing = [key for key, _ in pieces if key not in stated]
    if span == "rolling12" and any(first_of(p) < begins for p, _ in missing):
        return None
    there = [(key, stated[key], sign) for key, sign in pieces if key in stated]
    figures, (first, last) = [f for _, f, _ in there], stretch(period, span)
    if not there:
        inside = [p for p, s in stated if s == "period" and first <= stretch(p, s)[0] and stretch(p, s)[1] <= last]
        at_hand = max(inside, key=lambda p: (last_day(p), first_of(p)))
        return without_value(stated[at_hand, "period"], "partial_period")
    figure = joined(figures, [s for _, _, s in there], [stretch(*key)[1] - last for key, _, _ in there])
    if any(not a.comparable(b) for a in figures for b in figures):
        figure = without_value(figure, "series_mixed")
    pattern = tuple(sorted((stretch(*key)[0] - last, stretch(*key)[1] - last, sign) for key, sign in pieces))
    summed = all(f.summed for f in figures)
    own = pattern == ((first - last, 0, 1),)
    # All the pieces, where some of them are sums of which not all areas state their part.
    parts = tuple(("", f) for f in figures) if any(f.parts for f in figures) else ()
    figure = replace(figure, name=(months(pieces[0][0][0]), pieces[0][0][1]) if own else (), covers=(first, last), parts=parts)
    return replace(
        without_value(figure, *["partial_period"][: len(missing)]), summed=summed, stretches=() if own else pattern
    )
