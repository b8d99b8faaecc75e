"""The table `correlations` worked out again with SciPy and statsmodels, from the other published tables and none of chiso's code.

`python3 tests/reference/correlation.py PROJECT` rebuilds the cells of every study of a project after a run (figures from `measures` and
the operands in `scorecard`, schemes from the files of scores, the study as declared) and compares every row: which rows there are,
n, coefficients (one period to 1e-12, panels to 1e-9), intervals, the range with one area left out, q, p of panels to 1e-9 and of one
period within what two independent draws may differ by, and the coefficient and p with regions removed. `--check` also holds the numbers of correlation.csv, which `cargo test` reads, against the ones
worked out here; `--write` writes them. `--study=ID` looks at that study only. Ends with 1 on any difference, and when there was nothing to compare. Formulae: docs/STATISTICS.md.
"""

import csv
import itertools
import math
import sys
import tomllib
import warnings
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import numpy as np
import polars as pl
import scipy.linalg
import scipy.stats
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.tools.sm_exceptions import SingularMatrixWarning

# Dummies of areas and of periods add up to the same constant; residuals do not mind.
warnings.simplefilter("ignore", SingularMatrixWarning)

NUMBERS = Path(__file__).resolve().with_suffix(".csv")
ONE_PERIOD, PANEL = 1e-12, 1e-9  # how far coefficients may be apart
DRAWS = 999  # of our own, by another generator
STANDARD_ERRORS = 5  # by which two p-values of independent draws may differ
ROUNDING, GRID = 1e-12, 1e-10  # deviations that are rounding; the grid on which they are ranked
KEY = ["study", "outcome", "score", "design", "period", "lag", "method"]
NUMBER = ["coefficient", "ci_low", "ci_high", "loo_min", "loo_max"]
COUNT = ["n", "n_areas", "n_periods"]


# --- Cells.


@dataclass(frozen=True)
class Pair:
    area: str
    year: int
    score: float
    outcome: float
    controls: tuple
    scheme: str


class Figures:
    """Every annual figure of a project on one boundary, by series, area and year."""

    def __init__(self, project, boundary, level):
        published = project / "lake" / "published"
        day = date.fromisoformat(boundary)
        areas = pl.read_parquet(published / "areas.parquet")
        stands = areas.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day), pl.col("valid_to").is_null() | (pl.col("valid_to") >= day), pl.col("level") == level)
        self.region = dict(zip(stands["area_code"], stands["parent_code"]))
        here = [pl.col("boundary") == day, pl.col("span") == "period", pl.col("period").str.contains(r"^\d{4}$"), pl.col("area_code").is_in(list(self.region))]
        flags = pl.col("flags").fill_null("").str.split(";")
        usable = [~flags.list.contains("imputed"), ~flags.list.contains("scheme_break")]
        self.of = {}
        for row in pl.read_parquet(published / "measures.parquet").filter(*here, *usable, pl.col("value").is_not_null()).iter_rows(named=True):
            self.of.setdefault(row["measure"], {})[row["area_code"], int(row["period"])] = float(row["value"])
        # Growth is divided here, from the figures that chiso published as its operands.
        scores = pl.read_parquet(published / "scorecard.parquet").filter(*here, *usable, pl.col("value").is_not_null(), pl.col("kind") == "growth")
        for row in scores.iter_rows(named=True):
            growth = Fraction(row["current_value"]) / Fraction(row["base_value"]) - 1
            self.of.setdefault(row["kpi"], {})[row["area_code"], int(row["period"])] = float(growth)
        with open(project / "datasets" / "reform_scores" / "papi.csv", encoding="utf-8", newline="") as file:
            self.schemes = {(r["indicator"], r["area_code"], int(r["period"])): r["scheme"] for r in csv.DictReader(file)}

    def pairs(self, study, score, outcome, lag):
        scores, outcomes = self.of.get(score, {}), self.of.get(outcome, {})
        controls = [self.of.get(c, {}) for c in study.get("controls", [])]
        found = []
        for (area, year), value in sorted(outcomes.items()):
            before = (area, year - lag)
            if before in scores and all(before in c for c in controls):
                scheme = self.schemes.get((score, *before), "")
                found.append(Pair(area, year, scores[before], value, tuple(c[before] for c in controls), scheme))
        return found


def span(pairs):
    years = [p.year for p in pairs]
    return f"{min(years)}" if min(years) == max(years) else f"{min(years)}/{max(years)}"


