"""The same figures of the same records, by the engine of `crates/records` and by DuckDB: every
function, every kind of condition, empty cells, corrections, months that are replaced, and records
at fault. Every figure is invented. `tests/records.py` runs it before it measures anything.
"""

import sys

KINDS = ["cit", "fee", "land", "pit", "vat"]
COLUMNS = {"receipt": "VARCHAR", "paid_on": "DATE", "province": "VARCHAR", "kind": "VARCHAR",
           "payer": "BIGINT", "amount": "DECIMAL(18,2)", "change": "DECIMAL(18,3)", "due_on": "DATE",
           "online": "BOOLEAN", "office": "VARCHAR", "way": "VARCHAR"}
UNITS = {"amount": 100, "change": 1000, "payer": 1}
VALUES = ["sum(amount)", "sum(change)", "count(receipt)", "count(change)", "count(office)",
          "count_distinct(payer)", "count_distinct(change)", "count_distinct(office)",
          "count_distinct(kind)", "count_distinct(way)", "count_distinct(due_on)",
          "count_distinct(online)", "min(change)", "max(change)", "min(amount)", "mean(change)",
          "median(change)", "quantile(amount, 0.9)", "quantile(change, 0.05)"]
CONDITIONS = ["", "kind = 'vat'", "kind <> 'fee'", "kind IN ('pit', 'cit')", "amount >= 1000.005",
              "change < 0", "change IS NULL", "NOT (change >= 0)", "due_on >= '2025-06-01'",
              "online = TRUE", "office = 'B2'", "way = 'desk'", "way IS NULL", "way <> 'post'",
              "kind = 'vat' AND amount < 300000", "kind = 'vat' OR change > 1", "change > amount",
              "amount BETWEEN 100000 AND 200000.5", "payer IN (100000007, 100000011)",
              "NOT (kind = 'vat' AND (way = 'desk' OR change <= 10.5))"]


def deliver(db, path, first, last, seed):
    """Synthetic receipts from one number up to another, each perhaps with empty cells."""
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    rnd = lambda nth, most: f"(hash(i, {seed}, {nth}) % {most})::bigint"
    db.execute(f"""copy (select 'R' || lpad(i::varchar, 9, '0') as receipt,
        date '2025-01-01' + (i % 300 + {rnd(1, 40)})::int as paid_on,
        lpad((1 + {rnd(2, 63)})::varchar, 2, '0') as province,
        list_value({kinds})[1 + {rnd(3, 5)}] as kind, 100000000 + {rnd(4, 50)} as payer,
        ({rnd(5, 100000000)}::decimal(18,2) / 100)::decimal(18,2) as amount,
        case when {rnd(6, 4)} > 0 then (({rnd(7, 100000)} - 50000)::decimal(18,3) / 1000)::decimal(18,3) end as change,
        case when {rnd(8, 5)} > 0 then date '2025-03-01' + {rnd(9, 200)}::int end as due_on,
        case when {rnd(10, 3)} > 0 then {rnd(11, 2)} = 1 end as online,
        case when {rnd(12, 6)} > 0 then 'B' || {rnd(13, 5)} end as office,
        case when {rnd(14, 3)} > 0 then list_value('desk', 'post')[1 + {rnd(15, 2)}] end as way
        from range({first}, {last}) t(i) where {first} = 0 or i % 7 = 0 or i >= {first} * 2
        order by {rnd(16, 1 << 30)}) to '{path}' (header, delimiter ',')""")


def part(value):
    """The column of a value and which part of its numbers is asked for."""
    name, inside = value.rstrip(")").split("(")
    column, _, level = inside.partition(", ")
    return name, column, float(level or 0.5)


def theirs(db, relation):
    """By unit and month what DuckDB has of each measure, as the engine shows it."""
    asked = []
    for value in VALUES:
        name, column, _ = part(value)
        unit = f"({column} * {UNITS[column]})::bigint" if column in UNITS else column
        made = {"sum": f"sum({unit})", "mean": f"sum({unit})", "min": f"min({unit})",
                "max": f"max({unit})", "count": "0", "count_distinct": f"count(distinct {unit})",
                }.get(name, f"list({unit})")
        for condition in CONDITIONS:
            chosen = f"filter (where {condition or 'true'})"
            own = made if made == "0" else f"{made} {chosen}"
            asked.append(f"count(*) {chosen}, count({column}) {chosen}, {own}")
    rows = db.execute(f"""select province::int, year(paid_on) * 12 + month(paid_on) - 1, {', '.join(asked)}
        from {relation} group by 1, 2 order by 1, 2""").fetchall()
    return [[unit, month, [shown(value, *row[3 * nth:3 * nth + 3]) for nth, value in enumerate(
        value for value in VALUES for _ in CONDITIONS)]] for unit, month, *row in rows]


