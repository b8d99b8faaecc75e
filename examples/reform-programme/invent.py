"""SYNTHETIC: writes every invented figure of this example anew. `python3 invent.py` gives the same bytes each time.

The city, its agencies and all figures are made up. Nothing here was observed, and nothing here is near a real place's figures on purpose.
"""

import csv
import datetime
import pathlib

HERE = pathlib.Path(__file__).parent / "datasets"
MARK = "SYNTHETIC"
SHARES = [105, 72, 80, 88, 76, 84, 90, 74, 78, 86, 77, 90]  # of a year, by month, in thousandths
SOURCES = {"soe": 180, "fdi": 160, "nonstate": 210, "households": 190, "land": 170, "customs": 90}  # thousandths of the total
YEARS = {2019: 41200, 2020: 42950, 2021: 46100, 2022: 50300, 2023: 53900, 2024: 58800, 2025: 62400, 2026: 67100}  # billion VND
LAST = (2026, 9)


def write(path, header, rows):
    target = HERE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def wobble(*keys, spread=40):
    """A number from -spread to +spread that depends on its keys alone."""
    state = 12345
    for key in keys:
        for byte in str(key).encode():
            state = (state * 1103515245 + byte + 12345) % (1 << 31)
    return (state >> 8) % (2 * spread + 1) - spread


def months():
    return [(year, month) for year in YEARS for month in range(1, 13) if (year, month) <= LAST]


def tenth_after(year, month):
    return datetime.date(year + month // 12, month % 12 + 1, 10)


def revenue():
    """First as the monthly report said it, rounded; then as the account of the year settled it."""
    header = ["area", "month", "source", "million_vnd", "known_from", "note"]
    report, account = [], []
    for year, month in months():
        for source, weight in SOURCES.items():
            drift = {"nonstate": 4, "land": -5, "fdi": 1}.get(source, 0) * (year - 2019)
            exact = YEARS[year] * SHARES[month - 1] * (weight + drift) // 1000 * (1000 + wobble(year, month, source)) // 1000
            first = exact * (1000 + wobble("first", year, month, source, spread=12)) // 1000 // 100 * 100
            report.append(["01", f"{year}-{month:02}", source, first, tenth_after(year, month), MARK])
            if year < 2026:
                account.append(["01", f"{year}-{month:02}", source, exact, datetime.date(year + 1, 3, 15), MARK])
    write("revenue/monthly_report.csv", header, report)
    write("revenue/account.csv", header, account)


def plans():
    rows = []
    for year, total in YEARS.items():
        if year >= 2024:
            assigned = {2024: 55600, 2025: 61300, 2026: 63000}[year]
            rows.append(["01", year, "assigned", assigned * 1000, datetime.date(year - 1, 12, 5), MARK])
            rows.append(["01", year, "council", (assigned + 4200) * 1000, datetime.date(year - 1, 12, 20), MARK])
    write("revenue_plan/plans.csv", ["area", "year", "stage", "million_vnd", "known_from", "note"], rows)


def firms():
    yearly = {2019: 12400, 2020: 11300, 2021: 11900, 2022: 14600, 2023: 15200, 2024: 17100, 2025: 20900, 2026: 22500}
    rows = []
    for year, month in months():
        number = yearly[year] * SHARES[month - 1] // 1000 * (1000 + wobble("firms", year, month)) // 1000
        rows.append(["01", f"{year}-{month:02}", number, tenth_after(year, month), MARK])
    write("new_enterprises/monthly.csv", ["area", "month", "new", "known_from", "note"], rows)


if __name__ == "__main__":
    revenue()
    plans()
    firms()