def runs(design, pairs, pool):
    """Pairs that make a row, by the periods they span: one period each, or one scheme each."""
    groups = {}
    for pair in pairs:
        key = pair.year if design == "cross_section" else "" if pool else pair.scheme
        groups.setdefault(key, []).append(pair)
    spans = {}
    for group in groups.values():
        spans.setdefault(span(group), []).extend(group)
    return {period: sorted(group, key=lambda p: (p.area, p.year)) for period, group in spans.items()}


# --- What a design leaves of a sample.


class Refused(Exception):
    pass


def lone(areas, places):
    """Which observations stay when every area and period that occurs once is left out, again and again."""
    kept = np.ones(len(areas), bool)
    while True:
        before = kept.sum()
        for factor in (areas, places):
            levels, counts = np.unique(factor[kept], return_counts=True)
            kept &= np.isin(factor, levels[counts > 1])
        if kept.sum() == before:
            return kept


def dummies(factor):
    return (factor[:, None] == np.unique(factor)[None, :]).astype(float)


class Designed:
    def __init__(self, design, pairs, region=None, without=()):
        self.design = design
        rows = [(p.area, p.year, (p.score, p.outcome, *p.controls)) for p in pairs]
        if design == "difference":
            at = {(area, year): v for area, year, v in rows}
            rows = [(a, y, tuple(np.subtract(v, at[a, y - 1]))) for a, y, v in rows if (a, y - 1) in at]
        rows = [r for r in rows if r[0] not in without]
        if not rows:
            raise Refused("too_few_periods")
        area = np.array([r[0] for r in rows], dtype=str)
        year = np.array([r[1] for r in rows], dtype=int)
        place = np.array([f"{region[a]}|{y}" if region else f"{y}" for a, y in zip(area, year)], dtype=str)
        values = np.array([r[2] for r in rows], dtype=float)
        if design == "within":
            kept = lone(area, place)
            area, year, place, values = area[kept], year[kept], place[kept], values[kept]
        if len(set(year)) < (2 if design == "within" else 1):
            raise Refused("too_few_periods")
        self.area, self.year, self.place, self.values = area, year, place, values
        controls = values.shape[1] - 2
        plain = controls == 0 and region is None and design in ("cross_section", "pooled")
        alone = design == "cross_section" and region is None
        effects = {"cross_section": [np.ones((len(area), 1)) if alone else dummies(place)], "within": [dummies(area), dummies(place)]}.get(design, [dummies(place)])
        self.removed = np.hstack([*effects, values[:, 2:]])
        self.controls = controls
        # One area after the other is left out so often that statsmodels would take minutes.
        self.x, self.y = (self.by_statsmodels(i) for i in (0, 1)) if not without else self.by_lapack(values[:, :2]).T
        for left, raw in ((self.x, values[:, 0]), (self.y, values[:, 1])):
            if np.abs(left).max() <= ROUNDING * np.abs(raw).max():
                raise Refused("constant_series")
        self.raw = values[:, 0]
        self.ranked = [self.raw, values[:, 1]] if plain else [np.round(v / (GRID * np.abs(v).max())) for v in (self.x, self.y)]

    def by_statsmodels(self, i):
        return sm.OLS(self.values[:, i], self.removed).fit().resid

    def by_lapack(self, values):
        """The same in two steps: means of areas first, then least squares on what these leave of the other columns."""
        others = self.removed
        if self.design == "within":
            member = dummies(self.area)
            less_means = lambda v: v - member @ ((member.T @ v) / member.sum(axis=0)[:, None])
            values, others = less_means(values), less_means(others[:, member.shape[1] :])
        return values - others @ scipy.linalg.lstsq(others, values, cond=1e-12, lapack_driver="gelsy")[0]

    def strata(self):
        return [self.place == p for p in np.unique(self.place)] if self.design == "pooled" else [np.ones(len(self.area), bool)]

    def products(self, method):
        """What is multiplied for r and ρ."""
        if method == "pearson":
            return self.x, self.y
        made = []
        for v in self.ranked:
            ranks = np.zeros(len(v))
            for s in self.strata():
                ranks[s] = scipy.stats.rankdata(v[s]) - (s.sum() + 1) / 2
            made.append(ranks)
        return made

    def signs(self):
        """Concordance of every two observations that are compared."""
        x, y = (np.sign(v[:, None] - v[None, :]) for v in self.ranked)
        if self.design == "pooled":
            together = self.place[:, None] == self.place[None, :]
            x, y = x * together, y * together
        return x, y

    def coefficient(self, method):
        if self.design == "cross_section" and not self.controls and self.ranked[0] is self.raw:
            x, y = self.values[:, 0], self.values[:, 1]
            by = {"pearson": scipy.stats.pearsonr, "spearman": scipy.stats.spearmanr, "kendall": scipy.stats.kendalltau}[method]
            return float(by(x, y).statistic)
        if method == "kendall" and self.design == "pooled":
            x, y = self.signs()
            return float((x * y).sum() / math.sqrt((x * x).sum() * (y * y).sum()))
        if method == "kendall":
            return float(scipy.stats.kendalltau(*self.ranked).statistic)
        return float(scipy.stats.pearsonr(*self.products(method)).statistic)

    def by_regression(self):
        """r from the t-value of the score in the regression of the outcome on score, areas, periods and controls at once."""
        rank = np.linalg.matrix_rank(self.removed)
        fit = sm.OLS(self.values[:, 1], np.column_stack([self.values[:, 0], self.removed])).fit()
        t, degrees = fit.tvalues[0], len(self.area) - rank - 1
        return float(t / math.sqrt(t * t + degrees))


