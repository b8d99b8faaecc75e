"""How often panels of noise are rejected at 5 % by the methods of docs/STATISTICS.md, in numpy and SciPy alone: none of chiso's code.

`python3 tests/reference/rejection.py [PANELS] [SHOCK]` draws panels (300) of 63 areas in six regions over eight years, with the share SHOCK (0.3) of the
variance shared by the areas of a region in a year, and prints for each design and method the share of panels with p at most 0.05: with areas left
out one at a time, with regions left out one at a time, and with regions removed and areas left out. Effects are removed by least squares on dummies.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import python_env

if __name__ == "__main__":
    python_env.enter()

import numpy as np
from scipy import stats

SIZES = [11, 14, 14, 5, 6, 13]
REGION = np.repeat(np.arange(6), SIZES)
AREAS, YEARS, SERIAL = len(REGION), 8, 0.6
METHODS = ["pearson", "spearman", "kendall"]
DESIGNS = ["cross_section", "pooled", "within", "difference"]


def series(random, n):
    noise = random.standard_t(5, (n, YEARS + 20)) / np.sqrt(5 / 3)
    for t in range(1, YEARS + 20):
        noise[:, t] = SERIAL * noise[:, t - 1] + np.sqrt(1 - SERIAL**2) * noise[:, t]
    return noise[:, 20:]


def panel(random, shock):
    own, shared = series(random, AREAS), series(random, 6)[REGION]
    return np.sqrt(1 - shock) * own + np.sqrt(shock) * shared + random.standard_normal((AREAS, 1)) + random.standard_normal((1, YEARS))


def observed(random):
    seen = random.random((AREAS, YEARS)) >= 0.08
    seen[random.choice(AREAS, 4, replace=False), YEARS // 2 :] = False
    return seen


def dummies(levels):
    return (levels[:, None] == np.unique(levels)[None, :]).astype(float)


def cells(x, y, seen, design):
    """Areas, years, scores and outcomes of the observations of a design."""
    if design == "difference":
        x, y, seen = np.diff(x, axis=1), np.diff(y, axis=1), seen[:, 1:] & seen[:, :-1]
    if design == "cross_section":
        x, y, seen = x[:, 5:6], y[:, 5:6], seen[:, 5:6]
    area, year = np.nonzero(seen)
    return area, year, x[seen], y[seen]


def coefficients(area, year, x, y, design, regional):
    place = year * 6 + REGION[area] if regional else year
    while design == "within":
        kept = (np.bincount(area)[area] > 1) & (np.bincount(place)[place] > 1)
        if kept.all():
            break
        area, year, place, x, y = area[kept], year[kept], place[kept], x[kept], y[kept]
    columns = np.hstack([dummies(area), dummies(place)]) if design == "within" else dummies(place)
    both = np.column_stack([x, y])
    u, v = (both - columns @ np.linalg.lstsq(columns, both, rcond=1e-10)[0]).T
    plain = not regional and design in ("cross_section", "pooled")
    a, b = (x, y) if plain else (u, v)
    strata = [np.flatnonzero(place == p) for p in np.unique(place)] if design == "pooled" else [np.arange(len(x))]
    ranks = [np.zeros(len(x)), np.zeros(len(x))]
    score = untied_a = untied_b = 0.0
    for s in strata:
        for ranked, values in zip(ranks, (a, b)):
            ranked[s] = stats.rankdata(values[s]) - (len(s) + 1) / 2
        p, q = np.sign(a[s][:, None] - a[s][None]), np.sign(b[s][:, None] - b[s][None])
        score, untied_a, untied_b = score + (p * q).sum(), untied_a + np.abs(p).sum(), untied_b + np.abs(q).sum()
    r = lambda p, q: (p @ q) / np.sqrt((p @ p) * (q @ q))
    return np.array([r(u, v), r(*ranks), score / np.sqrt(untied_a * untied_b)])


def p_values(data, design, regional, groups):
    area = data[0]
    z = np.arctanh(coefficients(*data, design, regional))
    left = [np.arctanh(coefficients(*(c[groups[area] != g] for c in data), design, regional)) for g in np.unique(groups[area])]
    count, left = len(left), np.array(left)
    error = np.sqrt((count - 1) / count * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    return 2 * stats.t.sf(np.abs(z) / error, count - 1)


def main():
    panels = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    shock = float(sys.argv[2]) if len(sys.argv) > 2 else 0.3
    random = np.random.default_rng(20250630)
    ways = {"areas": (False, np.arange(AREAS)), "regions": (False, REGION), "regions removed, areas": (True, np.arange(AREAS))}
    rejected = {(d, w): np.zeros(len(METHODS)) for d in DESIGNS for w in ways}
    for _ in range(panels):
        x, y, seen = panel(random, shock), panel(random, shock), observed(random)
        for design in DESIGNS:
            data = cells(x, y, seen, design)
            for way, (regional, groups) in ways.items():
                rejected[design, way] += p_values(data, design, regional, groups) <= 0.05
    for (design, way), counts in rejected.items():
        print(f"{design}, left out: {way}: " + ", ".join(f"{m} {n / panels:.3f}" for m, n in zip(METHODS, counts)))


if __name__ == "__main__":
    main()
