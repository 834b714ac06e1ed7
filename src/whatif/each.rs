//! Tries all single changes of one kind and ranks them by their loss.

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum;

use super::tell::{by, figure};
use super::{Wish, changed};
use crate::analysis::Analysis;
use crate::ask::{Answer, Cell, Row};
use crate::compare;
use crate::judge::graph::requests;
use crate::judge::rules::Stop;
use crate::read::model::{
    Id as _, Model, OrganisationId, Origin, SystemId, SystemKind, TermId, Trial,
};
use crate::words::counted;

/// Limit on the changes that are tried: those that affect the most requests come first.
const MOST_TRIED: usize = 60;

/// The kinds of change that are tried one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Each {
    /// Every collection is retired in turn
    Retire,
    /// Every two collections that ask the same are merged in turn
    Merge,
    /// Every collection is served in turn by each that asks the same
    Serve,
}

/// The effect of one change.
struct Tried {
    text: String,
    lost: usize,
    won: usize,
    repeats: [u64; 2],
    items: [u64; 2],
    definitions: [u64; 2],
}

/// The changes of a kind, those with the least loss first: by needs lost, then items a year, then repeats.
pub fn each(analysis: &Analysis, kind: Each) -> Answer {
    let (mut wishes, shared) = match kind {
        Each::Retire => (retired(analysis), "every collection that asks somebody"),
        Each::Merge => (
            pairs(analysis, true),
            "every two collections that ask the same of the same body",
        ),
        Each::Serve => (
            pairs(analysis, false),
            "every collection, by each that asks the same of the same body",
        ),
    };
    let all = wishes.len();
    wishes.truncate(MOST_TRIED);
    let mut failed: Vec<String> = Vec::new();
    let mut tried: Vec<Tried> = Vec::new();
    for wish in &wishes {
        match one(analysis, wish) {
            Ok(one) => tried.push(one),
            Err(fault) => failed.push(fault),
        }
    }
    tried.sort_by(|a, b| {
        let change = |pair: [u64; 2]| pair[1] as i64 - pair[0] as i64;
        let key = |one: &Tried| {
            (
                one.lost,
                change(one.items),
                change(one.repeats),
                change(one.definitions),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    let mut notes = vec![format!(
        "tried: {shared}; the least loss of needs comes first, then the largest relief"
    )];
    if all > MOST_TRIED {
        notes.push(format!(
            "of {} only the {MOST_TRIED} that touch most requests are tried",
            counted(all, "change")
        ));
    }
    if !failed.is_empty() {
        notes.push(format!(
            "{} could not be tried: {}",
            counted(failed.len(), "change"),
            failed.join("; ")
        ));
    }
    Answer {
        title: format!(
            "{} tried one by one, nothing written",
            counted(tried.len(), "change")
        ),
        columns: [
            "change",
            "needs lost",
            "needs won",
            "requests that ask again",
            "items a year",
            "defined differently",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: tried.iter().map(row).collect(),
        notes,
        card: None,
    }
}

fn row(tried: &Tried) -> Row {
    let change = |[then, now]: [u64; 2]| Cell::from(format!("{now} ({})", by(then, now)));
    Row {
        cells: vec![
            Cell::from(&*tried.text),
            Cell::from(tried.lost),
            Cell::from(tried.won),
            change(tried.repeats),
            change(tried.items),
            change(tried.definitions),
        ],
        path: Vec::new(),
        place: None,
    }
}

fn one(analysis: &Analysis, wish: &Wish) -> Result<Tried, String> {
    let (changed, _) = changed(analysis, std::slice::from_ref(wish), &Stop::default())
        .map_err(|faults| faults.0.join("; "))?;
    let changes = compare::summary(analysis, &changed);
    Ok(Tried {
        text: wish.0.clone(),
        lost: changes.needs.lost.len(),
        won: changes.needs.won.len(),
        repeats: figure(&changes, "repeats"),
        items: figure(&changes, "items_a_year"),
        definitions: figure(&changes, "definition"),
    })
}

/// The number of requests that each collection makes.
fn asking(analysis: &Analysis) -> BTreeMap<SystemId, usize> {
    let mut asking = BTreeMap::new();
    for request in requests(&analysis.graph) {
        *asking.entry(request.collection).or_default() += 1;
    }
    asking
}

fn retired(analysis: &Analysis) -> Vec<Wish> {
    let model = analysis.model();
    let asking = asking(analysis).into_iter();
    let mut systems: Vec<(SystemId, usize)> = asking
        .filter(|(system, _)| is_collection(model, *system))
        .collect();
    systems.sort_by_key(|(system, count)| (std::cmp::Reverse(*count), *system));
    let wish = |(system, _): (SystemId, usize)| {
        let slug = model.systems[system].slug.to_string();
        (format!("retire {slug}"), Trial::Retire(slug))
    };
    systems.into_iter().map(wish).collect()
}

/// True for a declared system that others are asked to fill, except records: these are written in the course of the work.
fn is_collection(model: &Model, system: SystemId) -> bool {
    let own = &model.systems[system];
    let is_record = own.kind.known() == Some(&SystemKind::Record);
    own.origin == Origin::Declared && own.is_filled_by_others() && !is_record
}

/// The terms that a collection asks for, each with the organisation that is asked.
type Asked = BTreeSet<(OrganisationId, TermId)>;

/// Pairs of collections that ask the same of the same body, those that share most first. To merge, the one that asks less goes into the
/// other; to serve, each pair is tried in both directions.
fn pairs(analysis: &Analysis, is_merge: bool) -> Vec<Wish> {
    let model = analysis.model();
    let mut asked: BTreeMap<SystemId, Asked> = BTreeMap::new();
    for request in requests(&analysis.graph) {
        let of = asked.entry(request.collection).or_default();
        of.insert((request.respondent, request.term));
    }
    let asked = asked.iter();
    let all: Vec<(&SystemId, &Asked)> = asked
        .filter(|(system, _)| is_collection(model, **system))
        .collect();
    let mut pairs: Vec<(usize, SystemId, SystemId)> = Vec::new();
    for (place, (one, own)) in all.iter().enumerate() {
        for (other, theirs) in &all[place + 1..] {
            let shared = own.intersection(theirs).count();
            if shared == 0 {
                continue;
            }
            let (less, more) = if own.len() <= theirs.len() {
                (**one, **other)
            } else {
                (**other, **one)
            };
            pairs.push((shared, less, more));
            if !is_merge {
                pairs.push((shared, more, less));
            }
        }
    }
    pairs.sort_by_key(|(shared, one, other)| {
        (std::cmp::Reverse(*shared), one.index(), other.index())
    });
    let wish = |(_, one, other): (usize, SystemId, SystemId)| wish(model, is_merge, one, other);
    pairs.into_iter().map(wish).collect()
}

fn wish(model: &Model, is_merge: bool, one: SystemId, other: SystemId) -> Wish {
    let [one, other] = [one, other].map(|system| model.systems[system].slug.to_string());
    if is_merge {
        let text = format!("merge {one} into {other}");
        (text, Trial::Merge(one, other))
    } else {
        let text = format!("serve {one} from {other}");
        (text, Trial::Serve(one, other))
    }
}
