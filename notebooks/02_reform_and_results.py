# %% [markdown]
# # Do reform scores and results go together?
# ## Điểm cải cách và kết quả có đi cùng nhau không?
#
# PAPI asks people in every province, every year, how they find the administration. Do enterprises grow more where people find it better? This
# notebook reads the published tables (`lake/published/*.parquet`) and nothing else. **Association is not effect**: nothing here shows that a
# score brings a result about. How each number is made: `docs/STATISTICS.md`.
#
# It needs polars and matplotlib. `CHISO_PUBLISHED` names the folder of the tables, `CHISO_PICTURES` where the pictures go.

# %%
import os
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
BLUE, RED, GREY, PALE = "#2b6ca3", "#b5402e", "#8a8f98", "#d8dbe0"
HANOI = "01"

correlations = pl.read_parquet(published / "correlations.parquet")
measures = pl.read_parquet(published / "measures.parquet")
scorecard = pl.read_parquet(published / "scorecard.parquet")
STUDY = "reform_and_enterprises"
rows = correlations.filter(pl.col("study") == STUDY)
known = rows.filter(pl.col("coefficient").is_not_null())
boundary = rows["boundary"][0]

SCORES = {
    "papi_participation": "1 Tham gia của người dân (participation)",
    "papi_transparency": "2 Công khai, minh bạch (transparency)",
    "papi_accountability": "3 Trách nhiệm giải trình (accountability)",
    "papi_corruption_control": "4 Kiểm soát tham nhũng (control of corruption)",
    "papi_admin_procedures": "5 Thủ tục hành chính (administrative procedures)",
    "papi_public_service": "6 Cung ứng dịch vụ công (public service)",
}
titles = {r["kpi"]: f"{r['kpi_title_vi']}\n{r['kpi_title_en']}" for r in scorecard.select("kpi", "kpi_title_vi", "kpi_title_en").unique().iter_rows(named=True)}
outcomes = sorted(rows["outcome"].unique(), reverse=True)


def keep(figure, name):
    """Saves a picture; a notebook shows it as well."""
    figure.savefig(pictures / f"{name}.png", bbox_inches="tight")
    if "get_ipython" in globals():
        plt.show()
    plt.close(figure)


def table(frame, rows=80):
    with pl.Config(tbl_rows=rows, tbl_cols=20, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, fmt_str_lengths=60, tbl_width_chars=160):
        print(frame)


def bars(axis, places, frame, colour, label=None):
    """Coefficients with their intervals, one a line."""
    axis.hlines(places, frame["ci_low"].to_list(), frame["ci_high"].to_list(), color=colour, linewidth=1.6, alpha=0.8)
    axis.scatter(frame["coefficient"].to_list(), places, color=colour, s=22, zorder=3, label=label)


# %% [markdown]
# ## 1. The rows that count
# ### Các dòng chính
#
# For each score and result one row was declared before anybody looked: each province **compared with itself over time**, the score of the year
# before, Spearman's ρ. What all provinces have in common in a year is taken out, and so is what a province always is. These rows together are
# one family: q says how many of such rows would be false alarms.

# %%
counting = known.filter(pl.col("is_primary")).sort("outcome", "score")
figure, axes = plt.subplots(1, len(outcomes), figsize=(10, 3.6), sharey=True, sharex=True, layout="constrained")
for axis, outcome in zip(axes, outcomes):
    of_outcome = counting.filter(pl.col("outcome") == outcome)
    its = pl.concat([of_outcome.filter(pl.col("score") == s) for s in reversed(SCORES)])
    bars(axis, list(range(its.height)), its, BLUE)
    axis.set_yticks(range(its.height), [SCORES[s] for s in its["score"]])
    axis.axvline(0, color="black", linewidth=0.8)
    axis.axvspan(-0.1, 0.1, color=PALE, alpha=0.5, linewidth=0, zorder=0)
    axis.set_title(titles[outcome], fontsize=8.5)
    axis.set_xlabel("ρ")
figure.suptitle("Từng tỉnh so với chính mình, điểm của năm trước (xám: gần như không có liên hệ)\nEach province with itself, score of the year before (grey: near zero); bars are 95 % intervals", x=0.01, ha="left")
keep(figure, "1_rows_that_count")

table(counting.select("outcome", "score", "period", "n", *(pl.col(c).round(3) for c in ("coefficient", "ci_low", "ci_high", "p_value", "q_value"))))
settled = counting.filter(pl.col("evidence") == "more_than_chance")
near = counting.filter(pl.col("coefficient").abs() < 0.1)
print(f"Of {counting.height} rows that count, {near.height} are near zero (|ρ| < 0.1), and {settled.height} are more than chance (q at most 0.05; the smallest q is {counting['q_value'].min():.2f}).")
print(
    "Can be said: in these years, a province whose score rose more than others' did not visibly see more enterprises the year after. Cannot be said: that there is nothing. "
    f"The intervals reach {counting['ci_low'].min():.2f} and {counting['ci_high'].max():.2f}, so that a weak association is compatible with the figures."
)

