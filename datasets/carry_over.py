#!/usr/bin/env python3
"""Carries figures over from collected public material into the files under `datasets/`.

    python3 datasets/carry_over.py            rewrite every generated file
    python3 datasets/carry_over.py --check    rewrite nothing; prove that the files are what would be written, and that they agree
                                              with the material and with each other

The material lies in `../shared/data` beside this repository. It holds other people's files and never enters the repository:
what is carried over is figures, in files of our own making, each with its source. Needs Python 3.11 and nothing else. The
same material gives the same bytes, so a second run changes nothing.

Generated (everything else under `datasets/`, the `*.toml` in particular, is written by hand):

    areas/areas.csv, areas/relations.csv       from vn_area_units.csv and the order of table V05.02
    new_enterprises/nso_v05_02.json            from the statistics office's table V05.02
    budget_plan/plan_YYYY.csv                  2006-2017 from mof_province_budget_2006_2017.csv, 2018-2020 from vn_panel.csv
    budget_final/final_YYYY.csv                2006-2014 from mof_province_budget_2006_2017.csv, 2015-2016 from vn_panel.csv
    hanoi_figures/hanoi_figures.csv            from hanoi_facts.csv, without
    hanoi_figures/hanoi_plans.csv              its plans of the Government: plans are made on the boundaries of the start of
                                               the year (Hà Tây has one for 2008), everything else is read at the end
    targets/targets.csv                        from the Hà Nội 2020 rows of par_rubric.csv

Rules applied, all of them ours:

Areas. A unit is a code and the day it came into being. Regions are those of V05.02, under codes of our own (VN-1 to VN-6);
the office's grouping of the 34 provinces is not at hand, so regions end on 2025-06-30 and provinces formed later hang
directly under the country. Aliases are spellings that occur in the material; difference of case alone, and Ð (U+00D0) for Đ,
need none. A later unit that keeps code and name keeps the aliases.

Amounts. The text of a figure stays as it stands; only a useless trailing `.0` is dropped. `vn_panel.csv` holds amounts to ten
significant digits, which for the largest amounts is 0.1 million: finals of 2015 and 2016, at hand only there, carry the
half-width 0.05 as an upper bound.

Hà Nội figures, column `rounding` (half-width, in the unit of the row):
    final accounts printed in tỷ đồng with decimals: half of the last decimal; growth in %: half of the last digit printed;
    scores that the text calls rounded: half a point; other counts and amounts: half of the place of the last digit
    that is not zero (279300 -> 50), at most 500, because the press counts in thousands (30000 -> 500);
    nothing for a figure printed to the last unit, nor for plans, targets, ranks, published scores, and derived rows
    (which no verdict uses).
Column `status`: final for final accounts and published index scores and ranks, and for what is a decision rather than an observation
    (plans, targets, number of targets set); estimate for derived rows, for results announced for a year
    hardly over, and for anything rounded or worded as an estimate; preliminary for an authority's figure
    printed to the last unit without such words.
Column `rank` (1 = preferred; among rows with the same indicator, area, period and span): statistics offices before
    the city's registration office and documents, those before the press; of one institution the later revision first;
    of two prints of one figure the unrounded first; derived rows last. The list is PREFERENCE below.
Column `known_from`: only where the row's own text or its address states when; the last day of a stated month, meaning
    "known no later than". Otherwise empty.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
MATERIAL = HERE.parent.parent / "shared" / "data"

REGISTER_BEGINS = "2004-07-08"
LAST_DAY_OF_REGIONS = "2025-06-30"
MERGER_2008, MERGER_2025 = "2008-08-01", "2025-07-01"

# Spellings that occur in the material, by code and first day of the unit.
ALIASES = {
    ("VN", REGISTER_BEGINS): ["CẢ NƯỚC"],
    ("01", REGISTER_BEGINS): ["Hanoi"],
    ("01", MERGER_2008): ["Hanoi"],
    ("06", REGISTER_BEGINS): ["Bắc Cạn"],
    ("10", REGISTER_BEGINS): ["Lao Cai"],
    ("17", REGISTER_BEGINS): ["Hòa Bình"],
    ("46", REGISTER_BEGINS): ["Thừa Thiên - Huế"],
    ("56", MERGER_2025): ["Khánh Hoà"],
    ("66", REGISTER_BEGINS): ["Đăk Lăk"],
    ("66", MERGER_2025): ["Đăk Lăk"],
    ("67", REGISTER_BEGINS): ["Đắc Nông"],
    ("79", REGISTER_BEGINS): ["TP. Hồ Chí Minh", "Ho Chi Minh City"],
    ("79", MERGER_2025): ["TP. Hồ Chí Minh", "Ho Chi Minh City"],
}

# Regions as V05.02 names them; the office's English names; codes of our own.
REGIONS = [
    ("VN-1", "Đồng bằng sông Hồng", "Red River Delta"),
    ("VN-2", "Trung du và miền núi phía Bắc", "Northern Midlands and Mountain Areas"),
    ("VN-3", "Bắc Trung Bộ và duyên hải miền Trung", "North Central and Central Coastal Areas"),
    ("VN-4", "Tây Nguyên", "Central Highlands"),
    ("VN-5", "Đông Nam Bộ", "South East"),
    ("VN-6", "Đồng bằng sông Cửu Long", "Mekong River Delta"),
]
HA_TAY, HA_TAY_REGION = "28", "VN-1"  # gone before V05.02 begins

# Which of several figures comes first, where hanoi_facts.csv has more than one; derived rows are last by rule.
PREFERENCE = {
    ("new_enterprises", "2016"): ["22666", "22360"],
    ("new_enterprises_ytd_11m", "2019"): ["25214", "25180"],
    ("new_enterprises", "2019"): ["27900", "27000"],
    ("new_enterprises_growth", "2019"): ["9.8", "11", "8"],
    ("new_enterprises", "2021"): ["24100", "25000"],
    ("budget_revenue", "2021"): ["255000", "324208"],
    ("budget_revenue", "2022"): ["332961", "333000"],
    ("budget_revenue", "2023"): ["405252", "400421", "411389"],
}


# --- reading -----------------------------------------------------------------------------------------------------------


def rows(name: str) -> list[dict[str, str]]:
    with open(MATERIAL / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def table_v05_02() -> dict:
    """The office's answer; it ends in a NUL byte."""
    return json.loads((MATERIAL / "raw/nso_pxweb/V05.02_response.json").read_bytes().rstrip(b"\0").decode("utf-8"))["dataset"]


