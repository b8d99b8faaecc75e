# %% [markdown]
# # What did the year bring, province by province?
# ## Kết quả từng năm, từng tỉnh
#
# The statistics office asks two things of every year and province: did **new enterprises** grow on the year before, and did **budget revenue**
# pass the Government's plan? This notebook answers from the published tables (`lake/published/*.parquet`) and nothing else, and it says where
# no answer can be given. Every number in its sentences is read from the tables when it runs.
#
# It needs polars and matplotlib. `CHISO_PUBLISHED` names the folder of the tables, `CHISO_PICTURES` where the pictures go.

# %%
import os
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

here = Path(__file__).resolve().parent if "__file__" in globals() else Path.cwd()
published = Path(os.environ.get("CHISO_PUBLISHED") or here / "../lake/published")
pictures = Path(os.environ.get("CHISO_PICTURES") or here / "pictures")
pictures.mkdir(parents=True, exist_ok=True)

plt.rcParams.update({
    "font.family": "DejaVu Sans",  # has every Vietnamese letter, and comes with matplotlib
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "figure.dpi": 110,
})
BLUE, RED, GREEN, GREY, SAND, PALE = "#2b6ca3", "#b5402e", "#3c8d5a", "#8a8f98", "#d9a441", "#d8dbe0"

scorecard = pl.read_parquet(published / "scorecard.parquet")
operands = pl.read_parquet(published / "operands.parquet")
areas = pl.read_parquet(published / "areas.parquet")
relations = pl.read_parquet(published / "area_relations.parquet")


def keep(figure, name):
    """Saves a picture; a notebook shows it as well."""
    figure.savefig(pictures / f"{name}.png", bbox_inches="tight")
    if "get_ipython" in globals():
        plt.show()
    plt.close(figure)


def percent(ratio, places=1):
    return f"{ratio * 100:+.{places}f} %"


def table(frame, rows=80):
    with pl.Config(tbl_rows=rows, tbl_cols=20, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, fmt_str_lengths=60, tbl_width_chars=160):
        print(frame)


# %% [markdown]
# ## The rows in question
#
# A verdict stands on the units of one day, the *boundary*. Both boundaries are published and never mixed: the 63 provinces of 30 June 2025 and
# the 34 of 1 July 2025. What follows uses the earlier one until the last section. Years only; the country and the regions are left out of
# anything that counts provinces. A target makes a row of its own; where there is one, that row stands for the province and year.

# %%
HANOI = "01"
boundaries = sorted(scorecard["boundary"].unique())
before, after = boundaries[0], boundaries[-1]
years = scorecard.filter(pl.col("frequency") == "A", pl.col("span") == "period").with_columns(year=pl.col("period").cast(pl.Int32))


def rows(kpi, boundary, level="province"):
    of_level = years.filter(pl.col("kpi") == kpi, pl.col("boundary") == boundary, pl.col("area_level") == level)
    return of_level.sort("year", "area_code", "target_id").unique(["year", "area_code"], keep="last", maintain_order=True)


growth = rows("new_firms_growth", before)
print(f"{scorecard.height} verdicts, boundaries {', '.join(map(str, boundaries))}; {growth['area_code'].n_unique()} provinces on the first of them")

# %% [markdown]
# ## 1. Growth of new enterprises in 2020
# ### Doanh nghiệp thành lập mới năm 2020 so với 2019

# %%
YEAR = 2020
ranked = growth.filter(pl.col("year") == YEAR, pl.col("value").is_not_null()).sort("value", descending=True).with_row_index("rank", 1)
target = ranked.filter(pl.col("target_value").is_not_null())

figure, axis = plt.subplots(figsize=(7, 11))
colours = [RED if code == HANOI else BLUE for code in ranked["area_code"]]
axis.barh(ranked["area_name_vi"].to_list(), (ranked["value"] * 100).to_list(), color=colours)
axis.invert_yaxis()
axis.margins(y=0.005)
axis.tick_params(axis="y", labelsize=7)
axis.axvline(0, color="black", linewidth=0.8)
for row in target.iter_rows(named=True):  # a target binds its own province, so it is marked beside that one only
    mark, place = float(row["target_value"]) * 100, row["rank"] - 1
    axis.plot([mark, mark], [place - 0.6, place + 0.6], color=RED, linewidth=2)
    axis.text(mark + 0.8, place, f"chỉ tiêu của {row['area_name_vi']} (its target)", color=RED, fontsize=8, va="center")
axis.set_title(f"Doanh nghiệp thành lập mới {YEAR} so với {YEAR - 1}\nNew enterprises, growth on previous year")
axis.set_xlabel("%")
keep(figure, f"1_growth_ranking_{YEAR}")