# %% [markdown]
# ## 2. Administrative procedures and new enterprises, year by year
# ### Thủ tục hành chính và doanh nghiệp thành lập mới, từng năm
#
# The fifth dimension is the one that is about procedures, and new enterprises are what procedures stand before. Here provinces are compared
# **with each other**, in one year at a time. Every dot is a province; the names are those farthest from the middle, and Hà Nội.

# %%
SCORE, OUTCOME = "papi_admin_procedures", "new_firms_growth"
points = (
    measures.filter(pl.col("measure") == SCORE, pl.col("boundary") == boundary, pl.col("span") == "period", pl.col("value").is_not_null())
    .select("area_code", "period", score=pl.col("value").cast(pl.Float64))
    .join(
        scorecard.filter(
            pl.col("kpi") == OUTCOME, pl.col("boundary") == boundary, pl.col("span") == "period", pl.col("area_level") == "province", pl.col("value").is_not_null()
        )
        .unique(["area_code", "period"])
        .select("area_code", "period", "area_name_vi", growth=pl.col("value") * 100),
        on=["area_code", "period"],
    )
)
across = known.filter(pl.col("score") == SCORE, pl.col("outcome") == OUTCOME, pl.col("design") == "cross_section", pl.col("method") == "spearman").sort("period")
same_year = across.filter(pl.col("lag") == 0)
columns = 4
lines = -(-same_year.height // columns)
figure, axes = plt.subplots(lines, columns, figsize=(13, 3.3 * lines), sharey=True, layout="constrained")
for axis, row in zip(axes.flat, same_year.iter_rows(named=True)):
    of_year = points.filter(pl.col("period") == row["period"])
    assert of_year.height == row["n"], "the dots are the pairs that the coefficient was made from"
    axis.axhline(0, color="black", linewidth=0.6)
    axis.scatter(of_year["score"].to_list(), of_year["growth"].to_list(), s=12, color=BLUE, alpha=0.6, linewidth=0)
    far = of_year.with_columns(
        far=((pl.col("score") - pl.col("score").median()) / pl.col("score").std()) ** 2 + ((pl.col("growth") - pl.col("growth").median()) / pl.col("growth").std()) ** 2
    ).sort("far", descending=True)
    middle = of_year["score"].median()
    hanoi = of_year.filter(pl.col("area_code") == HANOI)
    if hanoi.height:  # its name stands right of its dot
        wide, x, y = of_year["score"].max() - of_year["score"].min(), hanoi["score"][0], hanoi["growth"][0]
        far = far.filter(((pl.col("score") - x - 0.1 * wide).abs() > 0.3 * wide) | ((pl.col("growth") - y).abs() > 12))
    for dot in far.head(4).iter_rows(named=True):
        left = dot["score"] < middle
        axis.annotate(dot["area_name_vi"], (dot["score"], dot["growth"]), xytext=(4 if left else -4, 0), textcoords="offset points", ha="left" if left else "right", va="center", fontsize=6.5, color=GREY)
    for dot in hanoi.iter_rows(named=True):
        axis.scatter([dot["score"]], [dot["growth"]], s=26, color=RED, zorder=4)
        axis.annotate("Hà Nội", (dot["score"], dot["growth"]), xytext=(5, 3), textcoords="offset points", fontsize=7.5, color=RED, weight="bold")
    axis.set_title(f"{row['period']}: ρ = {row['coefficient']:.2f}, n = {row['n']}", fontsize=9)
for axis in list(axes.flat)[same_year.height :]:
    axis.set_visible(False)
figure.supxlabel("PAPI, chỉ số 5, điểm (PAPI dimension 5, points)")
figure.supylabel("doanh nghiệp thành lập mới so với năm trước, % (new enterprises, growth, %)")
keep(figure, "2_administrative_procedures")

# %% [markdown]
# ### The coefficients of the years, with intervals
# ### Hệ số từng năm, với khoảng tin cậy

# %%
within = known.filter(pl.col("score") == SCORE, pl.col("outcome") == OUTCOME, pl.col("design") == "within", pl.col("method") == "spearman").sort("period", "lag")
years = sorted(across["period"].unique(), reverse=True)
spans = sorted(within["period"].unique(), reverse=True)
place = {p: i for i, p in enumerate([*spans, *years])}
figure, axis = plt.subplots(figsize=(8, 0.42 * len(place) + 1.6))
for lag, colour, label, step in [(0, BLUE, "điểm cùng năm (score of the same year)", 0.12), (1, RED, "điểm năm trước (score of the year before)", -0.12)]:
    for frame in (across, within):
        its = frame.filter(pl.col("lag") == lag)
        bars(axis, [place[p] + step for p in its["period"]], its, colour, label if frame is across else None)
axis.axhline(len(spans) - 0.5, color=GREY, linewidth=0.8, linestyle=":")
axis.set_yticks(list(place.values()), [p if p in years else f"{p}: từng tỉnh với chính mình (within)" for p in place])
axis.axvline(0, color="black", linewidth=0.8)
axis.axvspan(-0.1, 0.1, color=PALE, alpha=0.5, linewidth=0, zorder=0)
axis.set_xlabel("ρ")
axis.set_title("PAPI 5 và mức tăng doanh nghiệp thành lập mới: hệ số từng năm, khoảng 95 %\nPAPI 5 and growth of new enterprises: coefficient of each year, 95 % interval")
axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, -0.09), ncols=2)
keep(figure, "3_year_by_year")