def fold(name: str) -> str:
    """How names are compared: composed, without case, one space, Đ for Ð."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\u00d0", "\u0110").casefold().split())


def amount(text: str) -> str:
    return text[:-2] if text.endswith(".0") else text


def written(header: str, body: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(body)
    return out.getvalue().encode("utf-8")


# --- areas -------------------------------------------------------------------------------------------------------------

AREAS_HEADER = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note"
RELATIONS_HEADER = "date,kind,from_code,to_code,note,source"
V05_02_SOURCE = "National Statistics Office of Viet Nam, table V05.02 (https://pxweb.nso.gov.vn)"


def own_words(source: str) -> str:
    source = re.sub(r"stored [^(;]*\(code 28\)", "two public copies of the list of provinces on GitHub (code 28)", source)
    return source.replace("PyPI vietnamadminunits", "Python package vietnamadminunits")


def region_by_name() -> dict[str, str]:
    """Folded name of a province -> region, from the order of V05.02: provinces follow their region."""
    labels = table_v05_02()["dimension"]["Tỉnh/thành phố"]["category"]["label"]
    codes = {fold(vi): code for code, vi, _ in REGIONS}
    region, found = "", {}
    for i in range(len(labels)):
        name = fold(labels[str(i)])
        if name in codes:
            region = codes[name]
        elif region:
            found[name] = region
    return found


def areas() -> bytes:
    out = []

    def add(code, vi, en, level, parent, first, last, source, note):
        out.append([code, vi, en, level, parent, first, last, ";".join(ALIASES.get((code, first), [])), source, note])

    add("VN", "Việt Nam", "Viet Nam", "country", "", REGISTER_BEGINS, "", V05_02_SOURCE, "row of the whole country in V05.02; code is the project's own; first day is that of the register of provinces")
    for code, vi, en in REGIONS:
        add(code, vi, en, "region", "VN", REGISTER_BEGINS, LAST_DAY_OF_REGIONS, V05_02_SOURCE,
            "code is the project's own; grouping of V05.02 (table of 2025) applied from the first day of the register; no official grouping of the 34 provinces is at hand and mergers of 2025-07-01 straddle these regions")
    regions = region_by_name()
    for u in rows("vn_area_units.csv"):
        names = [u["name_vi"], *ALIASES.get((u["code"], u["valid_from"]), [])]
        region = HA_TAY_REGION if u["code"] == HA_TAY else next((regions[fold(n)] for n in names if fold(n) in regions), "")
        if u["valid_from"] >= MERGER_2025:
            region = "VN"
        elif (u["code"], u["valid_from"]) == ("46", "2025-01-01"):
            region = regions[fold("Thừa Thiên - Huế")]  # the same place under a new name
        assert region, u
        add(u["code"], u["name_vi"], u["name_en"], "province", region, u["valid_from"], u["valid_to"], own_words(u["source"]), u["note"])
    rank = {"country": 0, "region": 1, "province": 2}
    out.sort(key=lambda r: (rank[r[3]], r[0], r[5]))
    return written(AREAS_HEADER, out)


def relations() -> bytes:
    units = rows("vn_area_units.csv")
    by = {(u["code"], u["valid_from"]): u for u in units}
    out = []
    for u in units:
        if not u["valid_to"]:
            continue
        day = (date.fromisoformat(u["valid_to"]) + timedelta(days=1)).isoformat()
        to = by[(u["successor_code"], day)]
        same_place = day not in (MERGER_2008, MERGER_2025)
        if same_place:
            note = to["note"]
        else:
            note = f"{u['name_vi']} ({u['code']}) into {to['name_vi']} ({to['code']})"
        out.append([day, "rename" if same_place else "merge", u["code"], to["code"], note, own_words(to["source"] if same_place else u["source"])])
    for code, what in (("17", "4 communes of Lương Sơn district (Hòa Bình)"), ("26", "Mê Linh district (Vĩnh Phúc)")):
        u = by[(code, REGISTER_BEGINS)]
        out.append([MERGER_2008, "transfer", code, "01", f"{what} to Hà Nội; its part of the figures cannot be separated", own_words(by[("01", REGISTER_BEGINS)]["source"])])
        assert "Hà Nội on 2008-08-01" in u["note"]
    out.sort(key=lambda r: (r[0], r[3], r[1], r[2]))
    return written(RELATIONS_HEADER, out)


# --- new enterprises ---------------------------------------------------------------------------------------------------


def new_enterprises() -> bytes:
    """JSON-stat 1.x as the office serves it, laid out so that a changed figure is one changed line."""
    d = table_v05_02()
    text = lambda value: json.dumps(value, ensure_ascii=False)
    lines = ["{", '  "dataset": {', '    "dimension": {']
    for name in d["dimension"]["id"]:
        dim = d["dimension"][name]
        n = len(dim["category"]["label"])
        assert dim["category"]["index"] == {str(i): i for i in range(n)}
        lines += [f"      {text(name)}: {{", f'        "label": {text(dim["label"])},', '        "category": {', '          "index": {']
        lines += ["            " + ", ".join(f'"{i}": {i}' for i in range(a, min(a + 10, n))) + ("," if a + 10 < n else "") for a in range(0, n, 10)]
        lines += ["          },", '          "label": {']
        lines += [f'            "{i}": {text(dim["category"]["label"][str(i)])}' + ("," if i + 1 < n else "") for i in range(n)]
        lines += ["          }", "        }", "      },"]
    area, year = d["dimension"]["size"]
    lines += [f'      "id": {text(d["dimension"]["id"])},', f'      "size": {text(d["dimension"]["size"])},', '      "role": {}', "    },"]
    lines += [f'    "label": {text(d["label"])},', f'    "source": {text(V05_02_SOURCE + "; figures carried over into this file by the chiso project")},']
    lines += [f'    "updated": {text(d["updated"])},', '    "value": [']
    lines += ["      " + ", ".join(str(v) for v in d["value"][i * year : (i + 1) * year]) + ("," if i + 1 < area else "") for i in range(area)]
    lines += ["    ]", "  }", "}", ""]
    made = "\n".join(lines).encode("utf-8")
    assert json.loads(made)["dataset"]["value"] == d["value"] and json.loads(made)["dataset"]["dimension"] == d["dimension"]
    return made


# --- budget ------------------------------------------------------------------------------------------------------------

PLAN_HEADER = "area_name,period,plan_stage,value_million_vnd,source_id,source,note"
FINAL_HEADER = "area_name,period,value_million_vnd,rounding_million_vnd,source_id,source,note"
PANEL_PLAN_YEARS = ("2018", "2019", "2020")
PANEL_FINAL_YEARS = ("2015", "2016")
PANEL_ROUNDING = "0.05"
STAGE = {"plan (dự toán)": "assigned", "plan submitted to National Assembly (dự toán trình Quốc hội)": "submitted"}
# Remarks of our own, on one figure or on a whole year ("").
REMARKS = {
    ("plan", "2020", "Sơn La"): "the only plan that is not a whole number of million; kept as it stands",
    ("final", "2006", ""): "doubt: provinces sum to 0.80 of their plans (2010-2016: 1.2 to 1.5), so carry-over may be left out or the table may measure something else",
    ("final", "2009", ""): "doubt: provinces sum to 0.94 of their plans yet the median province stands at 3.69, so the table may measure something else (local budgets with transfers?)",
}


def panel(indicator: str, year: str) -> list[dict[str, str]]:
    sources = {s["source_id"]: s["source"] for s in rows("vn_panel_sources.csv")}
    found = [r for r in rows("vn_panel.csv") if r["indicator"] == indicator and r["period"] == year]
    for r in found:
        repository, commit, rest = re.fullmatch(r"(\S+?)@(\w+):(.*)", sources[r["source_id"]]).groups()
        r["source"] = f"https://github.com/{repository} (commit {commit}) {rest}"
        assert r["unit"] == "million VND"
    return found


def budget(kind: str) -> dict[str, bytes]:
    by_year: dict[str, list[list[str]]] = defaultdict(list)
    for r in rows("mof_province_budget_2006_2017.csv"):
        if r["kind"] != kind:
            continue
        assert r["unit"] == "triệu đồng"
        stage = ["assigned"] if kind == "plan" else []
        rounding = [""] if kind == "final" else []
        by_year[r["year"]].append([r["province_as_printed"], r["year"], *stage, amount(r["value"]), *rounding, f"mof_{kind}_{r['year']}", r["source"], REMARKS.get((kind, r["year"], ""), "")])
    indicator, years = ("budget_rev_plan_territory", PANEL_PLAN_YEARS) if kind == "plan" else ("budget_rev_actual_territory", PANEL_FINAL_YEARS)
    for year in years:
        for r in panel(indicator, year):
            note = REMARKS.get((kind, year, r["province_vi"]), "")
            if kind == "plan":
                stage = STAGE[r["status"]]
                note = "; ".join(n for n in ("submitted to the National Assembly" if stage == "submitted" else "", note) if n)
                cells = [stage, amount(r["value"])]
            else:
                assert r["status"] == "final account (quyết toán)"
                cells = [amount(r["value"]), PANEL_ROUNDING]
            by_year[year].append([r["province_vi"], year, *cells, f"mof_{kind}_{year}", r["source"], note])
    header = PLAN_HEADER if kind == "plan" else FINAL_HEADER
    return {f"budget_{kind}/{kind}_{year}.csv": written(header, body) for year, body in sorted(by_year.items())}


# --- Hà Nội figures ----------------------------------------------------------------------------------------------------

HANOI_HEADER = "indicator,area_code,period,span,value,unit,basis,status,rank,rounding,derived,known_from,conflict_note,source_url"
PLANS = "budget_revenue_plan_government"
DECISIONS = (PLANS, "new_enterprises_target", "se_targets_set")
MONTHS = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec".split()


def month_end(year: int, month: int) -> str:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - timedelta(days=1)).isoformat()


def basis(indicator: str) -> str:
    for start, name in (
        ("budget_revenue_final", "territory_with_carryover"),
        ("budget_revenue_tax_department", "tax_department"),
        ("budget_revenue", "territory_balance"),
        ("se_targets", "council_targets"),
        ("par_index", "par_index"),
        ("sipas", "sipas"),
        ("new_enterprises", "registered"),
        ("enterprises_", "registered"),
    ):
        if indicator.startswith(start):
            return name
    raise ValueError(indicator)


def half_width(indicator: str, value: str, text: str, derived: bool) -> str:
    decimals = len(value.partition(".")[2])
    if derived or indicator in DECISIONS or indicator.startswith("se_targets"):
        return ""
    if indicator.startswith(("par_index", "sipas")):
        return "0.5" if text == "rounded" else ""
    if indicator in ("budget_revenue_final", "new_enterprises_growth"):
        return str(Decimal(5).scaleb(-decimals - 1))
    assert not decimals
    zeros = min(len(value) - len(value.rstrip("0")), 3)
    return str(5 * 10 ** (zeros - 1)) if zeros else ""


def status(indicator: str, text: str, derived: bool, rounding: str) -> str:
    if derived:
        return "estimate"
    if indicator in DECISIONS or indicator == "budget_revenue_final" or indicator.startswith(("par_index", "sipas")):
        return "final"
    if rounding or indicator == "se_targets_met" or re.search(r"estimate|rounded|nearly|about|more than|\"over|so far|expected", text.split("; SUSPECT")[0]):
        return "estimate"
    return "preliminary"


def known_from(text: str, url: str) -> str:
    if day := re.search(r"of (\d\d)/(\d\d)/(20\d\d)", text):
        return f"{day[3]}-{day[2]}-{day[1]}"
    own = text.split("; far above")[0]  # what follows speaks of another row's date
    if stated := re.search(rf"\b({'|'.join(MONTHS)})\w* (20\d\d)\b", own):
        return month_end(int(stated[2]), MONTHS.index(stated[1]) + 1)
    if path := re.search(r"/(20\d\d)/?(0[1-9]|1[0-2])/", url):
        return month_end(int(path[1]), int(path[2]))
    return ""


def hanoi_figures() -> dict[str, bytes]:
    out = []
    for r in rows("hanoi_facts.csv"):
        indicator, period, span, area = r["indicator"], r["year"], "period", "01"
        order = PREFERENCE.get((indicator, period), [r["value"]])
        if ytd := re.fullmatch(r"(.+)_ytd_(\d+)m", indicator):
            indicator, period, span = ytd[1], f"{period}-{int(ytd[2]):02}", "ytd"
        if indicator.endswith("_ha_tay"):
            indicator, area = indicator.removesuffix("_ha_tay"), HA_TAY
        derived = r["status"].startswith("DERIVED")
        parts = [(indicator, r["value"])]
        if "/" in r["value"]:
            met, all_set = r["value"].split("/")
            parts = [("se_targets_met", met), ("se_targets_set", all_set)]
        for name, value in parts:
            rank = order.index(r["value"]) + 1
            rounding = half_width(name, value, r["status"], derived)
            out.append([name, area, period, span, value, r["unit"], basis(name), status(name, r["status"], derived, rounding), str(rank), rounding,
                        str(derived).lower(), known_from(r["status"], r["source_url"]), r["status"], r["source_url"]])
    keys = [(*r[:4], r[8]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key share a rank"
    keys = [(*r[:4], r[13]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key share a source"
    return {
        "hanoi_figures/hanoi_figures.csv": written(HANOI_HEADER, [r for r in out if r[0] != PLANS]),
        "hanoi_figures/hanoi_plans.csv": written(HANOI_HEADER, [r for r in out if r[0] == PLANS]),
    }


# --- targets -----------------------------------------------------------------------------------------------------------

TARGETS_HEADER = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note"
HANOI_2020 = {
    "HN20-1": ("hn2020-new-firms", "new_firms_growth", "growth on previous year >= 20%", "ge", "0.20", "ratio", "",
               "in June 2020 the city named another aim, 30,000 new enterprises (+11 %)"),
    "HN20-3": ("hn2020-revenue", "revenue_over_plan", "actual / Government plan - 1 >= 4%", "ge", "0.04", "ratio", "government", ""),
    "HN20-2": ("hn2020-enterprise-share", "enterprise_share_change", "share(2020) > share(2019)", "gt", "0", "pp", "", ""),
}


def targets() -> bytes:
    rubric = {r["criterion_code"]: r for r in rows("par_rubric.csv")}
    out = []
    for code, (target, kpi, rule, op, value, unit, plan, remark) in HANOI_2020.items():
        r = rubric[code]
        assert r["rule"] == rule, r
        legal = re.fullmatch(r"brief \((.+)\)", r["source"])[1]
        note = "; ".join(n for n in ("number and date of the document are not held, and no public copy of it was found", remark) if n)
        out.append([target, kpi, "01", "2020", "2020", op, value, unit, plan, "0", legal, "", "", "", note])
    return written(TARGETS_HEADER, out)


# --- all of it ---------------------------------------------------------------------------------------------------------


def everything() -> dict[str, bytes]:
    return {
        "areas/areas.csv": areas(),
        "areas/relations.csv": relations(),
        "new_enterprises/nso_v05_02.json": new_enterprises(),
        **budget("plan"),
        **budget("final"),
        **hanoi_figures(),
        "targets/targets.csv": targets(),
    }


def check(files: dict[str, bytes]) -> list[str]:
    """Every disagreement: between disk and what would be written, with the material, and of the files with each other."""
    faults = [f"{name}: differs from what would be written" for name, made in files.items() if not (HERE / name).exists() or (HERE / name).read_bytes() != made]
    read = lambda name: list(csv.DictReader(io.StringIO(files[name].decode("utf-8"))))

    def say(ok: bool, text: str) -> None:
        if not ok:
            faults.append(text)

    # Areas: how many on which day, no name twice on one day, relations for whatever ended.
    units = read("areas/areas.csv")
    on = lambda day: [u for u in units if u["valid_from"] <= day and (not u["valid_to"] or day <= u["valid_to"])]
    for day, n in (("2008-07-31", 64), ("2008-08-01", 63), ("2010-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2026-04-30", 34)):
        count = sum(u["level"] == "province" for u in on(day))
        say(count == n, f"{day}: {count} provinces, not {n}")
    names: dict[str, dict[str, str]] = {}
    for day in sorted({u["valid_from"] for u in units}):
        for u in on(day):
            for text in (u["code"], u["name_vi"], u["name_en"], *u["aliases"].split(";")):
                if text and names.setdefault(day, {}).setdefault(fold(text), u["code"]) != u["code"]:
                    faults.append(f"{day}: `{text}` names two units")
        codes = [u["code"] for u in on(day)]
        say(len(codes) == len(set(codes)), f"{day}: a code stands twice")

    def resolve(name: str, day: str) -> str:
        latest = max(d for d in names if d <= day)
        valid = {u["code"] for u in on(day)}
        code = names[latest].get(fold(name), "")
        if code not in valid:
            faults.append(f"`{name}` names no unit on {day}")
        return code

    steps = read("areas/relations.csv")
    starts, ends = {(u["code"], u["valid_from"]) for u in units}, {(u["code"], u["valid_to"]) for u in units}
    before = lambda day: (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    for s in steps:
        say((s["to_code"], s["date"]) in starts, f"relation {s}: the receiver does not begin that day")
        say(s["kind"] == "transfer" or (s["from_code"], before(s["date"])) in ends, f"relation {s}: the giver does not end the day before")
    leaving = {(s["from_code"], before(s["date"])) for s in steps}
    for u in units:
        say(u["level"] != "province" or not u["valid_to"] or (u["code"], u["valid_to"]) in leaving, f"{u['code']} ends {u['valid_to']} without a successor")

    # New enterprises: names, sums of provinces against region and country, and the panel.
    d = json.loads(files["new_enterprises/nso_v05_02.json"])["dataset"]
    labels = d["dimension"]["Tỉnh/thành phố"]["category"]["label"]
    years = d["dimension"]["Năm"]["category"]["label"]
    cell = {(resolve(labels[str(i)], f"{years[str(j)]}-12-31"), years[str(j)]): d["value"][i * len(years) + j] for i in range(len(labels)) for j in range(len(years))}
    parent = {u["code"]: u["parent_code"] for u in on("2024-12-31")}
    for year in years.values():
        for top in parent:
            below = [cell[(c, year)] for c, p in parent.items() if p == top]
            if below and sum(below) != cell[(top, year)]:
                faults.append(f"V05.02 {year}: the parts of {top} sum to {sum(below)}, printed is {cell[(top, year)]}")
    for r in rows("vn_panel.csv"):
        if r["indicator"] == "new_enterprises_registered":
            say(cell[(r["province_code"], r["period"])] == int(r["value"]), f"V05.02 and panel differ: {r}")
    say(cell[("01", "2019")] == 27711 and cell[("01", "2020")] == 26135, "Hà Nội 2019, 2020 are not 27711, 26135")
    into_15 = [s["from_code"] for s in steps if s["date"] == MERGER_2025 and s["to_code"] == "15"]
    print(f"Lào Cai (15) 2024 on the boundary of 2025-07-01: {' + '.join(str(cell[(c, '2024')]) for c in into_15)} = {sum(cell[(c, '2024')] for c in into_15)} (from {', '.join(into_15)})")

    # Budget: names resolve (plan at the start of its year, final at the end), one row a unit, sums as in the material, panel agrees.
    held: dict[tuple[str, str, str], Decimal] = {}
    for kind, edge in (("plan", "-01-01"), ("final", "-12-31")):
        for name in (n for n in files if n.startswith(f"budget_{kind}/")):
            body = read(name)
            year = body[0]["period"]
            codes = [resolve(r["area_name"], year + edge) for r in body]
            expected = {u["code"] for u in on(year + edge) if u["level"] == "province"}
            say(set(codes) == expected and len(codes) == len(expected), f"{name}: not every unit once")
            held |= {(kind, year, c): Decimal(r["value_million_vnd"]) for c, r in zip(codes, body)}
            source = [r["value"] for r in rows("mof_province_budget_2006_2017.csv") if (r["kind"], r["year"]) == (kind, year)]
            if not source:
                source = [r["value"] for r in panel("budget_rev_plan_territory" if kind == "plan" else "budget_rev_actual_territory", year)]
            total = sum(Decimal(r["value_million_vnd"]) for r in body)
            say(total == sum(map(Decimal, source)), f"{name}: sum {total} is not that of the material")
            print(f"{name}: {len(body)} rows, sum {total}")
    rounded = exact = 0
    for r in rows("vn_panel.csv"):
        kind = {"budget_rev_plan_territory": "plan", "budget_rev_actual_territory": "final"}.get(r["indicator"])
        if kind:
            ours, theirs = held[(kind, r["period"], r["province_code"])], Decimal(r["value"])
            exact += ours == theirs
            rounded += ours != theirs
            say(abs(ours - theirs) <= Decimal(5).scaleb(ours.adjusted() - 10), f"panel and ministry differ by more than ten significant digits explain: {r} {ours}")
    for year in ("2006", "2009"):
        mine = {c: v for (k, y, c), v in held.items() if (k, y) == ("final", year)}
        ratio = sum(mine.values()) / sum(v for (k, y, c), v in held.items() if (k, y) == ("plan", year) and c in mine)
        shares = sorted(v / held[("plan", year, c)] for c, v in mine.items())
        median = (shares[(len(shares) - 1) // 2] + shares[len(shares) // 2]) / 2
        say(year != "2009" or f"stands at {median:.2f}" in REMARKS[("final", year, "")], f"remark on the finals of {year}: the median is {median:.4f}")
        say(f"{ratio:.2f} of their plans" in REMARKS[("final", year, "")], f"remark on the finals of {year}: the ratio is {ratio:.4f}")
    print(f"panel against files: {exact} equal, {rounded} equal to ten significant digits")
    say(held[("plan", "2008", "01")] == 53807000 and held[("plan", "2008", HA_TAY)] == 3347500, "plan 2008 of Hà Nội or Hà Tây")

    # Hà Nội figures against the budget files.
    facts = read("hanoi_figures/hanoi_figures.csv") + read("hanoi_figures/hanoi_plans.csv")
    for r in facts:
        kind = {PLANS: "plan", "budget_revenue_final": "final"}.get(r["indicator"])
        if kind:
            say(abs(held[(kind, r["period"], r["area_code"])] - Decimal(r["value"]) * 1000) <= Decimal(r["rounding"] or 0) * 1000, f"Hà Nội figure and budget file differ: {r}")
        edge = "-01-01" if r["indicator"] == PLANS else "-12-31"
        say(r["area_code"] in {u["code"] for u in on(r["period"][:4] + edge)}, f"no such area then: {r}")
    print(f"hanoi_figures: {len(facts)} rows from {len(rows('hanoi_facts.csv'))}")
    return faults


def main() -> int:
    if not MATERIAL.is_dir():
        print(f"{MATERIAL} is not there: nothing to carry over", file=sys.stderr)
        return 1
    files = everything()
    if sys.argv[1:] == ["--check"]:
        faults = check(files)
        print(*faults, f"{len(faults)} faults in {len(files)} files", sep="\n")
        return 1 if faults else 0
    for name, made in files.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        print(f"{name}: {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
