"""From the files of a project to the rows in force, as docs/RULES.md says and by no code of the engine.

A *place* is a file of a source. What comes there later takes the place of what came before, whole. Every day is a day of the project's zone.
"""

import csv
import io
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

NUMBER = re.compile(r"-?\d+(\.\d+)?")
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?")
ORDER = {"estimate": 0, "preliminary": 1, "final": 2}


def rows_of(text):
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text)))


@cache
def last_day(period):
    """The last day of a period."""
    year, rest = int(period[:4]), period[5:]
    month = 12 if not rest else int(rest[1]) * 3 if rest[0] == "Q" else int(rest)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """What a delivery says of one figure."""

    dataset: str
    source: str
    rank: int
    area: str
    period: str
    span: str
    what: str
    value: Fraction | None
    withheld: bool
    refused: bool
    unit: str
    basis: str
    status: str
    rounding: Fraction
    known: datetime
    to_date: bool = False

    @property
    def key(self):
        """What tells the figure from others, its source included."""
        return (self.area, self.period, self.span, self.what)

    def says(self):
        """What it says, without when."""
        return (self.value, self.withheld, self.refused, self.unit, self.basis, self.status, self.rounding)


@dataclass
class Delivery:
    """Bytes that came to a place."""

    landed: datetime
    text: str
    rows: dict
    moment: datetime | None

    @property
    def accepted(self):
        """Whether any row gives a figure; otherwise it is refused, and the delivery before it stays."""
        return any(row.value is not None for row in self.rows.values())


class Project:
    """A project as its files say, with all that was delivered by the last step taken."""

    def __init__(self):
        self.files = {}
        self.places = defaultdict(list)
        self.last = {}

    def step(self, now, changed):
        """Puts files in place and looks at every source, as a run at that instant does."""
        self.files |= changed
        self.now = datetime.fromisoformat(now).astimezone(timezone.utc)
        config = tomllib.loads(self.files["chiso.toml"])["project"]
        self.zone = ZoneInfo(config["timezone"])
        self.boundaries = [date.fromisoformat(b) for b in config["boundaries"]]
        toml = {path: tomllib.loads(text) for path, text in self.files.items() if path.endswith(".toml") and path != "chiso.toml"}
        self.areas = rows_of(self.files["datasets/areas/areas.csv"])
        self.relations = rows_of(self.files["datasets/areas/relations.csv"])
        self.targets = rows_of(self.files["datasets/targets/targets.csv"])
        self.measures = {m["id"]: m for p in toml for m in toml[p].get("measure", [])}
        self.kpis = [k for p in sorted(toml) for k in toml[p].get("kpi", [])]
        for path, dataset in toml.items():
            if dataset.get("kind") == "observations":
                for source in dataset["source"]:
                    self._look(path.split("/")[1].removesuffix(".toml"), dataset, source)

    def _look(self, dataset, declared, source):
        """Lands what a source holds, where it is not what it held before."""
        path = "datasets/" + source["file"]
        text, place = self.files.get(path), (dataset, source["id"], path)
        held = self.places[place]
        if text is None or (place in self.last and self.last[place].text == text):
            return
        known = self.now
        if "published_at" in source and not held:
            # A constant day is believed for the first delivery only.
            known = self.begins(date.fromisoformat(source["published_at"]))
        rows = [self._row(dataset, declared, source, record, known) for record in rows_of(text)]
        found = {row.key: row for row in rows if row}
        self.last[place] = Delivery(self.now, text, found, moment_of(held, found, self.now))
        if self.last[place].accepted:
            held.append(self.last[place])

    def broken(self):
        """The datasets of which what came last to a place was refused."""
        return {dataset for (dataset, _, _), last in self.last.items() if not last.accepted}

    def _row(self, dataset, declared, source, record, known):
        """Reads a record; a figure that cannot be read is one that came and was not accepted."""
        columns = source["columns"]
        cell = lambda name: columns.get(name, {}).get("constant") or record.get(columns.get(name, {}).get("column", ""), "") or ""
        text, contract = cell("n"), declared["contract"]
        withheld = text in source.get("suppressed", []) or cell("obs_status") == "suppressed"
        good = NUMBER.fullmatch(text) is not None
        unit = columns["n"]["unit"] if not cell("unit") else source["units"][cell("unit")]["unit"]
        return Row(
            dataset, source["id"], int(cell("rank") or 10**9), cell("area_code"), cell("period"), cell("span") or "period", cell("what"),
            Fraction(text) if good else None, withheld, bool(text) and not good and not withheld, unit, cell("basis") or contract.get("basis", ""),
            cell("status"), Fraction(cell("rounding") or 0), self.instant(cell("known_from")) if cell("known_from") else known,
        )

    def begins(self, day):
        """The first instant of a day in the project's zone."""
        for quarter in range(0, 24 * 4):
            local = datetime(day.year, day.month, day.day) + timedelta(minutes=15 * quarter)
            instant = local.replace(tzinfo=self.zone).astimezone(timezone.utc)
            if instant.astimezone(self.zone).replace(tzinfo=None) == local:
                return instant
        raise ValueError(day)

    def instant(self, text):
        """The instant that a text names: a day begins in the project's zone."""
        return self.begins(date.fromisoformat(text)) if len(text) == 10 else datetime.fromisoformat(text).astimezone(timezone.utc)

    def until(self, text):
        """The last instant of a question: of a day, its end in the project's zone."""
        if len(text) > 10:
            return datetime.fromisoformat(text).astimezone(timezone.utc)
        return self.begins(date.fromisoformat(text) + timedelta(days=1)) - timedelta(microseconds=1)

    def day(self, instant):
        """The day of an instant in the project's zone."""
        return instant.astimezone(self.zone).date()

    def in_force(self, as_of):
        """The rows in force as of a moment."""
        return [row for deliveries in self.places.values() for row in in_force(deliveries, as_of, self.day)]