count = same_year.filter(pl.col("coefficient") > 0).height
print(
    f"Compared with each other in one year, ρ is positive in {count} of {same_year.height} years and negative in {same_year.height - count}; it goes from {same_year['coefficient'].min():.2f} "
    f"to {same_year['coefficient'].max():.2f}, the middle one is {same_year['coefficient'].median():.2f}."
)
largest = same_year.sort("coefficient", descending=True).row(0, named=True)
print(
    f"{largest['period']} stands out with {largest['coefficient']:.2f} (p {largest['p_value']:.3f}). It is one of {known.filter(~pl.col('is_primary')).height} rows that only explore, was not declared to count, and "
    f"{same_year.filter(pl.col('p_value') <= 0.05, pl.col('coefficient') > 0, pl.col('period') != largest['period']).height} other years have such a p with the same sign. "
    "Quoting that year alone would be choosing the answer."
)
main = counting.filter(pl.col("score") == SCORE, pl.col("outcome") == OUTCOME).row(0, named=True)
word = "near zero" if abs(main["coefficient"]) < 0.1 else "not near zero"
print(f"The row that counts says {main['coefficient']:.2f} ({main['ci_low']:.2f} to {main['ci_high']:.2f}; {main['n']} pairs, {main['n_areas']} provinces, {main['period']}), q {main['q_value']:.2f}: {word}.")

# %% [markdown]
# ## 3. Other scores, other results
# ### Các chỉ số khác, các kết quả khác
#
# All dimensions and both results, provinces compared with each other. If a score truly went with a result, a line would have one colour.

# %%
grid = known.filter(pl.col("design") == "cross_section", pl.col("method") == "spearman", pl.col("lag") == 1)
figure, axes = plt.subplots(1, len(outcomes), figsize=(12, 3.4), layout="constrained", sharey=True)
for axis, outcome in zip(axes, outcomes):
    its = grid.filter(pl.col("outcome") == outcome)
    periods = sorted(its["period"].unique())
    value = {(r["score"], r["period"]): r["coefficient"] for r in its.iter_rows(named=True)}
    drawn = axis.imshow([[value.get((s, p), float("nan")) for p in periods] for s in SCORES], cmap="RdBu_r", vmin=-0.5, vmax=0.5, aspect="auto")
    for i, s in enumerate(SCORES):
        for j, p in enumerate(periods):
            if (s, p) in value:
                axis.text(j, i, f"{value[s, p]:.2f}", ha="center", va="center", fontsize=7.5, color="white" if abs(value[s, p]) > 0.35 else "black")
    axis.set_xticks(range(len(periods)), periods)
    axis.set_yticks(range(len(SCORES)), list(SCORES.values()))
    axis.set_title(titles[outcome], fontsize=8.5)
    axis.spines[:].set_visible(False)
figure.colorbar(drawn, ax=list(axes), label="ρ", shrink=0.9)
figure.suptitle("So sánh giữa các tỉnh, điểm năm trước (provinces with each other, score of the year before)", x=0.01, ha="left")
keep(figure, "4_all_scores")

turning = grid.group_by("outcome", "score").agg((pl.col("coefficient") > 0).any().alias("up"), (pl.col("coefficient") < 0).any().alias("down"))
print(f"In {turning.filter(pl.col('up') & pl.col('down')).height} of {turning.height} pairs of a score and a result the sign changes from year to year.")

# %% [markdown]
# ## 4. How often would chance look like this?
# ### Ngẫu nhiên sẽ cho ra bao nhiêu kết quả như vậy?
#
# Whoever asks often enough finds something. If nothing went with anything, p-values would be spread evenly, one in twenty below 0.05. The three
# methods repeat each other, so only Spearman's rows are counted here.

