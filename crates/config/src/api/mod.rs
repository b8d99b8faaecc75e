//! Checks `[source.http.api]`: which service is asked, and which table of it.

mod answer;
mod keys;
mod pxweb;
mod sdmx;
mod world_bank;

pub(super) use answer::{content_types, records};

use super::document::ConfigNode;
use super::{raw, rule};
use chiso_model::{
    Api, CkanResource, Finding, Format, HttpBody, HttpMethod, HttpSource, PxwebVersion,
};

/// Checks it; `None` when nothing can be made of it.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<Api> {
    keys::of_kind(at, &raw.kind, faults)?;
    let api = match raw.kind.as_str() {
        "pxweb_v1" => Api::Pxweb(pxweb::pxweb(at, raw, PxwebVersion::V1, faults)),
        "pxweb_v2" => Api::Pxweb(pxweb::pxweb(at, raw, PxwebVersion::V2, faults)),
        "sdmx" => Api::Sdmx(sdmx::sdmx(at, raw, faults)),
        "ckan" => Api::Ckan(ckan(at, raw, faults)),
        _ => Api::WorldBank(world_bank::world_bank(at, raw, faults)),
    };
    answer::fits_format(at, &api, &raw.kind, format, faults);
    Some(api)
}

fn ckan(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> CkanResource {
    CkanResource {
        package: keys::wanted(
            at,
            "package",
            raw.package.as_ref(),
            "the name in the address of its page",
            faults,
        ),
        resource: keys::wanted(
            at,
            "resource",
            raw.resource.as_ref(),
            "its name or id in the package",
            faults,
        ),
        datastore: raw.datastore.unwrap_or(false),
        size: keys::size(at, raw, 32_000, faults),
    }
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

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use chiso_model::{Api, Choice, Format, PxwebVersion};

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
        let document = include_str!("../../../../docs/SOURCES.md");
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
                "[missing_key] source.http.api.select: nothing says which figures",
            ),
            (
                "json-stat",
                PXWEB.replace("{ last = 5 }", "{ last = 5, first = 1 }"),
                "[bad_value] source.http.api.select.\"Năm\": nothing says which values",
            ),
            (
                "json-stat",
                PXWEB.replace("{ last = 5 }", "{ last = 0 }"),
                "[bad_value] source.http.api.select.\"Năm\": nothing says which values",
            ),
            (
                "json-stat",
                PXWEB.replace("{ all = true }", "{ all = false }"),
                "source.http.api.select.\"Tỉnh/thành phố\": nothing says which values",
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
                "{http}\n{}\ndoes not contain {wanted}",
                said.join("\n")
            );
        }
    }
}