grew = ranked.filter(pl.col("value") > 0)
hanoi = ranked.filter(pl.col("area_code") == HANOI).row(0, named=True)
small = ranked.filter(pl.col("base_value") < 300)
print(
    f"In {YEAR}, {grew.height} of {ranked.height} provinces with figures had more new enterprises than the year before; the median is "
    f"{percent(ranked['value'].median())}. Highest: {ranked['area_name_vi'][0]} {percent(ranked['value'][0])}, lowest: "
    f"{ranked['area_name_vi'][-1]} {percent(ranked['value'][-1])}."
)
print(
    f"{hanoi['area_name_vi']} ranks {hanoi['rank']} of {ranked.height} with {percent(hanoi['value'], 2)} ({hanoi['current_value']:,.0f} against {hanoi['base_value']:,.0f}): "
    f"verdict {hanoi['verdict']}" + (f" of its own target of {percent(float(hanoi['target_value']), 0)}." if hanoi["target_value"] is not None else ".")
)
print(
    f"Can be said: who grew, and by how much. Cannot be said: that a province missed a target, unless it has one (provinces that have: {target.height}). "
    f"A rank is no merit: {small.height} provinces had fewer than 300 new enterprises the year before, and a few more or less move them far."
)
table(ranked.select("rank", "area_name_vi", "base_value", "current_value", pl.col("value").round(4), "verdict").head(10))

# %% [markdown]
# ### How the years differ
# ### Phân bố mức tăng giữa các tỉnh, theo năm

# %%
with_value = growth.filter(pl.col("value").is_not_null())
country = rows("new_firms_growth", before, "country").filter(pl.col("value").is_not_null())
by_year = {year: group["value"] for (year,), group in sorted(with_value.group_by("year"))}
spread = with_value.group_by("year").agg(
    pl.len().alias("provinces"),
    pl.col("value").median().round(4).alias("median"),
    pl.col("value").quantile(0.25, "linear").round(4).alias("lower quarter"),
    pl.col("value").quantile(0.75, "linear").round(4).alias("upper quarter"),
    (pl.col("value") > 0).sum().alias("grew"),
).sort("year")

figure, axis = plt.subplots(figsize=(8, 4.5))
axis.boxplot([(v * 100).to_list() for v in by_year.values()], positions=list(by_year), widths=0.55, flierprops={"markersize": 3}, medianprops={"color": BLUE})
axis.scatter(country["year"].to_list(), (country["value"] * 100).to_list(), color=SAND, zorder=3, label="cả nước (whole country)")
of_hanoi = with_value.filter(pl.col("area_code") == HANOI)
axis.scatter(of_hanoi["year"].to_list(), (of_hanoi["value"] * 100).to_list(), color=RED, marker="D", s=18, zorder=3, label="Hà Nội")
axis.axhline(0, color="black", linewidth=0.8)
axis.set_title("Mức tăng doanh nghiệp thành lập mới giữa các tỉnh, theo năm\nGrowth of new enterprises across provinces, by year")
axis.set_ylabel("%")
axis.legend(frameon=False)
keep(figure, "2_growth_by_year")

table(spread)
jumps = with_value.filter(pl.col("value").abs() > 0.5).sort("value", descending=True)
print("Changes of more than half, to be looked at before they are quoted:")
for row in jumps.iter_rows(named=True):
    print(f"  {row['area_name_vi']} {row['year']}: {percent(row['value'], 0)} ({row['base_value']:,.0f} -> {row['current_value']:,.0f}) {row['flags'] or ''}")
print(
    f"Can be said: the middle of the provinces moved between {percent(spread['median'].min())} and {percent(spread['median'].max())} from year to year, so a province should be "
    "compared with the others of its year, not only with itself. Cannot be said: why. A bad year for all is no failure of one, and a good year for all is no one's reform."
)

# %% [markdown]
# ## 2. Hà Nội over the years
# ### Hà Nội qua các năm

