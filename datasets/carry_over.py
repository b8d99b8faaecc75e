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
    active_enterprises/nso_v05_04.json         from its table V05.04, errors included
    budget_plan/plan_YYYY.csv                  2006-2017 from mof_province_budget_2006_2017.csv, 2018-2020 from vn_panel.csv
    budget_final/final_YYYY.csv                2006-2014 from mof_province_budget_2006_2017.csv, 2015-2016 from vn_panel.csv
    hanoi_figures/hanoi_figures.csv            from hanoi_facts.csv, without
    hanoi_figures/hanoi_plans.csv              its plans of the Government: plans are made on the boundaries of the start of
                                               the year (Hà Tây has one for 2008), everything else is read at the end
    targets/targets.csv                        from the Hà Nội 2020 rows of par_rubric.csv
    budget_actual/final_forms.csv, estimates.csv
    budget_plan_council/final_forms.csv, plan_forms.csv
                                               from the provinces' budget forms in vn_panel.csv
    reform_scores/papi.csv                     from vn_panel.csv; totals computed here
    reform_scores/indices.csv                  PAR Index and SIPAS, from vn_panel.csv and hanoi_facts.csv
    population/population.csv                  from vn_panel.csv
    sources.csv                                what a short `source_id` of the four datasets above stands for

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
Provinces' forms (`budget_actual`, `budget_plan_council`). QT-YYYY-N-B63-TT343-NN is the final account of province NN, with a
column of the plan; DT-YYYY-N-B48-TT343-NN is its plan, with a column for the estimate of the year before. `source_id` is the
name of the form. Rows "local_src" (the province's own share) are left out: another basis. Of two forms with a plan for one year the
one whose parts (domestic + customs + crude oil) sum exactly to its total comes first, then the plan form; a form has one rank
for all its rows. Final accounts come before estimates. One form (Cà Mau 2020) gives two estimates for 2019: the one that
sums to the form's own total comes first, the other repeats the final account of 2018 and is kept as `<form> (2)`. The material
holds ten significant digits: a figure with decimals that fills them (or nine, the tenth being 0) has half of the tenth digit's
place as its rounding, an upper bound. A printed 0 is a row; a blank is no row.

Scores. PAPI figures of 2011-2019 come with up to nine decimals: the table holds six, so `score` is rounded half to even and
`score_as_held` has the rest; `rounding` is then 0.000001 (half of it would not fit). From 2020 on a dimension is the sum of its published sub-dimensions,
which is how the publisher defines it. `papi_total` is the unweighted sum of all dimensions of a fixed set, where all of them exist: not marked as
derived, because it is a plain sum of published figures over a fixed set. `scheme` ends in the first year of a way of counting: SCHEMES.
Of PAR Index and SIPAS the scheme is the decision that lays down the criteria, where it is known: PAR_SCHEMES.

Population. `published` is rounded to 0.1 thousand, so half-width 0.05; `implied` is a quotient of two cells and marked as derived.

Column `known_from`: only where the row's own text or its address states when; the last day of a stated month, meaning
    "known no later than". Otherwise empty.
Column `covers` of the Hà Nội figures: only where a figure of a year was published within that year and its text says how much of the year it
    states: `whole_period` for what is called an estimate (of the year), `to_date` for "so far" and "to early December".
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
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


def nso_table(name: str) -> dict:
    """The office's answer; it ends in a NUL byte."""
    return json.loads((MATERIAL / f"raw/nso_pxweb/{name}_response.json").read_bytes().rstrip(b"\0").decode("utf-8"))["dataset"]


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
NSO_SOURCE = "National Statistics Office of Viet Nam, table {} (https://pxweb.nso.gov.vn)"
V05_02_SOURCE = NSO_SOURCE.format("V05.02")


def own_words(source: str) -> str:
    source = re.sub(r"stored [^(;]*\(code 28\)", "two public copies of the list of provinces on GitHub (code 28)", source)
    return source.replace("PyPI vietnamadminunits", "Python package vietnamadminunits")


def region_by_name() -> dict[str, str]:
    """Folded name of a province -> region, from the order of V05.02: provinces follow their region."""
    labels = nso_table("V05.02")["dimension"]["Tỉnh/thành phố"]["category"]["label"]
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


# --- new and active enterprises ----------------------------------------------------------------------------------------


def json_stat(table: str) -> bytes:
    """JSON-stat 1.x as the office serves it, laid out so that a changed figure is one changed line."""
    d = nso_table(table)
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
    lines += [f'    "label": {text(d["label"])},', f'    "source": {text(NSO_SOURCE.format(table) + "; figures carried over into this file by the chiso project")},']
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


def address(source: str) -> str:
    repository, commit, rest = re.fullmatch(r"(\S+?)@([\w/]+):(.*)", source).groups()
    return f"https://github.com/{repository} (commit {commit}) {rest}"


def panel_sources() -> dict[str, str]:
    return {s["source_id"]: s["source"] for s in rows("vn_panel_sources.csv")}


def panel(indicator: str, year: str) -> list[dict[str, str]]:
    sources = panel_sources()
    found = [r for r in rows("vn_panel.csv") if r["indicator"] == indicator and r["period"] == year]
    for r in found:
        r["source"] = address(sources[r["source_id"]])
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

HANOI_HEADER = "indicator,area_code,period,span,value,unit,basis,status,rank,rounding,derived,known_from,covers,conflict_note,source_url"
PLANS = "budget_revenue_plan_government"
DECISIONS = (PLANS, "new_enterprises_target", "se_targets_set")
# Percentages that came with a figure, of a plan that is named and not held: rows of their own, with the figure's source.
OF_PLAN = "budget_revenue_of_plan_"
NAMED_PLANS = {"Government": "government", "City": "council"}
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
    if indicator in ("budget_revenue_final", "new_enterprises_growth") or indicator.startswith(OF_PLAN):
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


def covers(period: str, text: str, known: str) -> str:
    """How much of its year a figure states that was published within it, as its own text says."""
    if len(period) > 4 or not known or known > f"{period}-12-31":
        return ""
    if re.search(r"so far|^to early", text):
        return "to_date"
    return "whole_period" if text.startswith("estimate") else ""


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
        parts = [(*part, r["unit"]) for part in parts]
        parts += [(OF_PLAN + NAMED_PLANS[plan], percent, "%") for percent, plan in re.findall(r"([\d.]+)% of (Government|City) plan", r["status"])]
        for name, value, unit in parts:
            rank = order.index(r["value"]) + 1
            rounding = half_width(name, value, r["status"], derived)
            known = known_from(r["status"], r["source_url"])
            out.append([name, area, period, span, value, unit, basis(name), status(name, r["status"], derived, rounding), str(rank), rounding,
                        str(derived).lower(), known, covers(period, r["status"], known), r["status"], r["source_url"]])
    keys = [(*r[:4], r[8]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key share a rank"
    keys = [(*r[:4], r[14]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key share a source"
    return {
        "hanoi_figures/hanoi_figures.csv": written(HANOI_HEADER, [r for r in out if r[0] != PLANS]),
        "hanoi_figures/hanoi_plans.csv": written(HANOI_HEADER, [r for r in out if r[0] == PLANS]),
    }


# --- budget: the provinces' own forms ----------------------------------------------------------------------------------

FORMS_HEADER = "area_code,area_name,period,revenue_source,basis,value_million_vnd,rounding_million_vnd,rank,source_id,note"
SOURCES_HEADER = "source_id,source"
CARRYOVER = "total_with_carryover"
REVENUE = {"total_balance": "total", "total_incl_carryover": CARRYOVER}
REVENUE_ORDER = ["total", "domestic", "soe_central", "soe_local", "fdi", "private", "pit", "land_use_fee", "lottery", "customs", "crude_oil", CARRYOVER]
FORM_STATUS = {"actual": "final account (quyết toán)", "estimate": "estimate (ước thực hiện)", "plan": "plan approved by provincial council (dự toán HĐND)"}
TWICE_IN_ONE_FORM = "DT-2020-N-B48-TT343-96"
SECOND_NOTE = "second figure of this form for the year; it repeats the final account of 2018"


def tenth_digit(value: str) -> str:
    """Half of the tenth significant digit's place, for a figure with decimals that fills ten digits, or nine (the tenth may be a 0 left out)."""
    whole, _, decimals = value.partition(".")
    digits = len((whole + decimals).lstrip("0"))
    return format(Decimal(5).scaleb(len(whole.lstrip("0")) - 11), "f") if decimals and digits >= 9 else ""


def form_rows(kind: str) -> list[dict[str, str]]:
    """The panel's rows of one kind, each with the name and address of its form; of two figures in one form the second has a mark of its own."""
    sources = panel_sources()
    found = []
    for r in rows("vn_panel.csv"):
        if named := re.fullmatch(rf"budget_rev_{kind}_src_(\w+)", r["indicator"]):
            assert r["unit"] == "million VND" and r["status"] == FORM_STATUS[kind], r
            source = sources[r["source_id"]]
            form = re.search(r"/((?:QT|DT)-20\d\d-N-B\d\d-TT343-(\d\d))\.xlsx?$", source)
            assert form and form[2] == r["province_code"], source
            found.append({**r, "revenue_source": REVENUE.get(named[1], named[1]), "form": form[1], "address": address(source), "second": ""})
    groups: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for r in found:
        groups[r["revenue_source"], r["period"], r["form"]].append(r)
    for group in groups.values():
        assert len(group) == 1 or (len(group) == 2 and group[0]["form"] == TWICE_IN_ONE_FORM), group
        if len(group) == 2:
            group[0]["second"] = "yes"  # the first in the material is the one that repeats 2018
    return found


def sums_up(form: list[dict[str, str]]) -> bool:
    """Whether the parts of a form sum exactly to its total."""
    value = {r["revenue_source"]: Decimal(r["value"]) for r in form if not r["second"]}
    return "total" in value and "domestic" in value and value["total"] == value["domestic"] + value.get("customs", 0) + value.get("crude_oil", 0)


def form_lines(found: list[dict[str, str]], rank) -> bytes:
    out = []
    for r in found:
        basis_ = "territory_with_carryover" if r["revenue_source"] == CARRYOVER else "territory_balance"
        note = r["note"].replace("quyettoan:", "final account:").replace("dutoan:", "plan:")
        note = "; ".join(n for n in (note, SECOND_NOTE if r["second"] else "") if n)
        source_id = r["form"] + (" (2)" if r["second"] else "")
        out.append([r["province_code"], r["province_vi"], r["period"], r["revenue_source"], basis_, amount(r["value"]), tenth_digit(amount(r["value"])), str(rank(r)), source_id, note])
    out.sort(key=lambda r: (r[2], r[0], int(r[7]), REVENUE_ORDER.index(r[3])))
    keys = [(r[0], r[2], r[3], r[8]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key"
    return written(FORMS_HEADER, out)


def plan_ranks() -> dict[tuple[str, str, str], int]:
    """(area, year, form) -> rank of the form's plan."""
    forms: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for r in form_rows("plan"):
        forms[r["province_code"], r["period"]][r["form"]].append(r)
    ranks = {}
    for (area, year), held in forms.items():
        order = sorted(held, key=lambda f: (not sums_up(held[f]), not f.startswith("DT")))
        ranks |= {(area, year, f): i + 1 for i, f in enumerate(order)}
    return ranks


def forms() -> dict[str, bytes]:
    plans, ranks = form_rows("plan"), plan_ranks()
    rank = lambda r: ranks[r["province_code"], r["period"], r["form"]]
    return {
        "budget_actual/final_forms.csv": form_lines(form_rows("actual"), lambda r: 1),
        "budget_actual/estimates.csv": form_lines(form_rows("estimate"), lambda r: 3 if r["second"] else 2),
        "budget_plan_council/final_forms.csv": form_lines([r for r in plans if r["form"].startswith("QT")], rank),
        "budget_plan_council/plan_forms.csv": form_lines([r for r in plans if r["form"].startswith("DT")], rank),
    }


# --- reform scores -----------------------------------------------------------------------------------------------------

PAPI_HEADER = "indicator,area_code,area_name,period,score,score_as_held,scheme,rounding,source_id"
INDICES_HEADER = "indicator,area_code,period,score,unit,basis,scheme,status,rank,rounding,derived,known_from,conflict_note,source_url"
PAPI = {
    "d1_participation": "papi_participation",
    "d2_transparency": "papi_transparency",
    "d3_accountability": "papi_accountability",
    "d4_corruption_control": "papi_corruption_control",
    "d5_admin_procedures": "papi_admin_procedures",
    "d6_public_service": "papi_public_service",
    "d7_environment": "papi_environment",
    "d8_egovernance": "papi_egovernance",
}
# First years of the ways of counting. D2 gains a part in 2018; D3 changes in 2016 and 2021; D5 loses a part and D6 jumps in 2021; D7 and D8 begin
# in 2018. Read from the figures by us: D7 falls by a point in all 63 provinces in 2019; D8 has two parts in 2018, three from 2019 on.
SCHEMES = {"d1": [2011], "d2": [2011, 2018], "d3": [2011, 2016, 2021], "d4": [2011], "d5": [2011, 2021], "d6": [2011, 2021], "d7": [2018, 2019], "d8": [2018, 2019]}
TOTAL_SCHEMES = sorted({year for years in SCHEMES.values() for year in years})
SIX = Decimal("0.000001")
PAPI_SOURCES = {"s211": "papi_2011_2019", "s212": "papi_2020", "s213": "papi_2021", "s214": "papi_2022", "s215": "papi_2023", "s216": "papi_2024"}
PAPI_TOTAL = ("papi_total", "chiso project: unweighted sum of the PAPI dimensions of the same area and year, where all dimensions of the scheme are published")
PAR_SCHEMES = {"2017": "2948/QĐ-BNV", "2018": "2636/QĐ-BNV", "2019": "1150/QĐ-BNV", "2020": "1149/QĐ-BNV", "2021": "1149/QĐ-BNV", "2022": "876/QĐ-BNV", "2023": "876/QĐ-BNV",
               "2024": "PAR INDEX 2024 set"}


def first_year(years: list[int], year: str) -> int:
    return max(y for y in years if y <= int(year))


def papi() -> bytes:
    held: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(dict)
    for r in rows("vn_panel.csv"):
        if named := re.fullmatch(r"papi_(d\d\w+)", r["indicator"]):
            assert r["unit"] == "points 1-10" and named[1] in PAPI, r
            held[r["period"], r["province_code"]][named[1]] = r
    out = []

    def add(indicator, r, text, scheme, summed, source_id):
        score = Decimal(text).quantize(SIX, ROUND_HALF_EVEN)
        cut = score != Decimal(text)
        out.append([indicator, r["province_code"], r["province_vi"], r["period"], text if not cut else str(score), text if cut else "", scheme, str(SIX) if cut or summed else "", source_id])

    for (year, _), dimensions in sorted(held.items()):
        for name, indicator in PAPI.items():
            if r := dimensions.get(name):
                add(indicator, r, r["value"], f"papi-{name[:2]}-{first_year(SCHEMES[name[:2]], year)}", r["status"].startswith("derived"), PAPI_SOURCES[r["source_id"]])
        wanted = [name for name in PAPI if SCHEMES[name[:2]][0] <= int(year)]
        if all(name in dimensions for name in wanted):
            summed = any(r["status"].startswith("derived") for r in dimensions.values())
            total = sum(Decimal(dimensions[name]["value"]) for name in wanted)
            add(PAPI_TOTAL[0], r_any(dimensions), str(total), f"papi-total-{first_year(TOTAL_SCHEMES, year)}", summed, PAPI_TOTAL[0])
    return written(PAPI_HEADER, out)


def r_any(dimensions: dict[str, dict[str, str]]) -> dict[str, str]:
    return next(iter(dimensions.values()))


def indices() -> bytes:
    """PAR Index and SIPAS. What stands in both collections with one address and figure is one row."""
    rubric = {r["scheme"].split(" ")[0] for r in rows("par_rubric.csv")}
    assert all(s in rubric for s in PAR_SCHEMES.values() if s.endswith("QĐ-BNV")), "a scheme that is not in the rubric"
    out, facts = [], [r for r in rows("hanoi_facts.csv") if r["indicator"] in ("par_index_score", "sipas_score")]
    full = {r["source_url"] for r in rows("hanoi_facts.csv")}

    def add(indicator, area, year, value, status_, rounding, derived, known, note, url):
        scheme = PAR_SCHEMES.get(year, "") if indicator == "par_index" else ""
        out.append([indicator, area, year, value, "%", indicator, scheme, status_, "2" if derived else "1", rounding, str(derived).lower(), known, note, url])

    for r in facts:
        derived = r["status"].startswith("DERIVED")
        rounding = half_width(r["indicator"], r["value"], r["status"], derived)
        add(r["indicator"].removesuffix("_score"), "01", r["year"], r["value"], status(r["indicator"], r["status"], derived, rounding), rounding, derived,
            known_from(r["status"], r["source_url"]), r["status"], r["source_url"])
    held = {(*r[:3], Decimal(r[3]), r[13]) for r in out}
    sources = panel_sources()
    for r in rows("vn_panel.csv"):
        if r["indicator"] in ("par_index", "sipas"):
            url, _, remark = sources[r["source_id"]].partition(" ")
            note = "published"
            if "..." in url:  # shortened where it was collected
                whole = [u for u in full if u.endswith(url.rpartition("...")[2])]
                url, note = (whole[0], note) if whole else (url, "published; the address was shortened where it was collected")
            note = "; ".join(n for n in (note, remark.strip("()")) if n)
            if (r["indicator"], r["province_code"], r["period"], Decimal(r["value"]), url) not in held:
                add(r["indicator"], r["province_code"], r["period"], r["value"], "final", "", False, known_from("", url), note, url)
    out.sort(key=lambda r: (r[0], r[1], r[2], r[8]))
    keys = [(*r[:3], r[8]) for r in out]
    assert len(set(keys)) == len(keys), "two rows of one key share a rank"
    return written(INDICES_HEADER, out)


# --- population --------------------------------------------------------------------------------------------------------

POPULATION_HEADER = "estimate,area_code,area_name,period,value_thousand,rounding_thousand,status,derived,source_id,note"
POPULATION_SOURCES = {"s224": "population_2010_2016", "s225": "population_2020", "s002": "population_implied"}
POPULATION_STATUS = {"official": "final", "preliminary": "preliminary", "preliminary (*)": "preliminary", "derived (V05.04 / V05.05)": "estimate"}


def population() -> bytes:
    out = []
    for r in rows("vn_panel.csv"):
        if not r["indicator"].startswith("population_avg"):
            continue
        assert r["unit"] == "thousand persons"
        implied = r["indicator"].endswith("_implied")
        assert implied == r["status"].startswith("derived")
        note = "enterprises active at 31 December (V05.04) divided by enterprises per 1000 inhabitants (V05.05)" if implied else ""
        if r["source_id"] == "s224":
            note = "series made before the census of 2019"
        out.append(["implied" if implied else "published", r["province_code"], r["province_vi"], r["period"], amount(r["value"]), "0.005" if implied else "0.05",
                    POPULATION_STATUS[r["status"]], str(implied).lower(), POPULATION_SOURCES[r["source_id"]], note])
    out.sort(key=lambda r: (r[0] == "implied", r[3], r[1]))
    return written(POPULATION_HEADER, out)


def sources_csv() -> bytes:
    """What the short names in `source_id` stand for."""
    held = panel_sources()
    out = {r["form"]: r["address"] for kind in FORM_STATUS for r in form_rows(kind)}
    out[f"{TWICE_IN_ONE_FORM} (2)"] = out[TWICE_IN_ONE_FORM]
    out |= {name: address(held[s]) for s, name in (PAPI_SOURCES | POPULATION_SOURCES).items() if name != "population_implied"}
    out["population_implied"] = "computed from tables V05.04 and V05.05 of the National Statistics Office of Viet Nam, updated 2025-10-10 (https://pxweb.nso.gov.vn)"
    out |= [PAPI_TOTAL]
    return written(SOURCES_HEADER, [[name, source] for name, source in sorted(out.items())])


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
    # A plan is a target of its own: all of it by the end of the year.
    for plan, by in (("government", "the Government"), ("council", "the People's Council")):
        note = "the plan is its own target; number and date of the document, and the amount, are not held"
        out.append([f"hn2021-plan-{plan}", f"revenue_of_plan_{plan}", "01", "2021", "2021", "ge", "1", "ratio", plan, "0",
                    f"plan of budget revenue 2021 assigned by {by}", "", "", "", note])
    return written(TARGETS_HEADER, out)


# --- all of it ---------------------------------------------------------------------------------------------------------


def everything() -> dict[str, bytes]:
    return {
        "areas/areas.csv": areas(),
        "areas/relations.csv": relations(),
        "new_enterprises/nso_v05_02.json": json_stat("V05.02"),
        "active_enterprises/nso_v05_04.json": json_stat("V05.04"),
        **budget("plan"),
        **budget("final"),
        **hanoi_figures(),
        "targets/targets.csv": targets(),
        **forms(),
        "reform_scores/papi.csv": papi(),
        "reform_scores/indices.csv": indices(),
        "population/population.csv": population(),
        "sources.csv": sources_csv(),
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

    check_enterprises(files, resolve, parent, cell, say)
    check_forms(files, read, names, held, say)
    check_scores(read, names, on, say)
    check_population(read, names, say)
    check_readme(files, read, say)
    return faults


def check_named(r: dict[str, str], names: dict[str, dict[str, str]], say) -> None:
    """Code and name of a row are those of one unit at the end of its year."""
    latest = max(d for d in names if d <= f"{r['period']}-12-31")
    say(names[latest].get(fold(r["area_name"])) == r["area_code"], f"code and name differ: {r}")


def cells(name: str, data: bytes, resolve) -> dict[tuple[str, str], int]:
    d = json.loads(data)["dataset"]
    labels, years = (d["dimension"][n]["category"]["label"] for n in d["dimension"]["id"])
    return {(resolve(labels[str(i)], f"{years[str(j)]}-12-31"), years[str(j)]): d["value"][i * len(years) + j] for i in range(len(labels)) for j in range(len(years))}


def check_enterprises(files, resolve, parent, new, say) -> None:
    active = cells("V05.04", files["active_enterprises/nso_v05_04.json"], resolve)
    for year in sorted({y for _, y in active}):
        for top in parent:
            below = [active[(c, year)] for c, p in parent.items() if p == top]
            say(not below or sum(below) == active[(top, year)], f"V05.04 {year}: the parts of {top} do not sum to it")
    for r in rows("vn_panel.csv"):
        if r["indicator"] == "active_enterprises_31dec":
            say(active[(r["province_code"], r["period"])] == int(r["value"]), f"V05.04 and panel differ: {r}")

    # Corrections: each matches one row, and the source still says what they expect.
    mended, words_ = dict(active), {"id", "match", "action", "expect", "reason", "evidence", "reported_to", "status", "decided_on"}
    for dataset, figures, extra in (("active_enterprises", active, {}), ("new_enterprises", new, {"event": "new"})):
        records = tomllib.loads((HERE / dataset / "corrections.toml").read_text(encoding="utf-8"))["correction"]
        say(len({c["id"] for c in records}) == len(records), f"{dataset}: a correction's id stands twice")
        for c in records:
            key = (c["match"]["area_code"], c["match"]["period"])
            say(c["match"] == {"area_code": key[0], "period": key[1], **extra}, f"{c['id']}: its match")
            say(set(c) == words_ | {{"override": "value", "flag": "flag"}[c["action"]]}, f"{c['id']}: its keys")
            say(str(figures.get(key)) == c["expect"], f"{c['id']}: the source says {figures.get(key)}")
            if c["action"] == "override":
                mended[key] = int(c["value"])
            if dataset == "new_enterprises":
                rise = Decimal(100) * (figures[key] - figures[key[0], str(int(key[1]) - 1)]) / figures[key[0], str(int(key[1]) - 1)]
                say(f"+{rise:.1f} %" in c["reason"]["en"], f"{c['id']}: the rise is {rise:.1f} %")
    growth = lambda of, area: f"{Decimal(100) * of[area, '2018'] / of[area, '2017'] - 100:+.1f} %"
    for area, published, corrected in (("26", "-18.3 %", "+12.8 %"), ("27", "+74.7 %", "+26.7 %")):
        say((growth(active, area), growth(mended, area)) == (published, corrected), f"active enterprises 2018 of {area}: {growth(active, area)} and {growth(mended, area)}")
        print(f"active enterprises 2018 of {area}: {growth(active, area)} as published, {growth(mended, area)} corrected")
    say(sum(active[a, "2017"] for a in ("26", "27")) == sum(mended[a, "2017"] for a in ("26", "27")), "the corrections change the sum of 2017")

    # The evidence: inhabitants that the sister table V05.05 implies, in thousands.
    ratio = nso_table("V05.05")
    labels, years = (ratio["dimension"][n]["category"]["label"] for n in ratio["dimension"]["id"])
    per = {(resolve(labels[str(i)], f"{years[str(j)]}-12-31"), years[str(j)]): Decimal(repr(ratio["value"][i * len(years) + j])) for i in range(len(labels)) for j in range(len(years))}
    people = {(r["province_code"], r["period"]): Decimal(r["value"]) for r in rows("vn_panel.csv") if r["indicator"] == "population_avg"}
    of = lambda firms, area, year: round(firms / per[area, year], 1)
    say(people["26", "2016"] < of(mended["26", "2017"], "26", "2017") < of(active["26", "2018"], "26", "2018"), "inhabitants of Vĩnh Phúc 2017 by the corrected figure")
    said = [of(5674, "26", "2017"), of(active["26", "2018"], "26", "2018"), of(7828, "26", "2017"), of(8622, "22", "2017")]
    say(said == [Decimal(t) for t in ("1123.1", "1138.4", "1549.5", "1285.2")], f"inhabitants in the evidence: {said}")
    for area, giver in (("27", "26"), ("22", "27")):
        ours = of(active[giver, "2020"], area, "2020")
        say(ours == people[area, "2020"], f"V05.05 2020 of {area} is not computed with the enterprises of {giver}: {ours}")
        print(f"V05.05 2020 of {area}: with the enterprises of {giver} {ours} thousand inhabitants, published {people[area, '2020']}")
    print(f"doubt: Bắc Ninh 2018 by a rotation of three rows would stand at {Decimal(100) * 9915 / 8622 - 100:+.1f} %, Quảng Ninh at {Decimal(100) * 8455 / 7828 - 100:+.1f} %")


def repeating(body: list[dict[str, str]]) -> set[tuple[str, str]]:
    """(area, year) whose figures equal those of the year before, at least three and none differing; of two figures the better rank counts."""
    best: dict[tuple[str, str], dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    for r in body:
        here, statement = best[r["area_code"], r["period"]], (int(r["rank"]), Decimal(r["value_million_vnd"]))
        here[r["revenue_source"]] = min(here.get(r["revenue_source"], statement), statement)
    found = set()
    for (area, year), series in best.items():
        before = best.get((area, str(int(year) - 1)), {})
        common = [s for s in series if s in before]
        if len(common) >= 3 and all(series[s][1] == before[s][1] for s in common):
            found.add((area, year))
    return found


def check_forms(files, read, names, national, say) -> None:
    finals, estimates = read("budget_actual/final_forms.csv"), read("budget_actual/estimates.csv")
    plans_qt, plans_dt = read("budget_plan_council/final_forms.csv"), read("budget_plan_council/plan_forms.csv")
    known = {r["source_id"] for r in read("sources.csv")}
    for body, kinds in ((finals, {"actual"}), (estimates, {"estimate"}), (plans_qt + plans_dt, {"plan"})):
        material = [r for r in rows("vn_panel.csv") if re.match(rf"budget_rev_({'|'.join(kinds)})_src_", r["indicator"])]
        say(len(body) == len(material) and sum(Decimal(r["value_million_vnd"]) for r in body) == sum(Decimal(r["value"]) for r in material), f"{kinds}: not the material's rows")
        zeros = sum(Decimal(r["value_million_vnd"]) == 0 for r in body)
        print(f"{'/'.join(kinds)}: {len(body)} rows, {zeros} of them a printed 0")
        for r in body:
            check_named(r, names, say)
            say(r["source_id"] in known, f"no address of {r['source_id']}")
            say((r["revenue_source"] == CARRYOVER) == (r["basis"] == "territory_with_carryover"), f"basis: {r}")
    areas_of = lambda body, year, source="": len({r["area_code"] for r in body if r["period"] == year and source in ("", r["revenue_source"])})
    say([areas_of(finals, y) for y in ("2017", "2018")] == [41, 45] and [areas_of(finals, y, "total") for y in ("2017", "2018")] == [37, 40], "provinces in budget_actual.toml")
    say(len({r["area_code"] for r in estimates}) == 9, "provinces with estimates in budget_actual.toml")
    plans = plans_qt + plans_dt
    say([areas_of(plans, y) for y in ("2017", "2018", "2019", "2020")] == [41, 47, 38, 40], f"provinces in budget_plan_council.toml: {[areas_of(plans, y) for y in ('2017', '2018', '2019', '2020')]}")
    say("01" not in {r["area_code"] for r in finals + estimates + plans}, "Hà Nội is among the forms")
    both = {r["area_code"] for r in plans_qt if r["period"] == "2018"} & {r["area_code"] for r in plans_dt if r["period"] == "2018"}
    say(len(both) == 17, f"{len(both)} provinces have two forms for the plan of 2018")

    # Two forms: each has one rank; where the Government's plan is nearer to one of two totals, that one comes first.
    total = {(r["area_code"], r["source_id"][:2]): r for r in plans if r["period"] == "2018" and r["revenue_source"] == "total"}
    for area in both:
        ranks = {r["source_id"]: r["rank"] for r in plans if (r["area_code"], r["period"]) == (area, "2018")}
        say(sorted(ranks.values()) == ["1", "2"], f"ranks of {area}: {ranks}")
        pair = [total[area, k] for k in ("QT", "DT") if (area, k) in total]
        off = {r["rank"]: abs(Decimal(r["value_million_vnd"]) / national["plan", "2018", area] - 1) for r in pair}
        say(len(pair) == 2 or pair[0]["rank"] == "1", f"the preferred form of {area} has no total")
        say(len(off) < 2 or off["1"] <= off["2"], f"the preferred form of {area} is farther from the Government's plan")

    # Forms that repeat the year before, and the share that is held back.
    for name, body, wanted, limit in (
        ("final accounts", finals, {("10", "2018"), ("87", "2018")}, "2.2"),
        ("plans, final account forms", plans_qt, {("10", "2018"), ("87", "2018")}, "2.3"),
        ("plans, plan forms", plans_dt, {("06", "2019"), ("14", "2019")}, "2.3"),
    ):
        among = body if name == "final accounts" else plans
        found = {k for k in repeating(among) if k in {(r["area_code"], r["period"]) for r in body}}
        share = Decimal(100) * sum((r["area_code"], r["period"]) in found for r in body)
        say(found == wanted, f"{name}: {sorted(found)} repeat the year before")
        say(share / len(body) <= Decimal(limit), f"{name}: {share / len(body):.2f} % repeat the year before")
        print(f"{name}: {int(share) // 100} of {len(body)} rows repeat the year before ({share / len(body):.2f} %): {sorted(found)}")


def check_scores(read, names, on, say) -> None:
    body = read("reform_scores/papi.csv")
    score = {(r["indicator"], r["area_code"], r["period"]): Decimal(r["score_as_held"] or r["score"]) for r in body}
    say(len(score) == len(body), "two rows of one key")
    scheme: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for r in body:
        check_named(r, names, say)
        say(0 < Decimal(r["score"]) <= (80 if r["indicator"] == "papi_total" else 10), f"out of range: {r}")
        say(abs(Decimal(r["score"]) - Decimal(r["score_as_held"] or r["score"])) <= SIX / 2 and len(r["score"].partition(".")[2]) <= 6, f"rounding: {r}")
        scheme[r["scheme"]].add((r["indicator"], r["period"]))
    print(f"schemes of PAPI: {', '.join(f'{s} {min(y for _, y in v)}-{max(y for _, y in v)}' for s, v in sorted(scheme.items()))}")
    say(all(len({i for i, _ in v}) == 1 for v in scheme.values()), "a scheme of two indicators")

    # Every score against the sum of its sub-dimensions; a part that comes or goes is a new scheme; who is withheld.
    provinces = sorted(u["code"] for u in on("2020-01-01") if u["level"] == "province")
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    withheld: dict[str, dict[str, str]] = defaultdict(dict)
    seven = {"2018": {}, "2019": {}}
    for year in map(str, range(2011, 2025)):
        with open(MATERIAL / f"raw/papi/{year}.csv", encoding="utf-8-sig", newline="") as f:
            for line in csv.DictReader(f):
                area = provinces[int(line["Province"][1:]) - 1]
                for name, indicator in PAPI.items():
                    filled = {k: Decimal(v) for k, v in line.items() if k.startswith(f"SC{name[1]}") and v}
                    ours = score.get((indicator, area, year))
                    say(bool(filled) == (ours is not None), f"{indicator} of {area} {year}: in one of the two only")
                    if filled:
                        say(abs(sum(filled.values()) - ours) <= 2 * SIX, f"{indicator} of {area} {year}: {ours}, its parts sum to {sum(filled.values())}")
                        parts[indicator][year].add(";".join(sorted(filled)))
                        if indicator == "papi_environment" and year in seven:
                            seven[year][area] = ours
                    elif SCHEMES[name[:2]][0] <= int(year):
                        withheld[year][area] = withheld[year].get(area, "") + name[1]
    say(all(seven["2019"][a] < seven["2018"][a] for a in provinces), "dimension 7 does not fall everywhere in 2019")
    of = {(i, y): s for s, v in scheme.items() for i, y in v}
    for indicator, years in parts.items():
        for year, sets in years.items():
            say(len(sets) == 1, f"{indicator} {year}: provinces have different parts")
            before = years.get(str(int(year) - 1))
            say(not before or before == sets or of[indicator, year] != of[indicator, str(int(year) - 1)], f"{indicator} {year}: the parts change, the scheme does not")
    every = "123456", "12345678"
    say(withheld == {"2014": {"24": every[0], "87": every[0]}, "2018": {"22": "24", "87": "24"}, "2021": {"24": every[1], "22": every[1], "27": every[1]},
                     "2022": {"24": "1245", "27": "2348"}, "2023": {"22": every[1], "74": every[1]}, "2024": {"26": every[1], "82": every[1]}}, f"withheld: {dict(withheld)}")

    # Totals: sums over the scheme's set; against the published ones, where those are of the same set.
    same = 0
    for r in rows("vn_panel.csv"):
        if r["indicator"] == "papi_total_unweighted" and (ours := score.get(("papi_total", r["province_code"], r["period"]))) is not None:
            say(abs(ours - Decimal(r["value"])) <= Decimal("0.00002"), f"total: {ours}, published {r}")
            same += 1
    count = sum(i == "papi_total" for i, _, _ in score)
    print(f"PAPI: {len(body)} rows, {count} of them totals, {same} of these against published totals")

    facts = read("reform_scores/indices.csv")
    hanoi = {(r["indicator"], r["period"], r["source_url"]): r for r in read("hanoi_figures/hanoi_figures.csv")}
    units = {u["code"] for u in on("2024-12-31") if u["level"] == "province"}
    for r in facts:
        say(r["area_code"] in units, f"no such area: {r}")
        other = hanoi.get((r["indicator"] + "_score", r["period"], r["source_url"])) if r["area_code"] == "01" else None
        say(not other or Decimal(other["value"]) == Decimal(r["score"]), f"Hà Nội figure and index differ: {r}")
    say(len({r["area_code"] for r in facts}) == 13, "provinces with PAR Index or SIPAS in README.md")
    print(f"PAR Index and SIPAS: {len(facts)} rows")


def check_population(read, names, say) -> None:
    body = read("population/population.csv")
    known = {r["source_id"] for r in read("sources.csv")}
    for r in body:
        check_named(r, names, say)
        say(r["source_id"] in known, f"no address of {r['source_id']}")
        say((r["estimate"] == "implied") == (r["derived"] == "true"), f"derived: {r}")
    count = {(e, y): sum((r["estimate"], r["period"]) == (e, y) for r in body) for e in ("published", "implied") for y in map(str, range(2010, 2025))}
    say([count["implied", str(y)] for y in range(2017, 2025)] == [60, 61, 61, 61, 63, 63, 20, 20], "provinces with implied population")
    firms = {(r["province_code"], r["period"]): Decimal(r["value"]) for r in rows("vn_panel.csv") if r["indicator"] == "active_enterprises_31dec"}
    per = {(r["province_code"], r["period"]): Decimal(r["value"]) for r in rows("vn_panel.csv") if r["indicator"] == "active_enterprises_per_1000_pop"}
    for r in body:
        if r["estimate"] == "implied":
            quotient = firms[r["area_code"], r["period"]] / per[r["area_code"], r["period"]]
            say(abs(quotient - Decimal(r["value_thousand"])) <= Decimal("0.00501"), f"implied population: {r}, the quotient is {quotient}")
    print(f"population: {len(body)} rows")


# Contracts for the office's own records and the rubric's schemes: written by hand, without figures.
NO_FIGURES = (
    "assigned_tasks", "communication", "council_figures", "dossiers", "inspections", "legal_documents", "par_rubric", "remedies", "satisfaction",
    "self_assessments", "work_plans",
)


def check_readme(files, read, say) -> None:
    """The number of rows that README.md states for each dataset."""
    count = {"new_enterprises": len(json.loads(files["new_enterprises/nso_v05_02.json"])["dataset"]["value"]),
             "active_enterprises": len(json.loads(files["active_enterprises/nso_v05_04.json"])["dataset"]["value"]), "pci": 0,
             # Computed, not carried over.
             "holidays": (HERE / "holidays/holidays.csv").read_text(encoding="utf-8").count("\n") - 1}
    count |= dict.fromkeys(NO_FIGURES, 0)
    for name in files:
        if name.endswith(".csv") and "/" in name:
            count[name.split("/")[0]] = count.get(name.split("/")[0], 0) + len(read(name))
    stated = dict(re.findall(r"^\| `(\w+)` \|.*?\| ([\d,]+) \|$", (HERE / "README.md").read_text(encoding="utf-8"), re.M))
    say({n: int(t.replace(",", "")) for n, t in stated.items()} == count, f"rows in README.md: {stated}, there are {count}")
    say({p.stem for p in HERE.glob("*.toml")} == set(stated), "README.md does not list every dataset")


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
