"""SYNTHETIC: writes every invented figure of this example anew. `python3 invent.py` gives the same bytes each time.

The city, its agencies and all figures are made up. Nothing here was observed, and nothing here is near a real place's figures on purpose.
"""

import csv
import datetime
import hashlib
import pathlib

HERE = pathlib.Path(__file__).parent / "datasets"
MARK = "SYNTHETIC"
SHARES = [105, 72, 80, 88, 76, 84, 90, 74, 78, 86, 77, 90]  # of a year, by month, in thousandths
SOURCES = {"soe": 180, "fdi": 160, "nonstate": 210, "households": 190, "land": 170, "customs": 90}  # thousandths of the total
YEARS = {2019: 41200, 2020: 42950, 2021: 46100, 2022: 50300, 2023: 53900, 2024: 58800, 2025: 62400, 2026: 67100}  # billion VND
LAST = (2026, 9)
AGENCIES = ["01-NV", "01-TC", "01-TP", "01-XD", "01-YT"]
SOURCE = "records (SYNTHETIC)"


def write(path, header, rows):
    target = HERE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def wobble(*keys, spread=40):
    """A number from -spread to +spread that depends on its keys alone."""
    digest = hashlib.sha256("|".join(str(key) for key in keys).encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2 * spread + 1) - spread


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
    yearly = {2019: 12400, 2020: 11300, 2021: 11900, 2022: 14600, 2023: 15200, 2024: 18900, 2025: 21100, 2026: 26100}
    rows = []
    for year, month in months():
        number = yearly[year] * SHARES[month - 1] // 1000 * (1000 + wobble("firms", year, month)) // 1000
        rows.append(["01", f"{year}-{month:02}", number, tenth_after(year, month), MARK])
    write("new_enterprises/monthly.csv", ["area", "month", "new", "known_from", "note"], rows)


def day(text, plus=0):
    return datetime.date.fromisoformat(text) + datetime.timedelta(days=plus)


def listed(year):
    """The day on which the lists of a year were drawn up last."""
    return day("2026-01-10") if year == 2025 else day("2026-10-05")


def done(due, lateness, list_day):
    """When something was done: `None` lateness never was, and nothing is done after the list was drawn up."""
    when = None if lateness is None else due + datetime.timedelta(days=lateness)
    return when if when and when <= list_day else ""


def work_plans():
    late = {("01-XD", 2025, 1): 12, ("01-YT", 2025, 2): 4, ("01-TC", 2026, 0): 9}
    rows = []
    for year in (2025, 2026):
        for agency in AGENCIES:
            for i, due in enumerate(["03-31", "06-30", "10-31"]):
                on = day(f"{year}-{due}")
                kind = "reform_plan" if i == 0 else "thematic_plan"
                lateness = late.get((agency, year, i), wobble(agency, year, i, spread=8) - 10)
                rows.append([agency, year, f"KH-{year}-{agency[3:]}-{i + 1}", kind, on, done(on, lateness, listed(year)), listed(year), SOURCE, MARK])
    write("work_plans/plans.csv", ["area", "period", "plan", "kind", "due_on", "done_on", "listed_on", "source", "note"], rows)


def assigned_tasks():
    givers = ["government", "council", "party_committee", "government", "prime_minister", "council"]
    rows = []
    for year in (2025, 2026):
        for quarter in range(1, 5):
            for agency in AGENCIES:
                for i, giver in enumerate(givers):
                    if giver == "prime_minister" and agency == "01-TP":
                        continue  # nothing is assigned to it by the Prime Minister: no occasion
                    on = datetime.date(year, quarter * 3, 3 + 4 * i)
                    draw = wobble(agency, year, quarter, i, spread=50)
                    worse = {"01-XD": 22, "01-YT": 8}.get(agency, 0)
                    lateness = None if draw > 48 - worse // 4 else 6 if draw > 44 - worse else -3
                    task = f"NV-{year}Q{quarter}-{agency[3:]}-{i + 1}"
                    rows.append([agency, f"{year}-Q{quarter}", task, giver, on, done(on, lateness, listed(year)), listed(year), SOURCE, MARK])
    write("assigned_tasks/tasks.csv", ["area", "period", "task", "assigned_by", "due_on", "done_on", "listed_on", "source", "note"], rows)