# %%
exploring = known.filter(~pl.col("is_primary"), pl.col("method") == "spearman")
figure, axis = plt.subplots(figsize=(7, 3.4))
counts, edges, patches = axis.hist(exploring["p_value"].to_list(), bins=20, range=(0, 1), color=BLUE, alpha=0.8, edgecolor="white")
patches[0].set_facecolor(RED)
axis.axhline(exploring.height / 20, color="black", linestyle="--", linewidth=0.9)
axis.annotate("nếu chỉ là ngẫu nhiên (if all were chance)", (0.97, exploring.height / 20), xytext=(0.97, max(counts) * 0.6), ha="right", fontsize=8, arrowprops={"arrowstyle": "-", "color": GREY})
axis.set_xlabel("p")
axis.set_ylabel("số dòng (rows)")
axis.set_title(f"Trị số p của {exploring.height} dòng tham khảo (p-values of the rows that explore)")
keep(figure, "5_p_values")

small = exploring.filter(pl.col("p_value") <= 0.05)
print(f"{small.height} of {exploring.height} exploring rows have p at most 0.05; by chance alone it would be about {exploring.height / 20:.0f}, were they independent, which rows of neighbouring years are not.")
table(small.sort("p_value").head(10).select("outcome", "score", "design", "period", "lag", "n", pl.col("coefficient").round(2), pl.col("p_value").round(3)))
by_year = small.filter(pl.col("design") == "cross_section").group_by("outcome", "period").agg(
    pl.len().alias("rows"), (pl.col("coefficient") > 0).sum().alias("positive"), (pl.col("coefficient") < 0).sum().alias("negative")
).sort("outcome", "period")
table(by_year)
print(f"That is {small.height / (exploring.height / 20):.1f} times as many, so chance alone is a poor account of these rows. Where do they lie?")
for outcome in outcomes:
    its = by_year.filter(pl.col("outcome") == outcome)
    if its.height == 0:
        continue
    both_ways = its["positive"].sum() > 0 and its["negative"].sum() > 0
    where = ", ".join(f"{r['period']} ({r['positive']} positive, {r['negative']} negative)" for r in its.sort("rows", descending=True).head(3).iter_rows(named=True))
    inside = counting.filter(pl.col("outcome") == outcome, pl.col("q_value") <= 0.05).height
    meaning = (
        "What goes with the score in one year and against it in another is no lasting association; something that hits one part of the country in a year looks just so."
        if both_ways
        else f"They all point one way: provinces with higher scores had {'more' if its['positive'].sum() else 'less'} growth in these years. Within provinces over time {inside or 'none'} of the rows that count says so too, "
        "and what provinces always are (place, industry, income) is not taken out of these."
    )
    print(f"  {outcome}: mostly {where}. {meaning}")
print("The six dimensions are related among themselves, so that one such year fills many rows.")

# %% [markdown]
# ## 5. Does one province make it?
# ### Có phải do một tỉnh không?

# %%
names = dict(scorecard.filter(pl.col("boundary") == boundary).select("area_code", "area_name_vi").unique("area_code").iter_rows())
moved = counting.select(
    "outcome", "score", pl.col("coefficient").round(2), pl.col("loo_min").round(2), pl.col("loo_min_area").replace(names).alias("without"), pl.col("loo_max").round(2), pl.col("loo_max_area").replace(names).alias("or without")
)
table(moved)
print(f"Leaving any one province out moves these coefficients by {max((counting['loo_max'] - counting['coefficient']).max(), (counting['coefficient'] - counting['loo_min']).max()):.2f} at most: no province makes or hides what is seen.")

# %% [markdown]
# ## 6. What can and what cannot be concluded
# ### Kết luận được gì, không kết luận được gì

# %%
refused = rows.filter(pl.col("refused").is_not_null())
print("Can be concluded:")
print(f"  In {counting['n_areas'].max()} provinces, {min(p[:4] for p in counting['period'])}-{max(p[-4:] for p in counting['period'])}, each province compared with itself: {settled.height or 'none'} of the {counting.height} rows that count is more than chance.")
print(f"  PAPI 5 and new enterprises: {main['coefficient']:.2f}, {word}.")
print("Cannot be concluded:")
print("  That reform does not matter. A score is not a reform, growth in a year is not all of a result, and a few years are few.")
print(f"  That reform does matter, from a single year. {small.height} of {exploring.height} exploring rows have p at most 0.05, more than chance would give; those compare provinces that differ in much else.")
print(f"  Anything for {refused.height} rows that were refused: {', '.join(sorted(refused['refused'].unique()))}.")
print("  Anything about provinces and years whose score was withheld. They are not a random choice.")