# %%
revenue = rows("revenue_over_plan", before)
own, own_revenue = (frame.filter(pl.col("area_code") == HANOI).sort("year") for frame in (growth, revenue))
figure, (upper, middle, lower) = plt.subplots(3, 1, figsize=(8, 8.5), sharex=True, height_ratios=[3, 2, 3], layout="constrained")
with_count = own.filter(pl.col("current_value").is_not_null())
upper.bar(with_count["year"].to_list(), [float(v) for v in with_count["current_value"]], color=BLUE)
upper.set_title("Hà Nội: doanh nghiệp thành lập mới\nNew enterprises")
measured = own.filter(pl.col("value").is_not_null())
middle.bar(measured["year"].to_list(), (measured["value"] * 100).to_list(), color=[RED if v == "not_met" else GREEN if v == "met" else GREY for v in measured["verdict"]])
middle.axhline(0, color="black", linewidth=0.8)
for row in measured.filter(pl.col("target_value").is_not_null()).iter_rows(named=True):
    middle.plot([row["year"] - 0.45, row["year"] + 0.45], [float(row["target_value"]) * 100] * 2, color=RED, linestyle="--")
    middle.annotate("chỉ tiêu", (row["year"], float(row["target_value"]) * 100), color=RED, ha="center", va="bottom", fontsize=8)
middle.set_title("So với năm trước, % (xám: không có chỉ tiêu)\nOn the year before, % (grey: no target)")
bases = {"territory_balance": ("thu, phạm vi như dự toán (revenue, counted as the plan is)", BLUE), "territory_with_carryover": ("quyết toán, gồm thu chuyển nguồn (final account with carry-over)", SAND)}
key = ["kpi", "area_code", "boundary", "period", "span", "target_id"]
actual = operands.filter(pl.col("role") == "current", pl.col("value").is_not_null()).join(own_revenue.select(*key, "year"), on=key, nulls_equal=True)
for (basis,), group in actual.sort("basis", "year").group_by("basis", maintain_order=True):
    label, colour = bases.get(basis, (basis, GREY))
    lower.bar(group["year"].to_list(), [float(v) / 1e12 for v in group["value"]], color=colour, label=label)
plan = own_revenue.filter(pl.col("base_value").is_not_null())
lower.plot(plan["year"].to_list(), [float(v) / 1e12 for v in plan["base_value"]], color=RED, marker="_", markersize=14, linestyle="none", markeredgewidth=2, label="dự toán Chính phủ giao (the Government's plan)")
lower.set_title("Thu ngân sách và dự toán, nghìn tỷ đồng\nBudget revenue and plan, thousand billion VND")
lower.legend(frameon=False, fontsize=8)
lower.set_xticks(range(own_revenue["year"].min(), own_revenue["year"].max() + 1, 2))
keep(figure, "3_hanoi_over_the_years")

table(own.select("year", "current_value", "base_value", pl.col("value").round(4), "target_value", "verdict", "reasons"))
without = own.filter(pl.col("verdict") == "no_target")
print(
    f"Hà Nội has a target for {own['target_value'].is_not_null().sum()} of {own.height} years. In the other {without.height} with a value there is a growth and no "
    f"verdict: no target is registered for them, and this notebook does not make one up. Bars of different colours in the last picture must not be compared."
)

# %% [markdown]
# ## 3. Revenue against the Government's plan
# ### Mức tăng thu ngân sách so với dự toán Chính phủ giao
#
# Plans count revenue on the territory: domestic, crude oil, customs. Final accounts also count what was carried over from the year before. The one
# divided by the other is a number without a meaning, so such rows are **not assessable** (`basis_mismatch`), with both figures shown.

# %%
REASONS = {
    "basis_mismatch": ("khác phạm vi tính (different bases)", SAND),
    "value_missing": ("chưa có số thực hiện (no figure)", GREY),
    "plan_missing": ("chưa có dự toán (no plan)", PALE),
}
assessed = revenue.filter(pl.col("value").is_not_null()).sort("year", "area_code")
why = revenue.with_columns(why=pl.when(pl.col("value").is_not_null()).then(pl.lit("assessable")).otherwise(pl.col("reason")))
counts = why.group_by("year", "why").len().sort("year", "why").pivot("why", index="year", values="len").fill_null(0)

figure, axis = plt.subplots(figsize=(9, 4.8), layout="constrained")
bottom = [0] * counts.height
for name in ["assessable", *sorted(n for n in counts.columns if n not in ("year", "assessable"))]:
    if name not in counts.columns:
        continue
    label, colour = ("đánh giá được (assessable)", GREEN) if name == "assessable" else REASONS.get(name, (name, BLUE))
    axis.bar(counts["year"].to_list(), counts[name].to_list(), bottom=bottom, label=label, color=colour)
    bottom = [a + b for a, b in zip(bottom, counts[name])]
axis.set_xticks(counts["year"].to_list(), counts["year"].to_list(), rotation=45)
axis.set_title("Thu so với dự toán Chính phủ giao: số tỉnh đánh giá được, và lý do\nRevenue over the plan: provinces that can be assessed, and why not")
figure.legend(frameon=False, loc="outside lower center", ncols=2)
keep(figure, "4_revenue_reasons")

