//! Which KPI or measure a sentence is about, and which area: by their names in the release, and only
//! where words and titles are clearly alike.

use crate::app::api::check::number::{ClaimedNumber, ClaimedUnit};
use crate::app::api::check::question::{ClaimQuestion, ClaimSubject, Claimed, in_unit};
use crate::app::api::check::sentence::{UnclearClaim, take, take_number, take_period, words_of};
use crate::app::api::check::words::{alike, is_change, topic};
use crate::app::api::named::{exists, gone, of_areas};
use crate::app::api::problem::Problem;
use crate::app::api::table::distinct;
use crate::app::api::viewed::ApiView;
use crate::app::output::{Row, plain};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How much a title must be like what a sentence says, in thousandths.
const LEAST_ALIKE: usize = 500;
/// How much less than the likeliest one a title may be alike and still be what is meant.
const LIKELY: usize = 200;

/// A KPI or measure that a sentence may be about.
struct Candidate {
    subject: ClaimSubject,
    titles: Vec<String>,
    unit: String,
}

/// The likely readings of a claim given as a sentence, the likeliest first.
///
/// # Errors
/// When it is not clear, with what it may mean.
pub fn of_sentence(view: &ApiView<'_>, claim: &str) -> Result<Vec<ClaimQuestion>, Problem> {
    let mut words = words_of(claim);
    let codes = take_area(view, &mut words)?;
    let period = take_period(&mut words).map_err(|why| unclear(view, why))?;
    let said = take_number(&words).map_err(|why| unclear(view, why))?;
    let claimed = Claimed::Value(said.text, said.number.clone(), said.relation);
    let subjects = subjects(view, &said.rest, &said.number)?;
    let reading = |subject| ClaimQuestion {
        subject,
        codes: codes.clone(),
        period,
        claimed: claimed.clone(),
    };
    Ok(subjects.into_iter().map(reading).collect())
}

/// That a claim is not clear.
pub fn unclear(view: &ApiView<'_>, why: UnclearClaim) -> Problem {
    let said = match why {
        UnclearClaim::Area => view.lang.say("api-claim-no-area"),
        UnclearClaim::Period => view.lang.say("api-claim-no-period"),
        UnclearClaim::Number => view.lang.say("api-claim-no-number"),
        UnclearClaim::Negation => view.lang.say("api-claim-negation"),
        UnclearClaim::Subject => view.lang.say("api-claim-no-subject"),
    };
    Problem::bad_request("claim_not_clear", said.to_owned())
}

/// The area of a sentence, which is taken out of it: the longest name that it has, if it has no
/// other.
fn take_area(view: &ApiView<'_>, words: &mut Vec<String>) -> Result<Vec<String>, Problem> {
    let day = view.boundary()?;
    let units = of_areas(view)?;
    let mut names: BTreeMap<Vec<String>, Vec<&Row>> = BTreeMap::new();
    for unit in &units {
        for name in names_of(unit) {
            names.entry(name).or_default().push(unit);
        }
    }
    let mut names: Vec<(Vec<String>, Vec<&Row>)> = names.into_iter().collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut found: Vec<&Row> = vec![];
    for (name, mut units) in names {
        // Of a name those of the day go before those of other days.
        if units.iter().any(|unit| exists(unit, day)) {
            units.retain(|unit| exists(unit, day));
        }
        // "Lạng Sơn (20)" names it once.
        let with_code = |unit: &&Row| {
            let code = plain(&unit["area_code"]).to_lowercase();
            [name.as_slice(), &[code]].concat()
        };
        let coded: Vec<Vec<String>> = units.iter().map(with_code).collect();
        while coded.iter().any(|name| take(words, name)) || take(words, &name) {
            found.extend(&units);
        }
    }
    let codes: BTreeSet<String> = found.iter().map(|unit| plain(&unit["area_code"])).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let [_] = codes.as_slice() else {
        return Err(unclear(view, UnclearClaim::Area).with("areas", json!(codes)));
    };
    if !found.iter().any(|unit| exists(unit, day)) {
        let units: Vec<Row> = found.into_iter().cloned().collect();
        return Err(gone(view, &units)?);
    }
    Ok(codes)
}