# --- Intervals and p.


def around(coefficient, half):
    return (None, None) if abs(coefficient) >= 1 else (math.tanh(math.atanh(coefficient) - half), math.tanh(math.atanh(coefficient) + half))


def one_period_interval(d, method, r):
    z, n = scipy.stats.norm.ppf(0.975), len(d.area) - d.controls
    if method == "pearson" and not d.controls:
        return tuple(scipy.stats.pearsonr(d.values[:, 0], d.values[:, 1]).confidence_interval(0.95))
    variance = {"pearson": 1 / (n - 3), "spearman": (1 + r * r / 2) / (n - 3), "kendall": 0.437 / (n - 4)}[method]
    return around(r, z * math.sqrt(variance))


FEWEST_REGIONS = 5  # with fewer, areas are taken as independent


def jackknife(r, left_out):
    """Interval and p from the coefficients with each group left out, by Student's t of one degree less than there are groups."""
    if abs(r) >= 1:
        return None, None, 2.0 ** (1 - len(left_out))
    if len(left_out) < 3 or any(v is None or abs(v) >= 1 for v in left_out):
        return None, None, None
    z, g = np.arctanh(left_out), len(left_out)
    error = math.sqrt((g - 1) / g * ((z - z.mean()) ** 2).sum())
    return (*around(r, scipy.stats.t.ppf(0.975, g - 1) * error), float(2 * scipy.stats.t.sf(abs(math.atanh(r)) / error, g - 1)))


def share(seen, drawn):
    return (1 + int((np.abs(drawn) >= abs(seen) * (1 - 1e-9)).sum())) / (1 + len(drawn))


def permutation_p(d, method, random):
    """Studentised, of DiCiccio and Romano 2017."""
    orders = [random.permutation(len(d.area)) for _ in range(DRAWS)]
    if method == "kendall":
        x, y = d.signs()

        def statistic(order):
            each = (x * y[np.ix_(order, order)]).sum(axis=1)
            return each.sum() / math.sqrt((each**2).sum()) if each.any() else 0.0

        return share(statistic(np.arange(len(d.area))), np.array([statistic(o) for o in orders]))
    x, y = d.products(method)
    x, y = x - x.mean(), y - y.mean()
    products = x * np.vstack([y, *(y[o] for o in orders)])
    t = products.sum(axis=1) / np.sqrt((products**2).sum(axis=1))
    return share(t[0], t[1:])


# --- Rows.


def regions_differ(areas, region):
    above = [region[a] or "" for a in areas]
    return len(set(above)) > 1 and len(set(above)) < len(above) and "" not in above


def rows_of(study, figures, random):
    """Every row that the study must have, worked out here."""
    lags, pool, least = study.get("lags", [0]), study.get("pool_schemes", False), study.get("min_areas", 20)
    for outcome, score, lag in itertools.product(study["outcomes"], study["scores"], lags):
        pairs = figures.pairs(study, score, outcome, lag)
        for design in study["designs"]:
            made = runs(design, pairs, pool) if pairs else {"": []}
            for period, group in made.items():
                key = {"study": study["id"], "outcome": outcome, "score": score, "design": design, "period": period, "lag": lag}
                for method, row in zip(study["methods"], sample_rows(study, design, group, figures, least, pool, random)):
                    yield {**key, "method": method, **row}