table(counts)
print(f"Of {revenue.height} province-years, {assessed.height} can be assessed:")
for row in assessed.head(12).iter_rows(named=True):
    mark = f", target {percent(float(row['target_value']), 0)}: {row['verdict']}" if row["target_value"] is not None else ", no target"
    note = f" [{row['flags']}]" if row["flags"] else ""
    print(f"  {row['area_name_vi']} {row['year']}: {percent(row['value'], 2)} ({row['status']}){mark}{note}")
if assessed.height > 12:
    middle = assessed.group_by("year").agg(pl.len().alias("provinces"), pl.col("value").median().round(4).alias("median"), (pl.col("value") > 0).sum().alias("above the plan")).sort("year")
    print(f"  … and {assessed.height - 12} more; by year:")
    table(middle)
refused = revenue.filter(pl.col("reason") == "basis_mismatch", pl.col("current_value").is_not_null(), pl.col("base_value") > 0)
tempting = refused.with_columns(ratio=(pl.col("current_value").cast(pl.Float64) / pl.col("base_value").cast(pl.Float64)))
worst = tempting.filter(pl.col("area_code") == HANOI).sort("ratio", descending=True)
print(
    f"In {refused.height} province-years both figures are at hand and count different things. Divided all the same they would say "
    f"{tempting['ratio'].median() * 100:.0f} % of plan in the middle"
    + (f", and {worst['ratio'][0] * 100:.0f} % for Hà Nội {worst['year'][0]}" if worst.height else "")
    + ". That mixes what was carried over with what was collected, so it is not published as an attainment, and must not be quoted as one."
)
reasons = revenue.filter(pl.col("value").is_null()).group_by("reasons").len().sort("len", descending=True)
print("Why not, all reasons of a row together:")
table(reasons)

# %% [markdown]
# ## 4. What is missing
# ### Còn thiếu gì

# %%
VERDICTS = {
    "met": ("đạt (met)", GREEN),
    "not_met": ("không đạt (not met)", RED),
    "on_track": ("đúng tiến độ (on track)", "#8fc7a3"),
    "off_track": ("chậm tiến độ (off track)", "#dd9488"),
    "not_due": ("chưa đến hạn (not due)", SAND),
    "no_target": ("có số liệu, không có chỉ tiêu (a value, no target)", BLUE),
    "not_assessable": ("không đánh giá được (not assessable)", PALE),
}
provinces = years.filter(pl.col("boundary") == before, pl.col("area_level") == "province")
kpis = provinces.select("kpi", "kpi_title_vi").unique().sort("kpi").rows()
span = range(provinces["year"].min(), provinces["year"].max() + 1)
figure, panels = plt.subplots(len(kpis), 1, figsize=(9, 1.7 * len(kpis) + 1.5), sharex=True, squeeze=False, layout="constrained")
present = [v for v in VERDICTS if v in set(provinces["verdict"])]
for axis, (kpi, title) in zip(panels[:, 0], kpis):
    of_kpi = provinces.filter(pl.col("kpi") == kpi).group_by("year", "verdict").len()
    bottom = dict.fromkeys(span, 0)
    for verdict in present:
        label, colour = VERDICTS[verdict]
        found = dict(of_kpi.filter(pl.col("verdict") == verdict).select("year", "len").rows())
        heights = [found.get(year, 0) for year in span]
        axis.bar(list(span), heights, bottom=list(bottom.values()), color=colour, label=label)
        bottom = {year: bottom[year] + n for year, n in zip(span, heights)}
    axis.set_title(title or kpi, fontsize=9)
panels[-1, 0].set_xticks(list(span), list(span), rotation=45)
handles, labels = panels[0, 0].get_legend_handles_labels()
figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
figure.suptitle("Kết luận theo năm và chỉ số, số tỉnh\nVerdicts by year and KPI, number of provinces", x=0.02, ha="left")
keep(figure, "5_what_is_missing")

for kpi, title in kpis:
    of_kpi = provinces.filter(pl.col("kpi") == kpi)
    known = of_kpi.filter(pl.col("value").is_not_null())
    reach = f"{known['year'].min()}-{known['year'].max()}" if known.height else "never"
    print(f"{kpi}: a value in {known.height} of {of_kpi.height} province-years ({reach}), a verdict met or not met in {of_kpi['verdict'].is_in(['met', 'not_met']).sum()}")
print("An empty place is a year for which no delivery has anything about the KPI. It is neither zero nor a failure.")

# %% [markdown]
# ## 5. Two boundaries side by side
# ### 63 tỉnh và 34 tỉnh
#
# On 1 July 2025 63 provinces became 34. A merged province's growth is worked out from summed figures, never from averaged rates. Codes moved with
# the merger (Lào Cai was 10 and is 15, which was Yên Bái), so parts are found through `area_relations`, not by name or code.

