//! The timetable of one event, as swim-lanes of organisations.

use std::collections::BTreeMap;

use super::Block;
use super::Lane;
use super::Lanes;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use super::Thing;
use super::ThingKind;
use crate::judge::graph::{Age, Ages, Bound};
use crate::read::model::{Id, SystemId, TermId};
use crate::words::counted;

/// The age of the first news in one system.
struct Arrival {
    system: SystemId,
    age: Age,
}

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let ages = Ages::of(&report.analysis.graph);
    let Some((term, arrivals)) = event(report, &ages) else {
        return vec![Block::Sentence(Text::words(
            "The map does not say how long anything takes, so nobody can tell who knows when.",
        ))];
    };
    let term = report
        .names
        .thing(ThingKind::Term, &report.analysis.model().terms[term].slug);
    let (timed, untold): (Vec<&Arrival>, Vec<&Arrival>) =
        arrivals.iter().partition(|arrival| is_told(&arrival.age));
    let sentence = Text::words("When ").thing(term.clone()).and(format!(
        " is known: a time is stated for {}, and not for {} more.",
        counted(timed.len(), "system"),
        untold.len()
    ));
    let mut blocks = vec![
        Block::Sentence(sentence),
        Block::Lanes(Lanes {
            title: format!(
                "When each organisation knows the {}",
                term.name.to_lowercase()
            ),
            lanes: lanes(report, &timed),
        }),
        Block::Note(Text::words(
            "Each bar reaches from the earliest day to the latest, and the black line is the average. Dots mean that it may be later, because something is not stated.",
        )),
    ];
    if !untold.is_empty() {
        let lines = untold.iter().map(|arrival| {
            let thing = system(report, arrival.system);
            Line::of(vec![thing.into()])
        });
        let caption = format!("No time is stated for {}", counted(untold.len(), "system"));
        blocks.push(Block::Table(Table::plain(&caption, ["System"], lines)));
    }
    blocks
}

fn is_told(age: &Age) -> bool {
    age.worst != Bound::UNKNOWN
}

/// The term with a stated time in the most systems; of equals, the one known in the most systems.
fn event(report: &Report<'_>, ages: &Ages<'_>) -> Option<(TermId, Vec<Arrival>)> {
    let model = report.analysis.model();
    let mut by_term: BTreeMap<TermId, BTreeMap<SystemId, Age>> = BTreeMap::new();
    for (id, field) in model.fields.iter() {
        let Some(term) = field.term() else { continue };
        if model.terms[term].is_identifier() || model.terms[term].is_context() {
            continue;
        }
        let Some(age) = ages.age(id) else { continue };
        let systems = by_term.entry(term).or_default();
        let known = systems.entry(field.system).or_insert(age);
        if rank(&age) < rank(known) {
            *known = age;
        }
    }
    let told =
        |systems: &BTreeMap<SystemId, Age>| systems.values().filter(|age| is_told(age)).count();
    let (term, systems) = by_term
        .into_iter()
        .max_by_key(|(term, systems)| (told(systems), systems.len(), std::cmp::Reverse(*term)))?;
    if told(&systems) == 0 {
        return None;
    }
    // Ways that bring only other people say nothing about when a system knows of its own.
    let mut own: BTreeMap<SystemId, Age> = BTreeMap::new();
    for (id, field) in model.fields.iter() {
        let is_meant = field.term() == Some(term) && systems.contains_key(&field.system);
        let age = is_meant.then(|| ages.of_its_people(id).1);
        if let Some(age) = age.flatten() {
            let known = own.entry(field.system).or_insert(age);
            if rank(&age) < rank(known) {
                *known = age;
            }
        }
    }
    let arrivals = own.into_iter();
    let mut arrivals: Vec<Arrival> = arrivals
        .map(|(system, age)| Arrival { system, age })
        .collect();
    arrivals.sort_by_key(|arrival| (rank(&arrival.age), arrival.system));
    Some((term, arrivals))
}

fn rank(age: &Age) -> (bool, i64, i64, i64) {
    let most = |bound: Bound| bound.most.unwrap_or(bound.least);
    (
        !is_told(age),
        most(age.mean),
        most(age.worst),
        age.best.least,
    )
}

fn system(report: &Report<'_>, id: SystemId) -> Thing {
    let slug = &report.analysis.model().systems[id].slug;
    report.names.thing(ThingKind::System, slug)
}

/// One lane for each system; the organisation that knows first comes first, with all its systems.
fn lanes(report: &Report<'_>, timed: &[&Arrival]) -> Vec<Lane> {
    let model = report.analysis.model();
    let owner = |arrival: &Arrival| model.systems[arrival.system].owner();
    let mut order: Vec<Option<usize>> = Vec::new();
    for arrival in timed {
        let owner = owner(arrival).map(Id::index);
        if !order.contains(&owner) {
            order.push(owner);
        }
    }
    let mut sorted: Vec<&&Arrival> = timed.iter().collect();
    sorted.sort_by_key(|arrival| {
        let owner = owner(arrival).map(Id::index);
        order.iter().position(|known| *known == owner)
    });
    sorted
        .into_iter()
        .map(|arrival| lane(report, arrival))
        .collect()
}

fn lane(report: &Report<'_>, arrival: &Arrival) -> Lane {
    let model = report.analysis.model();
    let age = arrival.age;
    let owner = model.systems[arrival.system].owner().map(|owner| {
        let slug = &model.organisations[owner].slug;
        report.names.thing(ThingKind::Organisation, slug)
    });
    let told = |bound: Bound, word: &str| match bound {
        Bound::UNKNOWN => format!("{word} not stated"),
        bound => format!("{word} {}", bound.words()),
    };
    Lane {
        organisation: owner,
        system: system(report, arrival.system),
        best: age.best.least,
        mean: age
            .mean
            .most
            .or(Some(age.mean.least))
            .filter(|mean| *mean > 0),
        worst: age.worst.most.unwrap_or(age.worst.least),
        is_open: age.worst.most.is_none(),
        words: [
            told(age.best, "at best"),
            told(age.mean, "on average"),
            told(age.worst, "at worst"),
        ]
        .join(", "),
    }
}
