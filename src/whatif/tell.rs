//! The effect of changes as rows: the figures first, then needs, findings and burdens.

use super::Outcome;
use crate::analysis::NeedState;
use crate::ask::{Answer, Cell, Row};
use crate::compare::{Changes, FindingChange, NeedChange};
use crate::read::finding::Group;
use crate::words::plural;

/// The figures that come first, by their names in a comparison; the needs met are added to them.
const FIGURES: [(&str, &str); 3] = [
    ("repeats", "requests that ask again"),
    ("items_a_year", "items a year"),
    ("definition", "things defined differently"),
];

/// A figure then and now.
pub(super) fn figure(changes: &Changes, name: &str) -> [u64; 2] {
    let found = changes.figures.iter().find(|figure| figure.name == name);
    found.map_or([0, 0], |figure| [figure.then, figure.now])
}

/// The difference between two numbers: `+3`, `-2`, `0`.
pub(super) fn by(then: u64, now: u64) -> String {
    match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{}", now - then),
        std::cmp::Ordering::Less => format!("-{}", then - now),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

/// One of the four figures that come first.
pub(crate) struct Told {
    /// The words for the things counted.
    pub(crate) words: &'static str,
    /// In the map as it is.
    pub(crate) now: u64,
    /// In the changed map.
    pub(crate) after: u64,
    /// The change in words.
    pub(crate) change: String,
}

/// The four figures: repeats, items a year, needs met, things defined differently.
pub(crate) fn figures(changes: &Changes) -> Vec<Told> {
    let told = |(name, words): &(&str, &'static str)| {
        let [now, after] = figure(changes, name);
        Told {
            words,
            now,
            after,
            change: by(now, after),
        }
    };
    let mut all: Vec<Told> = FIGURES.iter().map(told).collect();
    let (won, lost) = (changes.needs.won.len(), changes.needs.lost.len());
    let needs = Told {
        change: format!("{won} won, {lost} lost"),
        ..told(&("needs_met", "needs met"))
    };
    all.insert(2, needs);
    all
}

/// The changes of findings that a reader is shown: not those of the map's own to-do list, and not faults of the files.
pub(crate) fn shown(changes: &[FindingChange]) -> impl Iterator<Item = &FindingChange> {
    let told = |change: &&FindingChange| !change.is_to_do && change.group != Group::Map;
    changes.iter().filter(told)
}

/// The answer: figures, then the changes, each with its state before and after.
pub fn answer(outcome: &Outcome) -> Answer {
    let notes = notes(outcome);
    let tried: Vec<String> = outcome
        .tried
        .iter()
        .map(|text| format!("`{text}`"))
        .collect();
    let title = if tried.is_empty() {
        "what if nothing changes".to_owned()
    } else {
        format!("what if: {}", tried.join("; "))
    };
    Answer {
        title,
        columns: ["what", "about", "now", "after", "change"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows(outcome),
        notes,
        card: None,
    }
}

/// The notes of the answer.
pub(crate) fn notes(outcome: &Outcome) -> Vec<String> {
    let changes = &outcome.changes;
    let mut notes = vec!["nothing is written: the map is as it was".to_owned()];
    notes.extend(outcome.notes.iter().cloned());
    let rest = [&changes.findings.closed, &changes.findings.opened]
        .map(|all| all.iter().filter(|change| change.is_to_do).count());
    if rest != [0, 0] {
        notes.push(format!(
            "{} of the map's own to-do list, and {}: they are not shown",
            crate::words::plural(rest[0], "point closes", "points close"),
            crate::words::plural(rest[1], "point opens", "points open"),
        ));
    }
    notes
}

/// The figures, then needs, findings and burdens.
fn rows(outcome: &Outcome) -> Vec<Row> {
    let changes = &outcome.changes;
    let mut rows: Vec<Row> = figures(changes)
        .into_iter()
        .map(|one| {
            let [now, after] = [one.now, one.after].map(number);
            row("figure", one.words, now, after, one.change)
        })
        .collect();
    rows.extend(
        changes
            .needs
            .lost
            .iter()
            .map(|need| of_need("need lost", need)),
    );
    rows.extend(
        changes
            .needs
            .won
            .iter()
            .map(|need| of_need("need won", need)),
    );
    rows.extend(changes.needs.other.iter().map(|need| of_need("need", need)));
    let closed = shown(&changes.findings.closed);
    rows.extend(closed.map(|change| of_finding("closes", change)));
    let opened = shown(&changes.findings.opened);
    rows.extend(opened.map(|change| of_finding("opens", change)));
    rows.extend(outcome.shifts.iter().map(|shift| {
        let [before, after] = shift.items;
        let [asked, asks] = shift.requests.map(|count| count as u64);
        let noun = |then: u64, now: u64, noun: &str| {
            let noun = plural(then.abs_diff(now) as usize, noun, &format!("{noun}s"));
            let (_, noun) = noun.split_once(' ').unwrap_or_default();
            format!("{} {noun}", by(then, now))
        };
        let items = noun(before, after, "item");
        let change = format!("{items} a year, {}", noun(asked, asks, "request"));
        row(
            "burden",
            &shift.organisation,
            number(before),
            number(after),
            change,
        )
    }));
    rows
}

fn number(number: u64) -> Cell {
    Cell::Number(number as f64)
}

fn row(what: &str, about: &str, before: Cell, after: Cell, change: impl Into<Cell>) -> Row {
    Row {
        cells: vec![
            Cell::from(what),
            Cell::from(about),
            before,
            after,
            change.into(),
        ],
        path: Vec::new(),
        place: None,
    }
}

fn of_need(what: &str, need: &NeedChange) -> Row {
    let state = |state: NeedState| Cell::from(state.words());
    let why = match &*need.why {
        "" => Cell::Nothing,
        why => Cell::from(why),
    };
    row(what, &need.id, state(need.before), state(need.after), why)
}

fn of_finding(what: &str, change: &FindingChange) -> Row {
    let sure = Cell::from(change.certainty.word());
    let (before, after) = if what == "closes" {
        (sure, Cell::Nothing)
    } else {
        (Cell::Nothing, sure)
    };
    row(what, &change.name, before, after, &*change.message)
}
