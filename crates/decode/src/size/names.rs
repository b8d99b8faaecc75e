//! The names under which services speak of the size of an answer, in small letters without signs.

/// Names of a count, of all records or of those of a page: which of the two, only the rest of the
/// answer tells.
pub(super) const COUNTS: [&str; 7] = [
    "count",
    "recordcount",
    "resultcount",
    "rowcount",
    "itemcount",
    "numrecords",
    "countall",
];

/// Names of a count of all records that do not say `total`.
pub(super) const TOTALS: [&str; 6] = [
    "numbermatched",
    "matched",
    "numfound",
    "odatacount",
    "xtotal",
    "xtotalcount",
];

/// What the name of a count of all records is made of, beside `total`: `list_total_count`,
/// `totalNumberOfRecords`.
pub(super) const OF_TOTAL: [&str; 25] = [
    "records",
    "record",
    "results",
    "result",
    "rows",
    "row",
    "items",
    "item",
    "elements",
    "element",
    "entries",
    "documents",
    "objects",
    "features",
    "observations",
    "hits",
    "matches",
    "number",
    "count",
    "size",
    "list",
    "cnt",
    "num",
    "of",
    "all",
];

/// Names that show that `total` counts records and is no figure.
pub(super) const PAGING: [&str; 17] = [
    "limit",
    "offset",
    "page",
    "pages",
    "perpage",
    "pagesize",
    "size",
    "skip",
    "take",
    "start",
    "rows",
    "next",
    "previous",
    "hasmore",
    "lastpage",
    "pagenumber",
    "currentpage",
];

/// Names of a count of pages.
pub(super) const PAGES: [&str; 9] = [
    "sotrang",
    "tongsotrang",
    "pages",
    "totalpages",
    "pagecount",
    "lastpage",
    "numpages",
    "numberofpages",
    "pagetotal",
];

/// Names of a way to the next page.
pub(super) const NEXT: [&str; 22] = [
    "next",
    "nextpage",
    "nextpageurl",
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextkey",
    "nextoffset",
    "nextmarker",
    "odatanextlink",
    "nextpagetoken",
    "nexttoken",
    "nextcursor",
    "nextcursormark",
    "continuation",
    "continuationtoken",
    "resumptiontoken",
    "nextrecordsurl",
    "nextpagelink",
    "lastevaluatedkey",
    "continue",
];

/// Names of a flag that says that there is more.
pub(super) const MORE: [&str; 19] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "hasmoreitems",
    "hasmoreresults",
    "hasmorerecords",
    "hasmorepages",
    "more",
    "moreresults",
    "morerecords",
    "truncated",
    "istruncated",
    "recordstruncated",
    "incompleteresults",
    "incomplete",
    "isincomplete",
    "partial",
    "ispartial",
    "exceededtransferlimit",
];

/// Names of a flag that says that this was all.
pub(super) const LAST: [&str; 7] = [
    "last",
    "lastpage",
    "islast",
    "islastpage",
    "done",
    "complete",
    "iscomplete",
];