def sample_rows(study, design, group, figures, least, pool, random):
    methods = study["methods"]
    counts = {"n": len(group), "n_areas": len({p.area for p in group}), "n_periods": len({p.year for p in group})}

    def refused(why, **more):
        return [{**counts, **more, "refused": why, **dict.fromkeys([*NUMBER, "p_value"])} for _ in methods]

    if not group:
        return refused("no_pairs")
    if len({p.scheme for p in group}) > 1 and not pool:
        return refused("scheme_break")
    if counts["n_areas"] < least:
        return refused("too_few_areas")
    try:
        d = Designed(design, group)
    except Refused as why:
        return refused(str(why))
    areas = sorted(set(d.area))
    if len(areas) < least:
        return refused("too_few_areas", n_areas=len(areas))

    def left(groups, region=None):
        found = []
        for group in groups:
            try:
                found.append(Designed(design, group_pairs, region, without=group))
            except Refused:
                found.append(None)
        return lambda method: [w.coefficient(method) if w else None for w in found]

    group_pairs = group
    without = left([(a,) for a in areas])
    above = {}
    for a in areas:
        above.setdefault(figures.region[a] or "", []).append(a)
    by_region = left(above.values()) if regions_differ(areas, figures.region) and len(above) >= FEWEST_REGIONS and design != "cross_section" else None
    regional = None
    if regions_differ(areas, figures.region):
        try:
            regional = Designed(design, group, figures.region)
            regional_without = left([(a,) for a in sorted(set(regional.area))], figures.region)
        except Refused:
            pass
    rows = []
    for method in methods:
        r = d.coefficient(method)
        left_out = without(method)
        if design == "cross_section":
            low, high = one_period_interval(d, method, r)
            p = permutation_p(d, method, random)
        else:
            low, high, p = jackknife(r, by_region(method) if by_region else left_out)
        row = {"n": len(d.area), "n_areas": len(areas), "n_periods": len(set(d.year)), "refused": None}
        row |= {"coefficient": r, "ci_low": low, "ci_high": high, "loo_min": min(left_out), "loo_max": max(left_out)}
        row |= {"p_value": p, "left_out": dict(zip(areas, left_out))}
        if method == "pearson":
            row["regression"] = d.by_regression()
        if regional:
            beside = regional.coefficient(method)
            row["regional"] = (beside, jackknife(beside, regional_without(method))[2])
        rows.append(row)
    return rows


# --- Comparison.


def apart(p, q, resamples):
    """Standard errors between two p-values of independent draws."""
    middle = (p * resamples + q * DRAWS + 2) / (resamples + DRAWS + 4)
    return abs(p - q) / math.sqrt(middle * (1 - middle) * (1 / resamples + 1 / DRAWS))


class Tally:
    def __init__(self):
        self.faults, self.worst, self.count = [], {}, {}

    def number(self, what, key, found, wanted, bound):
        self.count[what] = self.count.get(what, 0) + 1
        if (found is None) != (wanted is None):
            self.faults.append(f"{key}: {what} {found}, not {wanted}")
        elif found is not None:
            far = abs(found - wanted)
            self.worst[what] = max(self.worst.get(what, 0.0), far)
            if not far <= bound:
                self.faults.append(f"{key}: {what} {found!r}, not {wanted!r}")

    def same(self, what, key, found, wanted):
        self.count[what] = self.count.get(what, 0) + 1
        if found != wanted:
            self.faults.append(f"{key}: {what} {found!r}, not {wanted!r}")


def compare(row, wanted, tally):
    key = " ".join(str(row[k]) for k in KEY)
    panel = row["design"] != "cross_section"
    kind, bound = ("panels", PANEL) if panel else ("one period", ONE_PERIOD)
    for what in [*COUNT, "refused"]:
        tally.same(what, key, row[what] or None if what == "refused" else row[what], wanted[what])
    for what in NUMBER:
        tally.number(f"{what}, {kind}", key, row[what], wanted[what], bound)
    if wanted["refused"]:
        tally.same("nothing beside a refusal", key, (row["p_value"], row["q_value"]), (None, None))
        return
    if "regression" in wanted:
        tally.number(f"r from one regression on score and all effects, {kind}", key, row["coefficient"], wanted["regression"], PANEL)
    for end in ("min", "max"):
        tally.number("coefficient without the area named", key, row[f"loo_{end}"], wanted["left_out"][row[f"loo_{end}_area"]], bound)
    if panel:
        tally.number(f"p, {kind}", key, row["p_value"], wanted["p_value"], PANEL)
    else:
        tally.number(f"p in standard errors, {kind}", key, apart(row["p_value"], wanted["p_value"], row["resamples"]), 0.0, STANDARD_ERRORS)
    beside = wanted.get("regional", (None, None))
    tally.number("coefficient with regions removed", key, row["regional_coefficient"], beside[0], PANEL)
    tally.number("p with regions removed", key, row["regional_p_value"], beside[1], PANEL)