def dossiers():
    rows = []
    for year, month in [m for m in months() if m[0] >= 2025]:
        for agency in AGENCIES:
            for date in (5, 12, 19, 26):
                for service, size in (("one_stop", 60), ("interlinked", 20)):
                    if service == "interlinked" and agency == "01-NV":
                        continue
                    number = size + wobble(agency, year, month, date, service, spread=size // 3)
                    draw = (year, month, agency, date, service)
                    late = max(0, wobble("late", *draw, spread=2) + (2 if agency == "01-XD" else 0) + (1 if service == "one_stop" else 0) - (1 if year == 2026 else 0))
                    overdue = 1 if wobble("overdue", *draw, spread=20) > 18 else 0
                    for outcome, count in (("on_time", number - late - overdue), ("late", late), ("overdue", overdue)):
                        if count:
                            rows.append([agency, f"{year}-{month:02}", f"{year}-{month:02}-{date:02}", service, outcome, count, tenth_after(year, month), SOURCE, MARK])
    header = ["area", "period", "day", "service", "outcome", "dossiers", "published_on", "source", "note"]
    write("dossiers/by_day.csv", header, rows)


def statements(name, figures):
    """Figures of `figures[year][agency]` by item; the year after, in January, they are published."""
    rows = []
    for year, by_agency in figures.items():
        for agency, by_item in by_agency.items():
            for item, number in by_item.items():
                rows.append([agency, year, item, number, min(day(f"{year + 1}-01-20"), day("2026-10-05")), SOURCE, MARK])
    write(f"{name}/by_agency.csv", ["area", "period", "item", "number", "published_on", "source", "note"], rows)


def inspections():
    def of(planned, made, again, seen, found, right):
        return {
            "planned": planned, "inspected": made, "reinspections_planned": again, "reinspected": seen, "findings": found, "findings_resolved": right,
        }

    statements("inspections", {
        2024: dict(zip(AGENCIES, [of(4, 4, 1, 1, 5, 5), of(4, 4, 0, 0, 2, 2), of(3, 3, 1, 1, 3, 3), of(6, 5, 2, 1, 9, 6), of(5, 5, 1, 1, 4, 4)])),
        2025: dict(zip(AGENCIES, [of(4, 4, 1, 1, 3, 3), of(4, 4, 0, 0, 0, 0), of(3, 3, 1, 1, 2, 2), of(6, 6, 2, 2, 7, 6), of(5, 5, 1, 1, 4, 4)])),
    })  # fmt: skip


def legal_documents():
    def of(due, seen, unlawful, expired, settled, repealed):
        return {
            "due": due, "reviewed": seen, "found_unlawful": unlawful, "found_expired": expired, "unlawful_dealt_with": settled, "expired_dealt_with": repealed,
        }

    statements("legal_documents", {
        2025: dict(zip(AGENCIES, [of(12, 12, 0, 2, 0, 2), of(18, 18, 1, 3, 1, 3), of(9, 9, 0, 0, 0, 0), of(24, 24, 2, 5, 1, 4), of(15, 15, 0, 1, 0, 1)])),
        2026: dict(zip(AGENCIES, [of(10, 8, 0, 1, 0, 1), of(16, 11, 0, 2, 0, 1), of(9, 7, 0, 0, 0, 0), of(20, 12, 1, 2, 0, 1), of(14, 9, 0, 1, 0, 1)])),
    })  # fmt: skip


def communication():
    def of(planned, carried_out):
        return {"planned": planned, "carried_out": carried_out}

    statements("communication", {
        2024: dict(zip(AGENCIES, [of(12, 12), of(6, 6), of(8, 9), of(6, 6), of(10, 10)])),
        # The Department of Health has not said what it carried out: not known, hence no sum for the city.
        2025: dict(zip(AGENCIES, [of(12, 12), of(6, 6), of(8, 8), of(6, 5), of(10, "")])),
    })  # fmt: skip


def council_figures():
    units = {"standard_schools": "count"}
    figures = {
        # The share of waste collected of 2024 was never reported.
        2024: {"grdp_growth": "7.4", "poverty_rate": "0.9", "urban_unemployment": "3.2", "standard_schools": "24", "health_insurance": "94.1"},
        2025: {"grdp_growth": "8.1", "poverty_rate": "0.6", "urban_unemployment": "2.9", "waste_collected": "98.5", "standard_schools": "21",
               "health_insurance": "95.2"},
    }  # fmt: skip
    rows = []
    for year, by_indicator in figures.items():
        for indicator, figure in by_indicator.items():
            rows.append(["01", year, indicator, figure, units.get(indicator, "%"), f"{year + 1}-01-20", SOURCE, MARK])
    write("council_figures/yearly.csv", ["area", "period", "indicator", "figure", "unit", "published_on", "source", "note"], rows)


def satisfaction():
    scores = {
        "01": [84.2, 85.1, 86.0], "01-NV": [87.0, 87.4, 87.9], "01-TC": [85.5, 85.5, 85.2], "01-TP": [86.1, 86.8, 87.3],
        "01-XD": [80.3, 81.0, "c"], "01-YT": [83.9, 84.6, 85.8],
    }  # fmt: skip
    rows = [[area, 2023 + i, score, "SYNTHETIC-SIPAS", f"{2024 + i}-04-20", SOURCE, MARK] for area, by_year in scores.items() for i, score in enumerate(by_year)]
    write("satisfaction/yearly.csv", ["area", "period", "score", "scheme", "published_on", "source", "note"], rows)


def self_assessments():
    most = [10, 10, 14.5, 11, 16, 7, 16, 15.5]
    rows = []
    for area in ["01", *AGENCIES]:
        for year in (2024, 2025):
            for field, points in enumerate(most, start=1):
                appraised = round(points * (880 + 8 * (year - 2024) + wobble(area, field, spread=40)) / 1000, 2)
                if area == "01-NV" and field == 1:
                    appraised = 9.1  # kept, and not raised
                over = {("01-XD", 3): 0.8, ("01-XD", 7): 0.5, ("01-TC", 5): -0.4, ("01", 8): 0.25}.get((area, field), 0)
                for assessor, score in (("self", round(appraised + over, 2)), ("appraised", appraised)):
                    rows.append([area, year, assessor, field, score, "SYNTHETIC-2024", f"{year + 1}-04-20", SOURCE, MARK])
    write("self_assessments/by_field.csv", ["area", "period", "assessor", "field", "score", "scheme", "published_on", "source", "note"], rows)


def remedies():
    rows = []
    for period, list_day in (("2025-Q4", "2026-01-10"), ("2026-Q3", "2026-10-05")):
        for agency in AGENCIES:
            for i in range(1, 4):
                on = day("2025-06-30", 120 * i)
                open_ = {("01-XD", "2025-Q4"): 2, ("01-YT", "2025-Q4"): 1, ("01-XD", "2026-Q3"): 1}.get((agency, period), 0)
                closed = "" if i > 3 - open_ else day("2025-06-30", 50 * i)
                rows.append([agency, period, f"KP-{agency[3:]}-{i}", on, closed, list_day, SOURCE, MARK])
    write("remedies/lists.csv", ["area", "period", "remedy", "due_on", "closed_on", "listed_on", "source", "note"], rows)


def reform_scores():
    scores = {"01": [83.1, 84.4, 84.4], "22": [86.0, 85.2, 86.9], "48": [82.4, 84.9, 83.8], "92": [80.2, 81.5, 82.3]}
    rows = [[area, 2023 + i, score, "SYNTHETIC-2023", f"{2024 + i}-05-15", SOURCE, MARK] for area, by_year in scores.items() for i, score in enumerate(by_year)]
    write("reform_scores/yearly.csv", ["area", "period", "score", "scheme", "published_on", "source", "note"], rows)


if __name__ == "__main__":
    revenue()
    plans()
    firms()
    work_plans()
    assigned_tasks()
    dossiers()
    inspections()
    legal_documents()
    communication()
    council_figures()
    satisfaction()
    self_assessments()
    remedies()
    reform_scores()
