//! The columns of the registers and what each holds. Registers are read by these lists, and
//! `docs/REFERENCE.md` is made from them.

/// A column of a register.
#[derive(Clone, Copy, Debug)]
pub struct RegisterColumn {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the register must have it.
    pub needed: bool,
    /// What stands in it.
    pub meaning: &'static str,
}

const fn needed(name: &'static str, meaning: &'static str) -> RegisterColumn {
    RegisterColumn {
        name,
        needed: true,
        meaning,
    }
}

const fn optional(name: &'static str, meaning: &'static str) -> RegisterColumn {
    RegisterColumn {
        name,
        needed: false,
        meaning,
    }
}

/// `areas.csv` of a dataset of kind `areas`: one row for each unit and stretch of days.
pub const AREAS: &[RegisterColumn] = &[
    needed(
        "code",
        "Code of the unit. The same code may come again on later days",
    ),
    needed(
        "level",
        "Level, one word of your own, such as `province` or `agency`",
    ),
    needed("valid_from", "First day of the unit: `2025-07-01`"),
    optional("name_vi", "Name in Vietnamese"),
    optional("name_en", "Name in English"),
    optional(
        "parent_code",
        "Code of the unit above, for regions, `sum_of` and agencies",
    ),
    optional(
        "valid_to",
        "Last day of the unit; empty while it exists. A unit that ends needs a relation",
    ),
    optional(
        "aliases",
        "Other names in sources, with `;` between them: `TP. Huế;Thừa Thiên Huế`",
    ),
    optional("source", "Where the row is from; not read"),
    optional("note", "Remark; not read"),
];

/// `relations.csv` beside it: what became of units.
pub const RELATIONS: &[RegisterColumn] = &[
    needed("date", "First day of the new state"),
    needed(
        "kind",
        "`merge`: all of `from_code` became part of `to_code`. `split`: `to_code` is one part of \
            `from_code`, one row for each part. `transfer`: a part that figures cannot separate. \
            `rename`: the same place under another code",
    ),
    needed("from_code", "Code on the day before"),
    needed("to_code", "Code on that day"),
    optional("note", "Remark"),
    optional("source", "Where the row is from; not read"),
];

/// `targets.csv` of a dataset of kind `targets`: one row for each target.
pub const TARGETS: &[RegisterColumn] = &[
    needed("target_id", "Identifier of your own, once in the register"),
    needed("kpi", "Identifier of the KPI"),
    needed(
        "period_from",
        "First period that it binds: `2026`, `2026-Q1`, `2026-01`, `2026-W05`, `2026-04-01/P1Y` (the fiscal year from April)",
    ),
    needed(
        "op",
        "`ge` (at least), `gt` (more than), `le` (at most), `lt` (less than) or `between`",
    ),
    needed(
        "target_value",
        "Value, with a decimal point. Of `between` the lower bound, of a path its end",
    ),
    needed(
        "value_unit",
        "What the value is: `ratio` (8 % is 0.08), `pp`, `score`, `rank`, `count` or the code of a \
            currency",
    ),
    optional(
        "breakdown",
        "The member it is for: `sector=A`, `sector=A;sex=F`",
    ),
    optional(
        "area_code",
        "Code of the area on the last day of `period_from`",
    ),
    optional(
        "area_level",
        "In place of `area_code`: every area of this level",
    ),
    optional("target_high", "Upper bound, for `between` only"),
    optional(
        "path",
        "How the end is reached: `linear`, `stepped` or `stated`",
    ),
    optional(
        "path_points",
        "Points of the path before its end, in their order, with `;` between them: \
            `2023=0.10;2026=0.18`. Periods are of the length of `period_from`",
    ),
    optional("period_to", "Last period; empty for `period_from` alone"),
    optional(
        "plan",
        "For KPIs on a plan, the stage meant: `submitted`, `assigned`, `council`, `revised`, or \
            `government` (any but `council`)",
    ),
    optional(
        "tolerance",
        "How far a value may fall short and still be met; without a sign, in the unit of the value",
    ),
    optional("legal_basis", "The decision, as people cite it"),
    optional(
        "decided_on",
        "Day of the decision: the target is known from then on",
    ),
    optional(
        "valid_from",
        "Day from which it counts; periods that ended before keep the older target",
    ),
    optional("supersedes", "`target_id` of the target that it replaces"),
    optional("note", "Remark"),
];

/// `holidays.csv` of a dataset of kind `holidays`: one row a day.
pub const HOLIDAYS: &[RegisterColumn] = &[
    needed("date", "The day"),
    needed(
        "kind",
        "`off`: a day off. `working`: a working day of a weekend. `observed`: kept, and people work",
    ),
    optional(
        "feast",
        "Identifier of a movable feast, on its first day only: `tet`",
    ),
    optional("name_vi", "Name in Vietnamese"),
    optional("name_en", "Name in English"),
    optional("source", "Where the row is from; not read"),
    optional("note", "Remark; not read"),
];