# %%
new = rows("new_firms_growth", after).filter(pl.col("year") == YEAR, pl.col("value").is_not_null())
merged = relations.filter(pl.col("date") == date(2025, 7, 1), pl.col("kind") == "merge").select("from_code", "to_code")
old = ranked.join(merged, left_on="area_code", right_on="from_code", how="left").with_columns(to_code=pl.coalesce("to_code", "area_code"))
parts = old.group_by("to_code").agg(
    pl.len().alias("parts"),
    pl.col("current_value").sum().alias("current_sum"),
    pl.col("base_value").sum().alias("base_sum"),
    pl.col("value").min().alias("lowest"),
    pl.col("value").max().alias("highest"),
)
both = new.join(parts, left_on="area_code", right_on="to_code", how="left").sort("value")
agree = both.filter(pl.col("current_value") == pl.col("current_sum"), pl.col("base_value") == pl.col("base_sum"))

figure, axis = plt.subplots(figsize=(7, 8))
places = {code: i for i, code in enumerate(both["area_code"])}
axis.hlines(list(places.values()), (both["lowest"] * 100).to_list(), (both["highest"] * 100).to_list(), color=PALE, linewidth=3)
shown = old.filter(pl.col("to_code").is_in(both["area_code"].implode()))
axis.scatter((shown["value"] * 100).to_list(), [places[c] for c in shown["to_code"]], color=GREY, s=14, label="63 tỉnh (as of 30 June 2025)")
axis.scatter((both["value"] * 100).to_list(), list(places.values()), color=RED, marker="D", s=22, label="34 tỉnh (as of 1 July 2025)")
axis.set_yticks(list(places.values()), both["area_name_vi"].to_list(), fontsize=7.5)
axis.margins(y=0.01)
axis.axvline(0, color="black", linewidth=0.8)
axis.set_title(f"Doanh nghiệp thành lập mới {YEAR}: trên địa giới 63 và 34 tỉnh\nNew enterprises on both boundaries, growth in %")
axis.legend(frameon=False, loc="lower right")
keep(figure, "6_two_boundaries")

print(f"For {agree.height} of {both.height} provinces of {after} the figures of both years are exactly the sums of their {int(parts['parts'].sum())} former provinces.")
print(f"Growth in {YEAR}: {grew.height} of {ranked.height} grew on the old boundary, {new.filter(pl.col('value') > 0).height} of {new.height} on the new; median {percent(ranked['value'].median())} and {percent(new['value'].median())}.")
turned = both.filter((pl.col("lowest") < 0) & (pl.col("highest") > 0))
print(f"In {turned.height} of the new provinces one part grew while another shrank: {', '.join(turned['area_name_vi'].sort())}.")
print(
    "Can be said: the same events, counted on other units. Cannot be said: that a merged province did what one of its parts did, or that a target set for a "
    "former province binds its successor. A target belongs to its boundary."
)

# %% [markdown]
# ## 6. What can and what cannot be concluded
# ### Kết luận được gì, không kết luận được gì

# %%
judged = years.filter(pl.col("boundary") == before, pl.col("verdict").is_in(["met", "not_met"])).sort("kpi", "area_code", "year")
print("Can be concluded:")
for row in judged.iter_rows(named=True):
    print(f"  {row['area_name_vi']} {row['year']}, {row['kpi']}: {row['verdict']}, {row['value']:+.4f} {row['value_unit']} against {row['target_op']} {row['target_value']:+.2f} ({row['status']} figures{'; ' + row['flags'] if row['flags'] else ''})")
print(f"  New enterprises grew in {with_value.filter(pl.col('value') > 0).height} of {with_value.height} province-years with figures, {with_value['year'].min()}-{with_value['year'].max()}.")
print("Cannot be concluded:")
print(f"  Revenue against the Government's plan for {revenue.height - assessed.height} of {revenue.height} province-years: other bases, no figure, or no plan.")
asked = years.filter(pl.col("boundary") == before, pl.col("target_id") != "", pl.col("verdict") == "not_assessable")
for row in asked.sort("kpi", "area_code", "year").iter_rows(named=True):
    print(f"  {row['area_name_vi']} {row['year']}, {row['kpi']}, although a target is set: {row['reasons']}")
print("  Any effect of a reform. These are figures year by year, without anything to compare with; the association of reform scores with results is")
print("  another question, with designs, intervals and a count of how often it was asked.")
print("  Anything from what is missing. Provinces and years without a figure are not a random choice.")