def moment_of(before, rows, landed):
    """When a delivery as a whole became known: its latest date if that advances, else its landing. None says nothing at all."""
    known = max((row.known for row in rows.values()), default=None)
    latest = max((d.moment for d in before if d.moment), default=None)
    if known is None or latest is None or known > latest:
        return known
    return max(landed, latest)


def in_force(deliveries, as_of, day):
    """Of one place: what was stated last of each figure, as far as it was known by then; `day` gives the day of an instant."""
    found = []
    for key in sorted({key for delivery in deliveries for key in delivery.rows}):
        said = [row for moment, row in statements(deliveries, key) if as_of is None or moment <= as_of]
        if said and said[-1] is not None:
            found.append(confirmed(repeats(said), day))
    return found


def repeats(said):
    """The statements at the end that say the same: whoever says again what was known changes nothing."""
    start = len(said) - 1
    while start > 0 and said[start - 1] is not None and said[start - 1].says() == said[-1].says():
        start -= 1
    return said[start:]


def confirmed(same, day):
    """The first of some equal statements; a figure of its whole period only since one of them was published after the period ended."""
    if same[0].value is None:
        return same[0]
    after = next((row for row in same if day(row.known) > last_day(row.period)), None)
    return replace(same[0], known=after.known) if after else replace(same[0], to_date=True)


def statements(deliveries, key):
    """What a place says of a figure and from when, in the order of landing; `None` where the figure is withdrawn."""
    found = []
    for delivery in deliveries:
        row = delivery.rows.get(key)
        if delivery.moment is None:
            continue
        since, says = found[-1] if found else (None, None)
        if row is None:
            if says is not None and not any(r.refused for r in delivery.rows.values()):
                found.append((max(delivery.moment, since), None))
        elif since is None or row.known > since:
            found.append((row.known, row))
        elif says is None or says.says() != row.says():
            moment = max(delivery.moment, since)
            found.append((moment, replace(row, known=moment)))
    return found
