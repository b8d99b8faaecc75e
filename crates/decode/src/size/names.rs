//! The names under which services speak of the size of an answer, in small letters without signs.

/// Names of a count of all records.
pub(super) const COUNTS: [&str; 20] = [
    "count",
    "countall",
    "totalcount",
    "totalrecords",
    "totalresults",
    "totalrows",
    "totalitems",
    "totalelements",
    "totalhits",
    "recordstotal",
    "recordcount",
    "resultcount",
    "rowcount",
    "itemcount",
    "numbermatched",
    "numfound",
    "numrecords",
    "odatacount",
    "totalnumber",
    "totalsize",
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
pub(super) const PAGES: [&str; 7] = [
    "pages",
    "totalpages",
    "pagecount",
    "lastpage",
    "numpages",
    "numberofpages",
    "pagetotal",
];

/// Names of a way to the next page.
pub(super) const NEXT: [&str; 14] = [
    "next",
    "nextpage",
    "nextpageurl",
    "nextlink",
    "nexturl",
    "nexthref",
    "odatanextlink",
    "nextpagetoken",
    "nexttoken",
    "nextcursor",
    "continuationtoken",
    "resumptiontoken",
    "nextrecordsurl",
    "nextpagelink",
];

/// Names of a flag that says that there is more.
pub(super) const MORE: [&str; 9] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "more",
    "moreresults",
    "truncated",
    "istruncated",
    "incompleteresults",
    "exceededtransferlimit",
];
