//! Checks `[source.http.api]`: which service is asked, and which table of it.

use super::document::ConfigNode;
use super::{raw, rule, value};
use crate::model::{
    Api, Choice, CkanResource, Finding, Format, HttpBody, HttpMethod, HttpSource, PxwebTable,
    PxwebVersion,
};
use crate::model::{SdmxQuery, SdmxVersion, WorldBankQuery};
use std::collections::BTreeMap;

/// Rows per page when none are declared.
const PAGE: u64 = 1_000;
/// Keys of each kind beside `kind`.
const KEYS: [(&str, &[&str]); 5] = [
    ("pxweb_v1", &["table", "select", "response", "max_cells"]),
    ("pxweb_v2", &["table", "select", "max_cells"]),
    ("sdmx", &["version", "dataflow", "key", "start", "end"]),
    ("ckan", &["package", "resource", "datastore", "size"]),
    (
        "worldbank",
        &["indicator", "countries", "start", "end", "size"],
    ),
];
/// Media types of SDMX data by the word of their format, with those under which services send them.
const SDMX_TYPES: [(&[&str], &[&str]); 3] = [
    (
        &["csv", "sdmx-csv"],
        &[
            "application/vnd.sdmx.data+csv",
            "text/csv",
            "application/csv",
            "text/plain",
        ],
    ),
    (
        &["sdmx-json"],
        &[
            "application/vnd.sdmx.data+json",
            "*+json",
            "application/json",
            "text/json",
        ],
    ),
    (
        &["sdmx-ml"],
        &[
            "application/vnd.sdmx.structurespecificdata+xml",
            "application/vnd.sdmx.genericdata+xml",
            "*+xml",
            "application/xml",
            "text/xml",
        ],
    ),
];

/// Checks it; `None` when nothing can be made of it.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<Api> {
    let Some((_, keys)) = KEYS.iter().find(|(kind, _)| *kind == raw.kind) else {
        let hint = "write one of `pxweb_v1`, `pxweb_v2`, `sdmx`, `ckan`, `worldbank`";
        faults.push(
            at.key("kind")
                .error(
                    rule::BAD_VALUE,
                    format!("`{}` is not a kind of service", raw.kind),
                )
                .hint(hint),
        );
        return None;
    };
    foreign_keys(at, &raw.kind, keys, faults);
    let api = match raw.kind.as_str() {
        "pxweb_v1" => Api::Pxweb(pxweb(at, raw, PxwebVersion::V1, faults)),
        "pxweb_v2" => Api::Pxweb(pxweb(at, raw, PxwebVersion::V2, faults)),
        "sdmx" => Api::Sdmx(sdmx(at, raw, faults)),
        "ckan" => Api::Ckan(CkanResource {
            package: wanted(
                at,
                "package",
                raw.package.as_ref(),
                "the name in the address of its page",
                faults,
            ),
            resource: wanted(
                at,
                "resource",
                raw.resource.as_ref(),
                "its name or id in the package",
                faults,
            ),
            datastore: raw.datastore.unwrap_or(false),
            size: size(at, raw, 32_000, faults),
        }),
        _ => Api::WorldBank(world_bank(at, raw, faults)),
    };
    fits_format(at, &api, &raw.kind, format, faults);
    Some(api)
}

/// A service that chiso knows is asked as chiso knows it.
pub(super) fn own_requests(at: &ConfigNode<'_>, source: &HttpSource, faults: &mut Vec<Finding>) {
    let declared = [
        ("method", source.method != HttpMethod::Get),
        ("body", source.body != HttpBody::None),
        ("paging", source.paging.is_some()),
    ];
    for (key, _) in declared.into_iter().filter(|(_, there)| *there) {
        let message =
            format!("with `api`, chiso makes the requests itself, and `{key}` means nothing");
        faults.push(
            at.key(key)
                .error(rule::BAD_VALUE, message)
                .hint("leave it out"),
        );
    }
}

/// Media types that an API answers with for a format; those of the format itself where nothing is
/// said.
pub(super) fn content_types(raw: Option<&raw::Api>, format: Option<Format>) -> Option<Vec<String>> {
    let raw = raw?;
    match raw.kind.as_str() {
        "sdmx" => {
            let word = format?.as_str();
            let types = SDMX_TYPES.iter().find(|(words, _)| words.contains(&word))?;
            Some(types.1.iter().map(|t| (*t).to_owned()).collect())
        }
        // A catalogue points to files on servers of every kind, which name types as they like.
        "ckan" if raw.datastore != Some(true) => Some(vec!["*".to_owned()]),
        _ => None,
    }
}