/// The names of a unit, each as words.
fn names_of(unit: &Row) -> Vec<Vec<String>> {
    let texts = ["name_vi", "name_en", "aliases"].map(|column| unit.get(column).map(plain));
    let texts = texts.into_iter().flatten();
    let names = texts.flat_map(|text| text.split(';').map(words_of).collect::<Vec<_>>());
    names.filter(|name| !name.is_empty()).collect()
}

/// What the words of a sentence are likely about, the likeliest first.
fn subjects(
    view: &ApiView<'_>,
    words: &[String],
    number: &ClaimedNumber,
) -> Result<Vec<ClaimSubject>, Problem> {
    let said = topic(words.iter().map(String::as_str));
    let fits = |candidate: &Candidate| {
        // A number alone may be an index in percent, but neither a ratio nor a change in percent.
        let shared = match candidate.unit.as_str() {
            "ratio" | "pp" => true,
            "percent" => is_change(&said),
            _ => false,
        };
        let bare = number.unit == ClaimedUnit::Bare;
        in_unit(number, &candidate.unit).is_some() && !(bare && shared)
    };
    let mut all = candidates(view)?;
    all.retain(fits);
    let named = |c: &&Candidate| {
        words
            .iter()
            .any(|word| *word == c.subject.id().to_lowercase())
    };
    if let Some(candidate) = all.iter().find(named) {
        return Ok(vec![candidate.subject.clone()]);
    }
    let like = |c: &Candidate| {
        let titles = c.titles.iter().map(|title| words_of(title));
        let all = titles.map(|title| alike(&said, &topic(title.iter().map(String::as_str))));
        all.max().unwrap_or(0)
    };
    let mut ranked: Vec<(usize, &Candidate)> = all.iter().map(|c| (like(c), c)).collect();
    ranked.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    let best = ranked.first().map_or(0, |(like, _)| *like);
    if best < LEAST_ALIKE {
        let near: Vec<Value> = { ranked.iter().take(5) }
            .filter(|(like, _)| *like > 0)
            .map(|(_, c)| shown(c))
            .collect();
        return Err(unclear(view, UnclearClaim::Subject).with("candidates", json!(near)));
    }
    let likely = ranked.iter().filter(|(like, _)| like + LIKELY >= best);
    Ok(likely.map(|(_, c)| c.subject.clone()).collect())
}

fn shown(candidate: &Candidate) -> Value {
    let what = candidate.subject.word();
    json!({ what: candidate.subject.id(), "titles": candidate.titles, "unit": candidate.unit })
}

/// Everything that the release has, by name.
fn candidates(view: &ApiView<'_>) -> Result<Vec<Candidate>, Problem> {
    let text = |row: &Row, column: &str| row.get(column).map(plain).unwrap_or_default();
    let columns = ["kpi", "kpi_title_vi", "kpi_title_en", "value_unit"];
    let kpis = distinct(view, "scorecard", &columns)?;
    let kpis = { kpis.iter() }
        .filter(|row| !text(row, "value_unit").is_empty())
        .map(|row| Candidate {
            subject: ClaimSubject::Kpi(text(row, "kpi")),
            titles: vec![text(row, "kpi_title_vi"), text(row, "kpi_title_en")],
            unit: text(row, "value_unit"),
        });
    let measures = distinct(view, "measures", &["measure", "unit"])?;
    let measures = measures.iter().map(|row| {
        let id = text(row, "measure");
        let declared = view.project.measures.iter().find(|m| m.id == id);
        let titles = declared.map(|m| [true, false].map(|vi| m.title.get(vi).to_owned()).to_vec());
        Candidate {
            subject: ClaimSubject::Measure(id),
            titles: titles.unwrap_or_default(),
            unit: text(row, "unit"),
        }
    });
    Ok(kpis.chain(measures).collect())
}
