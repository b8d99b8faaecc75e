"""Areas as sets of land, so that the oracle need not walk relations as the engine does.

A merger unites land, a split divides it into pieces nobody had named before, a rename keeps it. Whether figures of one day can answer for
an area of another day is then a question of sets: whole, parts that add up, or land that would have to be divided.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, eq=False)
class Unit:
    """An area under one code for as long as it is the same."""

    code: str
    level: str
    parent: str
    start: date
    end: date

    def on(self, day):
        """Whether it exists on a day."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Parts:
    """What an area is made of on another day."""

    units: tuple
    divided: bool
    approximate: bool


class Land:
    """All areas, and the land of each at any time."""

    def __init__(self, areas, relations):
        day = date.fromisoformat
        self.units = [
            Unit(a["code"], a["level"], a["parent_code"], day(a["valid_from"]), day(a["valid_to"]) if a["valid_to"] else date.max) for a in areas
        ]
        self.relations = sorted((day(r["date"]), r["kind"], r["from_code"], r["to_code"]) for r in relations)
        self.dates = sorted({r[0] for r in self.relations})
        self._kept, self._of_code = {}, {}
        for unit in self.units:
            self._of_code.setdefault(unit.code, []).append(unit)
        self.pieces = {(u, 0): {(u.code, u.start, "whole")} for u in self.units}
        for era, when in enumerate(self.dates, 1):
            self._change(era, when)

    def on(self, day):
        """The areas of a day."""
        return [u for u in self.units if u.on(day)]

    def by_code(self, code, day):
        """The area that has a code on a day."""
        return next((u for u in self._of_code.get(code, []) if u.on(day)), None)

    def of(self, unit, day):
        """The land of an area on a day."""
        return self.pieces[unit, sum(1 for d in self.dates if d <= day)]

    def _steps(self, when):
        """What happened on a day: kind, the area before, the area after."""
        eve = when - timedelta(days=1)
        found = [(kind, self.by_code(old, eve), self.by_code(new, when)) for d, kind, old, new in self.relations if d == when]
        return [step for step in found if step[1] and step[2]]

    def _change(self, era, when):
        """The land of all areas from a day on."""
        eve, steps = when - timedelta(days=1), self._steps(when)
        before = {u: self.pieces[u, era - 1] for u in self.units}
        lasting = {u for u in self.units if u.on(eve) and u.on(when)}
        after = {u: set(before[u]) if u in lasting or not u.on(when) else set() for u in self.units}
        for kind, old, new in steps:
            if kind in ("merge", "rename") and old != new:
                after[new] |= before[old]
        for whole in {old for kind, old, _ in steps if kind == "split"}:
            children = sorted({new for kind, old, new in steps if kind == "split" and old == whole} | ({whole} & lasting), key=lambda u: (u.code, u.start))
            for piece in sorted(before[whole], key=repr):
                self._divide(piece, len(children), after)
                for i, child in enumerate(children):
                    after[child] = {p for p in after[child] if p[:-1] != (piece,) or p[-1] == i} | {(piece, i)}
        for unit in self.units:
            begins = unit.on(when) and not after[unit]
            self.pieces[unit, era] = {(unit.code, unit.start, "whole")} if begins else after[unit]

    def _divide(self, piece, number, after):
        """Replaces a piece of land by its parts wherever it is named."""
        for held in [*self.pieces.values(), *after.values()]:
            if piece in held:
                held.discard(piece)
                held |= {(piece, i) for i in range(number)}

    def parts(self, unit, boundary, day):
        """What an area of the boundary is made of, of the areas of a day; `None` when nothing is known of it there."""
        key = (unit, boundary, day)
        if key not in self._kept:
            self._kept[key] = self._parts(unit, boundary, day)
        return self._kept[key]

    def _parts(self, unit, boundary, day):
        land = self.of(unit, boundary)
        units = [u for u in self.on(day) if self.of(u, day) & land]
        if not units:
            return None
        divided = any(not self.of(u, day) <= land for u in units)
        return Parts(tuple(sorted(units, key=lambda u: (u.code, u.start))), divided, self._approximate(land, boundary, day))

    def _approximate(self, land, boundary, day):
        """Whether a part that figures cannot separate came or went in between."""
        return any(old & land or new & land for old, new in self.transfers(boundary, day))

    def transfers(self, one, other):
        """Parts that figures cannot separate and that went from an area to another between two days: the land of both."""
        for when in (d for d in self.dates if min(one, other) < d <= max(one, other)):
            for kind, old, new in self._steps(when):
                if kind == "transfer":
                    yield self.of(old, when - timedelta(days=1)), self.of(new, when)

    def existence(self, unit):
        """The first day of a place that nothing was before, and the last day of one that nothing came after; a level begins with its first areas."""
        first, last = unit, unit
        while old := self._renamed(first.start, lambda kind, old, new: old if kind == "rename" and new == first else None):
            first = old
        while last.end != date.max and (new := self._renamed(last.end + timedelta(days=1), lambda kind, old, new: new if kind == "rename" and old == last else None)):
            last = new
        level = min(u.start for u in self.units if u.level == first.level)
        eve = first.start - timedelta(days=1) if first.start > date.min else None
        made = any(d == first.start and new == first.code for d, _, _, new in self.relations) or (eve and self.by_code(first.code, eve))
        after = last.end + timedelta(days=1) if last.end < date.max else None
        became = after and (any(d == after and old == last.code for d, _, old, _ in self.relations) or self.by_code(last.code, after))
        return (first.start if level < first.start and not made else None), (last.end if after and not became else None)

    def _renamed(self, day, of):
        return next((found for kind, old, new in self._steps(day) if old != new and (found := of(kind, old, new))), None)

    def same_place(self, unit, day, other):
        """The area that is the same place on another day: itself, or the same land under another name or code."""
        if unit.on(other):
            return unit
        return next((u for u in self.on(other) if u.level == unit.level and self.of(u, other) == self.of(unit, day)), None)