def primary_rows(study, rows, tally):
    """One row a score and outcome counts: the longest run, then the latest; q is over these."""
    counting = []
    asked = study["primary"]
    for outcome, score in itertools.product(study["outcomes"], study["scores"]):
        wanted = {"outcome": outcome, "score": score, "design": asked["design"], "method": asked["method"], "lag": asked.get("lag", 0)}
        its = [r for r in rows if all(r[k] == v for k, v in wanted.items())]
        chosen = max(its, key=lambda r: (r["coefficient"] is not None, r["n_periods"], r["period"]))
        for r in rows:
            if (r["outcome"], r["score"]) == (outcome, score):
                tally.same("the row that counts", " ".join(str(r[k]) for k in KEY), r["is_primary"], r is chosen)
        counting.append(chosen)
    with_p = [r for r in counting if r["p_value"] is not None]
    q = multipletests([r["p_value"] for r in with_p], method="fdr_bh")[1] if with_p else []
    expected = {id(r): float(v) for r, v in zip(with_p, q)}
    for r in rows:
        tally.number("q", " ".join(str(r[k]) for k in KEY), r["q_value"], expected.get(id(r)), 1e-12)


def studies(project):
    files = sorted((project / "pipelines").glob("*.toml"))
    return [study for path in files for study in tomllib.loads(path.read_text("utf-8")).get("study", [])]


def numbers(wanted):
    shown = lambda v: "" if v is None else f"{v:.15f}" if isinstance(v, float) else str(v)
    columns = [*KEY, *COUNT, *NUMBER, "refused"]
    lines = [",".join(shown(row[c]) for c in columns) for row in sorted(wanted, key=lambda row: [str(row[k]) for k in KEY])]
    return "\n".join([",".join(columns), *lines]) + "\n"


def kept_numbers(wanted, tally):
    """Are the numbers in the repository the ones worked out now? The last digits depend on the machine's linear algebra."""
    with open(NUMBERS, encoding="utf-8", newline="") as file:
        kept = {tuple(r[k] for k in KEY): r for r in csv.DictReader(file)}
    tally.same("rows of correlation.csv", "", sorted(kept), sorted(tuple(str(w[k]) for k in KEY) for w in wanted))
    for row in wanted:
        found = kept.get(tuple(str(row[k]) for k in KEY))
        if not found:
            continue
        key = " ".join(str(row[k]) for k in KEY)
        for what in NUMBER:
            tally.number("correlation.csv", key, float(found[what]) if found[what] else None, row[what], 1e-13)
        tally.same("counts of correlation.csv", key, [found[c] for c in [*COUNT, "refused"]], [str(row[c]) for c in COUNT] + [row["refused"] or ""])


def main():
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    options = {a for a in sys.argv[1:] if a.startswith("--")}
    only = {o.removeprefix("--study=") for o in options if o.startswith("--study=")}
    options = {o for o in options if not o.startswith("--study=")}
    if len(given) != 1 or not options <= {"--check", "--write"} or (only and options):
        print("usage: python3 tests/reference/correlation.py PROJECT [--check | --write | --study=ID ...]", file=sys.stderr)
        return 2
    project = Path(given[0])
    published = pl.read_parquet(project / "lake" / "published" / "correlations.parquet")
    tally, random, all_wanted = Tally(), np.random.default_rng(20250630), []
    chosen = [s for s in studies(project) if not only or s["id"] in only]
    if missing := only - {s["id"] for s in chosen}:
        tally.faults.append(f"no study {missing}")
    for study in chosen:
        rows = published.filter(pl.col("study") == study["id"]).to_dicts()
        figures = Figures(project, study["boundary"], study["level"])
        wanted = {tuple(w[k] for k in KEY): w for w in rows_of(study, figures, random)}
        tally.same("rows", study["id"], sorted(tuple(r[k] for k in KEY) for r in rows), sorted(wanted))
        for row in rows:
            if found := wanted.get(tuple(row[k] for k in KEY)):
                compare(row, found, tally)
        primary_rows(study, rows, tally)
        all_wanted += wanted.values()
    compared = sum(1 for w in all_wanted if w["coefficient"] is not None)
    if compared == 0:
        tally.faults.append("there was no coefficient to compare")
    if "--check" in options:
        kept_numbers(all_wanted, tally)
    for what, count in tally.count.items():
        print(f"{what}: {count}" + (f", at most {tally.worst[what]:.1e} apart" if what in tally.worst else ""))
    for fault in tally.faults[:20]:
        print(f"FAILED {fault}", file=sys.stderr)
    print(f"{len(all_wanted)} rows, {compared} coefficients, {len(all_wanted) - compared} refusals: {len(tally.faults)} differences")
    if "--write" in options and not tally.faults:
        NUMBERS.write_text(numbers(all_wanted), "utf-8")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
