//! Which KPI or measure a sentence is about, and which area: by their names in the release, and only
//! where words and titles are clearly alike.

use crate::app::api::check::number::ClaimedUnit;
use crate::app::api::check::question::{ClaimQuestion, ClaimSubject, Claimed, in_unit};
use crate::app::api::check::relation::ClaimRelation;
use crate::app::api::check::sentence::{
    SaidNumber, UnclearClaim, take, take_number, take_period, words_of,
};
use crate::app::api::check::words::{Topic, normal};
use crate::app::api::named::{exists, gone, of_areas};
use crate::app::api::problem::Problem;
use crate::app::api::table::distinct;
use crate::app::api::viewed::ApiView;
use crate::app::messages::say;
use crate::app::output::{Row, plain};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How much a title that says more than the sentence must be like it, in thousandths, to be what may
/// be meant beside one that says the same.
const LIKELY: usize = 750;
/// All words of two texts are the same.
const SAME: usize = 1_000;

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
    let (period, previous) = take_period(&mut words).map_err(|why| unclear(view, why))?;
    let mut said = take_number(&words).map_err(|why| unclear(view, why))?;
    said.topic.previous |= previous;
    let subjects = subjects(view, &said)?;
    let claimed = Claimed::Value(said.text, said.number, said.relation);
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
        UnclearClaim::Change => view.lang.say("api-claim-change"),
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

/// What a sentence is about: what has all its words in its title and no others, and what has a few
/// more, the likeliest first.
fn subjects(view: &ApiView<'_>, said: &SaidNumber) -> Result<Vec<ClaimSubject>, Problem> {
    let mut all = candidates(view)?;
    all.retain(|candidate| fits(candidate, said));
    let id = |c: &Candidate| normal(&c.subject.id().to_lowercase());
    if let [word] = said.topic.words.iter().collect::<Vec<_>>().as_slice()
        && let Some(candidate) = all.iter().find(|c| id(c).as_ref() == Some(word))
    {
        return Ok(vec![candidate.subject.clone()]);
    }
    let like = |c: &Candidate| likeness(c, &said.topic);
    let mut ranked: Vec<(usize, &Candidate)> = all.iter().map(|c| (like(c), c)).collect();
    ranked.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    if ranked.first().is_none_or(|(like, _)| *like < SAME) {
        return Err(not_understood(view, &said.topic, &ranked));
    }
    let likely = { ranked.iter() }.filter(|(like, c)| {
        *like >= LIKELY && topics(c).any(|t| said.topic.words.is_subset(&t.words))
    });
    Ok(likely.map(|(_, c)| c.subject.clone()).collect())
}

/// Whether a figure can be what a sentence says of it.
fn fits(candidate: &Candidate, said: &SaidNumber) -> bool {
    // A number alone may be an index in percent, but neither a ratio nor a change in percent.
    let shared = match candidate.unit.as_str() {
        "ratio" | "pp" => true,
        "percent" => said.topic.is_change(),
        _ => false,
    };
    let bare = said.number.unit == ClaimedUnit::Bare;
    // "At least 8th" is the eighth place or a smaller number.
    let ordered = candidate.unit == "rank" && said.relation != ClaimRelation::Rounded;
    let previous = !said.topic.previous || topics(candidate).any(|title| title.previous);
    // "The decline fell" is two changes.
    let turned = said.topic.turns() && topics(candidate).any(|title| title.turns());
    in_unit(&said.number, &candidate.unit).is_some()
        && !(bare && shared)
        && !ordered
        && previous
        && !turned
}

/// The topics of the titles.
fn topics(candidate: &Candidate) -> impl Iterator<Item = Topic> {
    let titles = candidate.titles.iter().map(|title| words_of(title));
    let of = |title: Vec<String>| Topic::of(&title.iter().map(String::as_str).collect::<Vec<_>>());
    titles.map(of).filter(|topic| !topic.words.is_empty())
}

/// How much what a sentence says is like a title; the unit of the figure may stand behind its number.
fn likeness(candidate: &Candidate, said: &Topic) -> usize {
    let mut without = said.clone();
    if let Some(unit) = normal(&candidate.unit) {
        without.words.remove(&unit);
    }
    let like = |title: Topic| said.alike(&title).max(without.alike(&title));
    topics(candidate).map(like).max().unwrap_or(0)
}

/// That no title says what a sentence says, with the words that the nearest one does not have.
fn not_understood(view: &ApiView<'_>, said: &Topic, ranked: &[(usize, &Candidate)]) -> Problem {
    let near: Vec<&Candidate> = { ranked.iter().take(5) }
        .filter(|(like, _)| *like > 0)
        .map(|(_, candidate)| *candidate)
        .collect();
    let titles = near.first().map(|nearest| topics(nearest));
    let more = { titles.into_iter().flatten() }
        .map(|title| said.more_than(&title))
        .min_by_key(Vec::len);
    let words = more.unwrap_or_else(|| said.more_than(&Topic::default()));
    let problem = if words.is_empty() {
        unclear(view, UnclearClaim::Subject)
    } else {
        let words = words.join(", ");
        let text = say!(view.lang, "api-claim-words", words = words);
        Problem::bad_request("claim_not_clear", text)
    };
    let near: Vec<Value> = near.into_iter().map(shown).collect();
    problem
        .with("words", json!(words))
        .with("candidates", json!(near))
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
        let titles = view.titles_of(&id).map(|titles| titles.to_vec());
        Candidate {
            subject: ClaimSubject::Measure(id),
            titles: titles.unwrap_or_default(),
            unit: text(row, "unit"),
        }
    });
    Ok(kpis.chain(measures).collect())
}
