//! What answers of services say of their size.

use super::whole;

fn says(text: &str, path: &str, found: usize) -> String {
    whole("f.json", &serde_json::from_str(text).unwrap(), path, found)
        .err()
        .map_or_else(String::new, |f| f.message)
}

#[test]
fn an_answer_that_says_that_there_is_more_is_a_part() {
    for (text, path) in [
        (
            r#"{"success":true,"result":{"limit":2,"total":5,"offset":0,"records":[]}}"#,
            "result.records",
        ),
        (r#"[{"page":1,"pages":3,"per_page":2,"total":5},[]]"#, "1"),
        (r#"{"count":5,"next":null,"results":[]}"#, "results"),
        (r#"{"next":"https://x/?page=2","results":[]}"#, "results"),
        (r#"{"@odata.nextLink":"https://x","value":[]}"#, "value"),
        (r#"{"OData.nextLink":"https://x","value":[]}"#, "value"),
        (r#"{"odataCount":5,"value":[]}"#, "value"),
        (
            r#"{"data":[],"meta":{"pagination":{"x":1},"totalCount":"3"}}"#,
            "data",
        ),
        (
            r#"{"data":[],"links":{"next":{"href":"https://x"}}}"#,
            "data",
        ),
        (
            r#"{"data":[],"meta":{"pagination":{"page":1,"page_count":3}}}"#,
            "data",
        ),
        (
            r#"{"data":[],"meta":{"paging":{"total":9,"limit":2}}}"#,
            "data",
        ),
        (
            r#"{"data":{"list":[],"page_info":{"has_next_page":true}}}"#,
            "data.list",
        ),
        (
            r#"{"items":[],"hasMore":true,"links":[{"rel":"next","href":"https://x"}]}"#,
            "items",
        ),
        (r#"{"content":[],"last":false,"totalPages":4}"#, "content"),
        (
            r#"{"features":[],"exceededTransferLimit":true}"#,
            "features",
        ),
        // The count of a page is no total: its flag and its way to the next page decide.
        (r#"{"items":[],"count":2,"hasMore":true}"#, "items"),
        (
            r#"{"count":2,"next":"https://x/?page=2","results":[]}"#,
            "results",
        ),
        (r#"{"data":[],"count":2,"next_token":"abc"}"#, "data"),
        (
            r#"{"data":[],"count":2,"meta":{"nextPageToken":"abc"}}"#,
            "data",
        ),
        (r#"{"data":[],"count":2,"page":1,"total_pages":3}"#, "data"),
        (r#"{"data":[],"partial":true}"#, "data"),
        (r#"{"data":[],"complete":false}"#, "data"),
        (r#"{"data":[],"matched":9,"returned":2}"#, "data"),
        (r#"{"data":[],"x-total":9}"#, "data"),
        (r#"{"data":[],"tongSo":9,"soTrang":5}"#, "data"),
        // A flag is believed beside any count.
        (
            r#"{"data":[],"total":2,"limit":2,"has_more":"true"}"#,
            "data",
        ),
        (
            r#"{"result":{"total":2,"limit":2,"records_truncated":true,"records":[]}}"#,
            "result.records",
        ),
        (r#"{"records":[],"done":false}"#, "records"),
        (r#"{"d":{"results":[],"__next":"https://x"}}"#, "d.results"),
        (
            r#"{"hits":{"total":{"value":9,"relation":"eq"},"hits":[]}}"#,
            "hits.hits",
        ),
        (r#"{"S":{"list_total_count":10,"row":[]}}"#, "S.row"),
        (
            r#"{"R":{"TOTAL_NUMBER":9,"NEXT_KEY":3},"D":{"VALUE":[]}}"#,
            "D.VALUE",
        ),
        (
            r#"{"batchcomplete":"","continue":{"cmcontinue":"x"},"items":[]}"#,
            "items",
        ),
        (
            r#"{"numberMatched":9,"numberReturned":2,"features":[]}"#,
            "features",
        ),
        // The total of an object that holds the list, and what a warning says.
        (r#"{"response":{"total":5,"data":[]}}"#, "response.data"),
        (
            r#"{"data":[],"warnings":[{"warning":"incomplete return"}]}"#,
            "data",
        ),
        // Namespaces.
        (r#"{"@iot.count":5,"value":[]}"#, "value"),
        (r#"{"@iot.nextLink":"https://x","value":[]}"#, "value"),
        (
            r#"{"hydra:member":[],"hydra:view":{"hydra:next":"/x?page=2"}}"#,
            "hydra:member",
        ),
        (
            r#"{"link":[{"relation":"next","url":"https://x"}],"entry":[]}"#,
            "entry",
        ),
        // Other languages, and other names of hits.
        (
            r#"{"registros":[],"paginaAtual":1,"totalPaginas":5}"#,
            "registros",
        ),
        (r#"{"registros":[],"totalRegistros":5}"#, "registros"),
        (r#"{"datos":[],"total_de_páginas":5}"#, "datos"),
        (r#"{"datos":[],"página_siguiente":"/x?p=2"}"#, "datos"),
        (r#"{"nhits":5,"records":[]}"#, "records"),
    ] {
        assert!(
            says(text, path, 2).contains("says itself that there are"),
            "{text}"
        );
    }
}

#[test]
fn the_whole_is_the_whole() {
    for (text, path) in [
        // CKAN links to a next page from the last one, too; its count decides.
        (
            r#"{"result":{"total":2,"limit":100,"_links":{"next":"/x?offset=100"},"records":[]}}"#,
            "result.records",
        ),
        (
            r#"[{"page":1,"pages":1,"per_page":"50","total":2},[]]"#,
            "1",
        ),
        // A total with nothing next to it that speaks of pages is a figure.
        (r#"{"total":1500,"data":[]}"#, "data"),
        (r#"{"totalPopulation":1500,"data":[]}"#, "data"),
        (
            r#"{"total":{"value":1500,"unit":"firms"},"data":[]}"#,
            "data",
        ),
        (r#"{"next":null,"data":[],"pages":1}"#, "data"),
        (r#"{"next":{"href":null,"title":"Next"},"data":[]}"#, "data"),
        (
            r#"{"items":[],"count":2,"hasMore":false,"limit":25,"offset":0}"#,
            "items",
        ),
        (r#"{"records":[],"done":true,"totalSize":2}"#, "records"),
        (
            r#"{"data":[],"count":2,"next_token":"","last":true}"#,
            "data",
        ),
        (
            r#"{"features":[],"exceededTransferLimit":false}"#,
            "features",
        ),
        (r#"{"next":"","data":[],"has_more":false}"#, "data"),
        (r#"[{"count":700},{"count":800}]"#, ""),
        // A total that is the sum of the records.
        (
            r#"{"response":{"total":7,"data":[{"a":"x","v":5},{"a":"y","v":2}]}}"#,
            "response.data",
        ),
        (r#"{"data":[],"warnings":[],"nextRelease":"2027"}"#, "data"),
        // What is said of figures is not said of the answer.
        (
            r#"{"data":[],"warnings":["The figures of 2020 are incomplete"]}"#,
            "data",
        ),
        (r#"{"data":[],"page":3,"homepage":9}"#, "data"),
    ] {
        assert_eq!(says(text, path, 2), "", "{text}");
    }
}