/// Dotted path of the records where an API decides it.
pub(super) fn records(raw: Option<&raw::Api>) -> Option<&'static str> {
    match raw {
        Some(raw::Api { kind, .. }) if kind == "worldbank" => Some("1"),
        Some(raw::Api {
            kind,
            datastore: Some(true),
            ..
        }) if kind == "ckan" => Some("result.records"),
        _ => None,
    }
}

fn foreign_keys(at: &ConfigNode<'_>, kind: &str, keys: &[&str], faults: &mut Vec<Finding>) {
    let Some(table) = at.table() else { return };
    for key in table
        .keys()
        .map(|k| k.get_ref().as_ref())
        .filter(|k| *k != "kind" && !keys.contains(k))
    {
        // A key that no kind has is told by the structure already.
        if KEYS.iter().any(|(_, keys)| keys.contains(&key)) {
            let hint = format!(
                "leave it out; the keys of `{kind}` are {}",
                value::list(keys.iter().copied())
            );
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, format!("`{kind}` has no `{key}`"))
                    .hint(hint),
            );
        }
    }
}

fn wanted(
    at: &ConfigNode<'_>,
    key: &str,
    raw: Option<&String>,
    what: &str,
    faults: &mut Vec<Finding>,
) -> String {
    if let Some(text) = raw {
        return value::text(&at.key(key), text, faults);
    }
    faults.push(
        at.key(key)
            .error(rule::MISSING_KEY, format!("`{key}` is missing"))
            .hint(format!("add `{key}`: {what}")),
    );
    String::new()
}

fn size(at: &ConfigNode<'_>, raw: &raw::Api, most: i64, faults: &mut Vec<Finding>) -> u64 {
    raw.size
        .and_then(|n| value::whole(&at.key("size"), n, 1..=most, faults))
        .unwrap_or(PAGE)
}

