//! The names under which services speak of the size of an answer, in small letters without signs.

/// Names of a count, of all records or of those of a page: which of the two, only the rest of the
/// answer tells.
pub(super) const COUNTS: [&str; 12] = [
    "count",
    "recordcount",
    "resultcount",
    "rowcount",
    "itemcount",
    "numrecords",
    "countall",
    "numberofrecords",
    "numresults",
    "quantidade",
    "cantidad",
    "anzahl",
];

/// Names of a count of all records that do not say `total`.
pub(super) const TOTALS: [&str; 13] = [
    "numbermatched",
    "matched",
    "numfound",
    "xtotal",
    "xtotalcount",
    "nhits",
    "nbhits",
    "numhits",
    "tongso",
    "tongsobanghi",
    "gesamt",
    "gesamtzahl",
    "gesamtanzahl",
];

/// What the name of a count of all records is made of, beside `total`: `list_total_count`,
/// `totalNumberOfRecords`.
pub(super) const OF_TOTAL: [&str; 41] = [
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
    "registros",
    "registro",
    "resultados",
    "resultado",
    "elementos",
    "itens",
    "filas",
    "linhas",
    "enregistrements",
    "resultats",
    "lignes",
    "registri",
    "risultati",
    "elementi",
    "geral",
    "de",
];

/// Names that show that `total` counts records and is no figure.
pub(super) const PAGING: [&str; 24] = [
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
    "paginaatual",
    "paginaactual",
    "pagina",
    "paginas",
    "limite",
    "seite",
    "trang",
];

/// Names of a count of pages that are not made of such words.
pub(super) const PAGES: [&str; 7] = [
    "sotrang",
    "tongsotrang",
    "pagecount",
    "pagetotal",
    "totalpage",
    "lastpage",
    "ultimapagina",
];

/// Pages in the names of a count of them: `totalPages`, `numero_de_paginas`.
pub(super) const PAGE_WORDS: [&str; 4] = ["pages", "paginas", "pagine", "seiten"];

/// What the name of a count of pages is made of besides.
pub(super) const OF_PAGES: [&str; 14] = [
    "total",
    "totales",
    "totale",
    "totais",
    "number",
    "numero",
    "num",
    "nb",
    "count",
    "of",
    "de",
    "gesamt",
    "anzahl",
    "quantidade",
];

/// Words of a warning that not all came.
pub(super) const PART_WORDS: [&str; 5] = [
    "incomplete return",
    "incomplete result",
    "incomplete response",
    "truncated",
    "can only return",
];

/// Names of a way to the next page.
pub(super) const NEXT: [&str; 34] = [
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
    "proxima",
    "proximapagina",
    "siguiente",
    "siguientepagina",
    "paginasiguiente",
    "suivant",
    "suivante",
    "pagesuivante",
    "naechsteseite",
    "nachsteseite",
    "prossima",
    "prossimapagina",
    "trangsau",
];

/// Names of a flag that says that there is more.
pub(super) const MORE: [&str; 24] = [
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
    "temmais",
    "haymas",
    "temproximapagina",
    "haysiguiente",
    "contrangsau",
];

/// Names of a flag that says that this was all.
pub(super) const LAST: [&str; 9] = [
    "last",
    "lastpage",
    "islast",
    "islastpage",
    "done",
    "complete",
    "iscomplete",
    "ultima",
    "ultimapagina",
];