def shown(value, asked, filled, content):
    if not isinstance(content, list):
        return [asked, filled, int(content or 0), 0]
    numbers = sorted(n for n in content if n is not None)
    if not numbers:
        return [asked, filled, 0, 0]
    place = (len(numbers) - 1) * round(part(value)[2] * 1_000_000)
    return [asked, filled, numbers[place // 1_000_000], numbers[-(-place // 1_000_000)]]


def figures_equal(run, db, folder, binary, count):
    """Two deliveries of which the second corrects some records of the first, or replaces months."""
    columns = str(COLUMNS)
    tables = []
    for nth, (first, last, seed) in enumerate([(0, count, 1), (count // 2, count * 6 // 5, 2)]):
        csv, table = folder / f"varied-{nth}.csv", folder / f"varied-{nth}.parquet"
        deliver(db, csv, first, last, seed)
        run(binary, "in", str(csv), str(table))
        db.execute(f"create or replace table varied_{nth} as select * from read_csv('{csv}', header = true, columns = {columns})")
        tables.append(str(table))
        cells_equal(db, f"varied_{nth}", table)
    month = "date_trunc('month', paid_on)"
    relations = {
        "append": "(select * from varied_1 union all select * from varied_0 anti join varied_1 using (receipt))",
        "replace": f"""(select * from varied_1 union all select * from varied_0
            where {month} not in (select {month} from varied_1))""",
    }
    compared = 0
    for delivers, relation in relations.items():
        ours = run(binary, "roll", "varied", delivers, *MEASURES, "--", *tables)[0]["rows"]
        compared += compare(delivers, ours, theirs(db, relation))
    return compared


MEASURES = [f"{value} where {condition}" if condition else value
            for value in VALUES for condition in CONDITIONS]


def compare(what, ours, wanted):
    """How many figures were compared, all of them equal."""
    if [row[:2] for row in ours] != [row[:2] for row in wanted]:
        sys.exit(f"{what}: other units and months than DuckDB has")
    for own, other in zip(ours, wanted):
        for measure, one, two in zip(MEASURES, own[2], other[2]):
            if one != two:
                sys.exit(f"{what}, {own[:2]}, {measure}: {one} here, {two} in DuckDB")
    return len(ours) * len(MEASURES)


def flows_equal(run, db, folder, binary, count):
    """What has appeared and gone between two snapshots of a register, of which some records stay."""
    columns, texts = str(COLUMNS), str({name: "VARCHAR" for name in COLUMNS})
    tables = []
    for nth, (first, last, seed, day) in enumerate(
            [(0, count, 4, "2025-03-31"), (count // 2, count * 6 // 5, 5, "2025-04-30")]):
        whole, csv, table = (folder / f"snapshot-{nth}.{end}" for end in ("txt", "csv", "parquet"))
        deliver(db, whole, first, last, seed)
        db.execute(f"""copy (select * replace ('{day}' as paid_on)
            from read_csv('{whole}', header = true, columns = {texts})) to '{csv}' (header, delimiter ',')""")
        run(binary, "in", str(csv), str(table))
        db.execute(f"create or replace table snapshot_{nth} as select * from read_csv('{csv}', header = true, columns = {columns})")
        tables.append(str(table))
    ours = run(binary, "changed", "varied", *MEASURES, "--", *tables)[0]
    compared = 0
    for flow, one, other in [("gone", 0, 1), ("appeared", 1, 0)]:
        relation = f"(select * from snapshot_{one} anti join snapshot_{other} using (receipt))"
        # A unit in which nothing has changed has no row in SQL.
        changed = [row for row in ours[flow] if row[2][0][0] > 0]
        compared += compare(flow, changed, theirs(db, relation))
    return compared


def cells_equal(db, relation, table):
    """Every cell of every record, whatever the order."""
    names = ", ".join(COLUMNS)
    own = f"select {names.replace('province', 'area_code as province')} from read_parquet('{table}') where not _quarantined"
    other = f"select {names} from {relation}"
    for one, two in [(own, other), (other, own)]:
        left = db.execute(f"select count(*) from (({one}) except all ({two}))").fetchone()[0]
        if left:
            sys.exit(f"{left} records of {table} differ from DuckDB's")


def faults_equal(run, db, folder, binary, count):
    """Records at fault, and keys that stand twice, are the ones that DuckDB finds."""
    whole, csv, table = folder / "whole.csv", folder / "faulty.csv", folder / "faulty.parquet"
    deliver(db, whole, 0, count, 3)
    texts = str({name: "VARCHAR" for name in COLUMNS})
    bad = lambda nth, name, text: f"case when i % 997 = {nth} then '{text}' else {name} end as {name}"
    db.execute(f"""copy (select * exclude (i) replace (case i % 997 when 1 then '12,5' when 6 then '-0.01' else amount end as amount, {bad(2, 'kind', 'vta')},
        {bad(3, 'province', '99')}, {bad(4, 'paid_on', '2025-02-30')}, {bad(5, 'payer', '1.5')},
        {bad(7, 'change', '1.2345')}, {bad(8, 'receipt', 'R000000000')})
        from (select *, row_number() over () as i from read_csv('{whole}', header = true, columns = {texts})))
        to '{csv}' (header, delimiter ',')""")
    account = run(binary, "in", str(csv), str(table))[0]
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    typed = ", ".join(f"try_cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items())
    db.execute(f"""create or replace table faulty as select {typed}, coalesce(kind in ({kinds})
        and try_cast(paid_on as date) is not null and province::int between 1 and 63
        and regexp_full_match(payer, '[0-9]+') and regexp_full_match(amount, '[0-9]+([.][0-9]{{1,2}})?')
        and (change is null or regexp_full_match(change, '-?[0-9]+([.][0-9]{{1,3}})?')), false) as sound
        from read_csv('{csv}', header = true, columns = {texts})""")
    db.execute("""create or replace table kept as select * from (select *, sound and
        count(*) filter (sound) over (partition by receipt) = 1 as alone from faulty) where alone""")
    kept = db.execute("select count(*) from kept").fetchone()[0]
    if (account["read"], account["read"] - account["faults"]) != (count, kept):
        sys.exit(f"the account differs: {account}, {kept} kept in DuckDB")
    cells_equal(db, "kept", table)
    return account["faults"]