fn pxweb(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> PxwebTable {
    let what = if version == PxwebVersion::V1 {
        "its path below `url`, as in `Doanh nghiệp/V05.02.px`"
    } else {
        "its identifier, as in `TAB6471`"
    };
    let table = wanted(at, "table", raw.table.as_ref(), what, faults);
    let encoded = table.match_indices('%').any(|(at, _)| {
        table
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    if encoded
        || table.split('/').any(|part| matches!(part, "." | ".."))
        || table.contains(['?', '#'])
    {
        faults.push(
            at.key("table")
                .error(
                    rule::BAD_VALUE,
                    format!("`{table}` is not the path of a table"),
                )
                .hint(format!("write {what}")),
        );
    }
    if raw.select.is_empty() {
        let hint = "add `[source.http.api.select]` with one line for each variable, as in `\"Năm\" \
            = { all = true }`";
        faults.push(
            at.key("select")
                .error(
                    rule::MISSING_KEY,
                    "it is not said which figures of the table are wanted",
                )
                .hint(hint),
        );
    }
    let mut select = BTreeMap::new();
    for (name, raw) in &raw.select {
        if let Some(choice) = choice(&at.key("select").key(name), raw, version, faults) {
            select.insert(name.clone(), choice);
        }
    }
    let responses = [("json-stat2", "json-stat2"), ("json-stat", "json-stat")];
    let response = raw.response.as_ref().and_then(|text| {
        value::one_of(
            &at.key("response"),
            text,
            "format of an answer",
            &responses,
            faults,
        )
    });
    let max_cells = raw
        .max_cells
        .and_then(|n| value::whole(&at.key("max_cells"), n, 1..=i64::MAX, faults))
        .unwrap_or(0);
    PxwebTable {
        version,
        table,
        select,
        response: response.unwrap_or("json-stat2").to_owned(),
        max_cells,
    }
}

fn choice(
    at: &ConfigNode<'_>,
    raw: &raw::Choice,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> Option<Choice> {
    let hint = "give one of `all = true`, `labels = [\"…\"]`, `first = 3` and `last = 3`";
    let count = |n: i64| u64::try_from(n).ok().filter(|n| *n > 0);
    let mut list = |key: &str, names: &[String]| {
        for (i, name) in names
            .iter()
            .enumerate()
            .filter(|(i, name)| names[..*i].contains(name))
        {
            faults.push(
                at.key(key)
                    .item(i)
                    .error(rule::DUPLICATE, format!("`{name}` stands twice"))
                    .hint("leave one out"),
            );
        }
        (!names.is_empty()).then(|| names.to_vec())
    };
    let choice = match (raw.all, &raw.labels, &raw.codes, raw.first, raw.last) {
        (Some(true), None, None, None, None) => Some(Choice::All),
        (None, Some(labels), None, None, None) => list("labels", labels).map(Choice::Labels),
        (None, None, Some(codes), None, None) => list("codes", codes).map(Choice::Codes),
        (None, None, None, Some(n), None) => count(n).map(Choice::First),
        (None, None, None, None, Some(n)) => count(n).map(Choice::Last),
        _ => None,
    };
    if version == PxwebVersion::V1 && matches!(choice, Some(Choice::Codes(_))) {
        let hint = "name the values by `labels`: here a code may be a mere position, which names \
            another year after the next release";
        faults.push(
            at.key("codes")
                .error(rule::BAD_VALUE, "`pxweb_v1` has no `codes`")
                .hint(hint),
        );
    }
    if choice.is_none() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "it is not said which values of this variable are wanted",
            )
            .hint(hint),
        );
    }
    choice
}

fn sdmx(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> SdmxQuery {
    let version = raw
        .version
        .as_ref()
        .and_then(|text| value::word(&at.key("version"), text, faults))
        .unwrap_or_default();
    let dataflow = wanted(
        at,
        "dataflow",
        raw.dataflow.as_ref(),
        "its id, as in `ECB,EXR,1.0`",
        faults,
    );
    let parts: Vec<&str> = dataflow.split(',').collect();
    let plain = |part: &&str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.@$+*~".contains(&b))
    };
    let fits = parts.iter().all(plain)
        && parts.len() <= 3
        && (version == SdmxVersion::V2 || parts.len() == 3);
    if !dataflow.is_empty() && !fits {
        let hint = if version == SdmxVersion::V2 {
            "write `ID`, `AGENCY,ID` or `AGENCY,ID,VERSION`"
        } else {
            "write `AGENCY,ID,VERSION`, as SDMX 3.0 asks"
        };
        faults.push(
            at.key("dataflow")
                .error(rule::BAD_VALUE, format!("`{dataflow}` is not a dataflow"))
                .hint(hint),
        );
    }
    let key = raw.key.clone().unwrap_or_default();
    if !key
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_-.@$+*,|:".contains(&b))
    {
        let hint = "separate dimensions by `.`, as in `M.USD.EUR.SP00.A`; an empty one stands for \
            all its values";
        faults.push(
            at.key("key")
                .error(rule::BAD_VALUE, format!("`{key}` is not a key"))
                .hint(hint),
        );
    }
    let (start, end) = range(at, raw, faults);
    SdmxQuery {
        version,
        dataflow,
        key,
        start,
        end,
    }
}

fn world_bank(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> WorldBankQuery {
    let indicator = wanted(
        at,
        "indicator",
        raw.indicator.as_ref(),
        "its code, as in `NY.GDP.MKTP.CD`",
        faults,
    );
    if !indicator
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    {
        let message = format!("`{indicator}` is not the code of an indicator");
        faults.push(
            at.key("indicator")
                .error(rule::BAD_VALUE, message)
                .hint("write one code, as in `NY.GDP.MKTP.CD`"),
        );
    }
    let countries = raw
        .countries
        .clone()
        .unwrap_or_else(|| vec!["all".to_owned()]);
    for (i, code) in countries.iter().enumerate() {
        if code.is_empty() || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let hint = "write ISO codes, as in `[\"VNM\", \"THA\"]`, or `[\"all\"]`";
            faults.push(
                at.key("countries")
                    .item(i)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{code}` is not the code of a country"),
                    )
                    .hint(hint),
            );
        }
    }
    if countries.is_empty() {
        faults.push(
            at.key("countries")
                .error(rule::BAD_VALUE, "no country is named")
                .hint("name one, or leave it out for all"),
        );
    }
    let (start, end) = range(at, raw, faults);
    if start.is_empty() != end.is_empty() {
        let hint = "give both `start` and `end`, or neither";
        faults.push(
            at.key("start")
                .error(
                    rule::BAD_VALUE,
                    "the World Bank wants the whole range or none",
                )
                .hint(hint),
        );
    }
    WorldBankQuery {
        indicator,
        countries,
        start,
        end,
        size: size(at, raw, 32_500, faults),
    }
}

/// First and last period.
fn range(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> (String, String) {
    let mut period = |key: &str, raw: Option<&String>| {
        let text = raw.cloned().unwrap_or_default();
        let fits = text
            .get(..4)
            .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if raw.is_some() && !fits {
            let hint = "begin it with the year, as in `2015`, `2015-Q1` or `2015-01`";
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, format!("`{text}` is not a period"))
                    .hint(hint),
            );
        }
        text
    };
    let (start, end) = (
        period("start", raw.start.as_ref()),
        period("end", raw.end.as_ref()),
    );
    if !start.is_empty() && !end.is_empty() && start.get(..4) > end.get(..4) {
        faults.push(
            at.key("end")
                .error(rule::BAD_VALUE, format!("`{end}` is before `{start}`"))
                .hint("exchange the two"),
        );
    }
    (start, end)
}

/// The format in which a service answers.
fn fits_format(
    at: &ConfigNode<'_>,
    api: &Api,
    kind: &str,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    let Some(format) = format else { return };
    let wanted: Vec<&str> = match api {
        Api::Pxweb(_) => vec![Format::JsonStat.as_str()],
        Api::WorldBank(_) => vec![Format::Json.as_str()],
        Api::Ckan(resource) if resource.datastore => vec![Format::Json.as_str()],
        Api::Ckan(_) => return,
        Api::Sdmx(_) => SDMX_TYPES
            .iter()
            .flat_map(|(words, _)| words.iter().copied())
            .filter(|w| w.parse::<Format>().is_ok())
            .collect(),
    };
    if !wanted.contains(&format.as_str()) {
        let message = format!("`{kind}` does not answer in format `{format}`");
        faults.push(
            at.key("kind")
                .error(rule::BAD_VALUE, message)
                .hint(format!("write `format = \"{}\"`", wanted.join("` or `"))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::model::{Api, Choice, Format, PxwebVersion};

    const FIRMS: &str = "datasets/new_enterprises.toml";
    const FILE: &str = "file = \"new_enterprises/*.json\"\nformat = \"json-stat\"\n";
    const NUMBER: &str = "number = { decimal = \",\", grouping = \".\" }\n";
    const VALUE: &str = "enterprises = { column = \"value\" }\n";
    const PXWEB: &str = r#"
[source.http]
url = "https://pxweb.example/api/v1/vi"
[source.http.api]
kind = "pxweb_v1"
table = "Doanh nghiệp/V05.02.px"
max_cells = 5000
[source.http.api.select]
"Tỉnh/thành phố" = { all = true }
"Năm" = { last = 5 }
"Loại" = { labels = ["Tổng số"] }
"#;
    const SDMX: &str = "\n[source.http]\nurl = \
        \"https://sdmx.example/rest\"\n[source.http.api]\nkind = \"sdmx\"\ndataflow = \
        \"ECB,EXR,1.0\"\n";
    const CKAN: &str = "\n[source.http]\nurl = \"https://data.example\"\n[source.http.api]\nkind = \
        \"ckan\"\npackage = \"firms\"\nresource = \"r1\"\n";
    const BANK: &str = "\n[source.http]\nurl = \"https://api.example/v2\"\n[source.http.api]\nkind \
        = \"worldbank\"\nindicator = \"NY.GDP.MKTP.CD\"\n";

    /// The valid project with its firms from a service, in a format.
    fn sample(format: &str, http: &str) -> Sample {
        let sample = Sample::new()
            .edit(FIRMS, FILE, &format!("format = \"{format}\"\n"))
            .edit(FIRMS, VALUE, &format!("{VALUE}{http}"));
        if format == "json" {
            sample.edit(FIRMS, NUMBER, "")
        } else {
            sample
        }
    }

    #[test]
    fn a_table_of_each_service() {
        let source = |format: &str, http: &str| {
            sample(format, http)
                .plan()
                .dataset("new_enterprises")
                .unwrap()
                .sources[0]
                .clone()
        };
        let http = source("json-stat", PXWEB).http.unwrap();
        let Some(Api::Pxweb(table)) = &http.api else {
            panic!("{http:?}")
        };
        assert_eq!(
            (table.version, table.response.as_str(), table.max_cells),
            (PxwebVersion::V1, "json-stat2", 5000)
        );
        assert_eq!(table.select["Năm"], Choice::Last(5));
        assert_eq!(table.select["Loại"], Choice::Labels(vec!["Tổng số".into()]));

        let http = source("csv", SDMX).http.unwrap();
        assert!(matches!(&http.api, Some(Api::Sdmx(query)) if query.key.is_empty()));
        assert!(
            http.content_types
                .contains(&"application/vnd.sdmx.data+csv".to_owned())
        );

        let file = source("csv", CKAN);
        assert_eq!(
            (file.format, file.http.unwrap().content_types),
            (Format::Csv, vec!["*".to_owned()])
        );
        let rows = source("json", &format!("{CKAN}datastore = true\n"));
        assert_eq!(rows.layout.records, "result.records");

        let bank = source("json", BANK);
        assert_eq!(bank.layout.records, "1");
        assert!(
            matches!(&bank.http.unwrap().api, Some(Api::WorldBank(query)) if query.countries == ["all"] && query.size == 1000)
        );
    }

    /// What `docs/SOURCES.md` shows of each service can be copied as it stands.
    #[test]
    fn the_examples_of_the_document_are_declarations() {
        let document = include_str!("../../docs/SOURCES.md");
        let blocks = document
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap());
        let blocks: Vec<&str> = blocks
            .filter(|block| block.contains("[source.http.api]"))
            .collect();
        let source = super::super::sample::FIRMS
            .split_once("[[source]]")
            .unwrap()
            .1;
        let mut kinds = Vec::new();
        for block in &blocks {
            let plan = Sample::new()
                .edit(FIRMS, &format!("[[source]]{source}"), block)
                .plan();
            let http = plan.dataset("new_enterprises").unwrap().sources[0]
                .http
                .clone()
                .unwrap();
            kinds.push(match http.api.unwrap() {
                Api::Pxweb(_) => "pxweb",
                Api::Sdmx(_) => "sdmx",
                Api::Ckan(_) => "ckan",
                Api::WorldBank(_) => "worldbank",
            });
        }
        assert_eq!(kinds, ["pxweb", "sdmx", "ckan", "worldbank"]);
    }

    /// Spoils one text at a time; the fault must have this rule, key and message.
    #[test]
    fn faults_of_services() {
        let more = |http: &str, line: &str| format!("{http}{line}\n");
        for (format, http, wanted) in [
            (
                "json-stat",
                PXWEB.replace("pxweb_v1", "pxweb_v3"),
                "[bad_value] source.http.api.kind: `pxweb_v3` is not a kind of service",
            ),
            (
                "json-stat",
                PXWEB.replace("pxweb_v1", "sdmx"),
                "[bad_value] source.http.api.table: `sdmx` has no `table`",
            ),
            (
                "csv",
                PXWEB.to_owned(),
                "[bad_value] source.http.api.kind: `pxweb_v1` does not answer in format `csv`",
            ),
            (
                "json-stat",
                PXWEB.replace("table = \"Doanh nghiệp/V05.02.px\"\n", ""),
                "[missing_key] source.http.api.table: `table` is missing",
            ),
            (
                "json-stat",
                PXWEB.replace("Doanh nghiệp", "Doanh%20nghi%E1%BB%87p"),
                "[bad_value] source.http.api.table: `Doanh%20nghi%E1%BB%87p/V05.02.px` is not the \
                    path",
            ),
            (
                "json-stat",
                PXWEB.replace("Doanh nghiệp", ".."),
                "[bad_value] source.http.api.table: `../V05.02.px` is not the path",
            ),
            (
                "json-stat",
                PXWEB
                    .split("[source.http.api.select]")
                    .next()
                    .unwrap()
                    .to_owned(),
                "[missing_key] source.http.api.select: it is not said which figures",
            ),
            (
                "json-stat",
                PXWEB.replace("{ last = 5 }", "{ last = 5, first = 1 }"),
                "[bad_value] source.http.api.select.\"Năm\": it is not said which values",
            ),
            (
                "json-stat",
                PXWEB.replace("{ last = 5 }", "{ last = 0 }"),
                "[bad_value] source.http.api.select.\"Năm\": it is not said which values",
            ),
            (
                "json-stat",
                PXWEB.replace("{ all = true }", "{ all = false }"),
                "source.http.api.select.\"Tỉnh/thành phố\": it is not said which values",
            ),
            (
                "json-stat",
                PXWEB.replace("[\"Tổng số\"]", "[\"a\", \"a\"]"),
                "[duplicate] source.http.api.select.\"Loại\".labels: `a` stands twice",
            ),
            (
                "json-stat",
                PXWEB
                    .replace("pxweb_v1", "pxweb_v2")
                    .replace("max_cells", "response = \"json-stat\"\nmax_cells"),
                "source.http.api.response: `pxweb_v2` has no `response`",
            ),
            (
                "json-stat",
                PXWEB.replace("[source.http.api]", "method = \"post\"\n[source.http.api]"),
                "[bad_value] source.http.method: with `api`, chiso makes the requests itself",
            ),
            (
                "json-stat",
                PXWEB.replace("labels", "codes"),
                "[bad_value] source.http.api.select.\"Loại\".codes: `pxweb_v1` has no `codes`",
            ),
            (
                "csv",
                SDMX.replace("ECB,EXR,1.0", "ECB,EXR,1.0,x"),
                "[bad_value] source.http.api.dataflow: `ECB,EXR,1.0,x` is not a dataflow",
            ),
            (
                "csv",
                more(&SDMX.replace("ECB,EXR,1.0", "EXR"), "version = \"3.0\""),
                "[bad_value] source.http.api.dataflow: `EXR` is not a dataflow",
            ),
            (
                "csv",
                more(SDMX, "version = \"2.0\""),
                "[bad_value] source.http.api.version: `2.0` is not a version of SDMX",
            ),
            (
                "csv",
                more(SDMX, "key = \"M USD\""),
                "[bad_value] source.http.api.key: `M USD` is not a key",
            ),
            (
                "csv",
                more(SDMX, "start = \"last year\""),
                "[bad_value] source.http.api.start: `last year` is not a period",
            ),
            (
                "csv",
                more(SDMX, "start = \"2020\"\nend = \"2010\""),
                "[bad_value] source.http.api.end: `2010` is before `2020`",
            ),
            (
                "json",
                SDMX.to_owned(),
                "[bad_value] source.http.api.kind: `sdmx` does not answer in format `json`",
            ),
            (
                "csv",
                more(CKAN, "datastore = true"),
                "[bad_value] source.http.api.kind: `ckan` does not answer in format `csv`",
            ),
            (
                "csv",
                CKAN.replace("resource = \"r1\"\n", ""),
                "[missing_key] source.http.api.resource: `resource` is missing",
            ),
            (
                "json",
                more(BANK, "countries = [\"Viet Nam\"]"),
                "[bad_value] source.http.api.countries: `Viet Nam` is not the code of a country",
            ),
            (
                "json",
                more(BANK, "start = \"2020\""),
                "[bad_value] source.http.api.start: the World Bank wants the whole range or none",
            ),
            (
                "json",
                more(BANK, "size = 50000"),
                "[bad_value] source.http.api.size: 50000 is out of range",
            ),
            (
                "json",
                BANK.replace("NY.GDP.MKTP.CD", "a b"),
                "[bad_value] source.http.api.indicator: `a b` is not the code of an indicator",
            ),
            (
                "json\"\nrecords = \"data",
                BANK.to_owned(),
                "[bad_value] source.records: the records of this service are at `1`",
            ),
        ] {
            let faults = sample(format, &http).load().err().unwrap_or_default();
            let said: Vec<String> = faults
                .iter()
                .map(|f| format!("[{}] {}: {}", f.rule, f.place.col, f.message))
                .collect();
            assert!(
                said.iter().any(|s| s.contains(wanted)),
                "{http}\n{}\nlacks {wanted}",
                said.join("\n")
            );
        }
    }
}
