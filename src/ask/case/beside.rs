//! Two or more cases side by side: only the differences.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::lines::{Line, Part};
use super::walk::{Verdict, Walk};
use super::words::case_sentences;
use super::{counts_words, part_words, sum_words};
use crate::ask::{Answer, Cell, Row};
use crate::judge::graph::FlowGraph;
use crate::read::model::{OrganisationId, SystemId, TermId};
use crate::words::{capital, listed};

/// One case with its results.
struct Walked<'g> {
    walk: Walk<'g>,
    lines: BTreeMap<SystemId, Line>,
    again: BTreeMap<(OrganisationId, TermId), usize>,
    sum: Option<String>,
    counts: String,
}

/// The rows on which the cases differ, with one column for each case.
pub(super) fn beside(graph: &FlowGraph, subjects: &[Subject]) -> Answer {
    let model = graph.model();
    let walked: Vec<Walked<'_>> = subjects.iter().map(|one| walked(graph, one)).collect();
    let mut columns: Vec<String> = ["part", "what", "owner"].map(str::to_owned).to_vec();
    for subject in subjects {
        let mut name = subject.name.clone();
        while columns.contains(&name) {
            name.push('\'');
        }
        columns.push(name);
    }
    let systems: BTreeSet<SystemId> = walked
        .iter()
        .flat_map(|one| one.lines.keys().copied())
        .collect();
    let mut rows: Vec<((Part, Verdict, &str), Row)> = Vec::new();
    for system in systems {
        let told: Vec<String> = walked.iter().map(|one| one.told(system)).collect();
        if told.iter().all(|one| *one == told[0]) {
            continue;
        }
        let told: Vec<String> = walked.iter().map(|one| one.told_and_why(system)).collect();
        let lines = || walked.iter().filter_map(|one| one.lines.get(&system));
        let part = lines().map(|line| line.part).min().unwrap_or(Part::Told);
        let verdict = lines()
            .map(|line| line.verdict)
            .min()
            .unwrap_or(Verdict::Not);
        let named = &model.systems[system];
        let owner = named.owner().map_or(Cell::Unknown, |owner| {
            Cell::from(&*model.organisations[owner].name)
        });
        let first = lines().find(|line| line.part == part);
        let words = first.map_or("told", |line| part_words(line).0);
        let mut cells = vec![Cell::from(words), Cell::from(&*named.name), owner];
        cells.extend(told.into_iter().map(Cell::from));
        let row = Row {
            cells,
            path: vec![named.slug.to_string()],
            place: first.map(|line| line.place),
        };
        rows.push(((part, verdict, &named.name), row));
    }
    rows.sort_by_key(|(key, _)| *key);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    rows.extend(again_rows(graph, &walked));
    let names: Vec<String> = subjects.iter().map(|one| one.name.clone()).collect();
    let notes = notes(graph, subjects, &walked);
    Answer {
        title: if rows.is_empty() {
            format!("nothing differs between {}", listed(&names))
        } else {
            format!("what differs between {}", listed(&names))
        },
        columns,
        rows,
        notes,
        card: None,
    }
}

/// The notes under the table: the people of each case, and its counts.
fn notes(graph: &FlowGraph, subjects: &[Subject], walked: &[Walked<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for (subject, one) in subjects.iter().zip(walked) {
        if subject.words != subject.name {
            let limits = case_sentences(graph.model(), &subject.boxes);
            notes.push(format!("{}. {limits}", subject.name));
        }
        let sum = one.sum.iter().map(|sum| format!(". {}", capital(sum)));
        let sum: String = sum.collect();
        notes.push(format!("{}: {}{sum}", subject.name, one.counts));
    }
    notes
}

fn walked<'g>(graph: &'g FlowGraph, subject: &Subject) -> Walked<'g> {
    let walk = Walk::of(graph, &subject.boxes);
    let lines = walk.lines(&subject.boxes);
    let again = walk.again(&lines);
    let sum = sum_words(walk.sum(&lines, &again));
    let counts = counts_words(&lines);
    let again = again.into_iter();
    Walked {
        again: again
            .map(|one| ((one.respondent, one.term), one.collections.len()))
            .collect(),
        lines: lines.into_iter().map(|line| (line.system, line)).collect(),
        walk,
        sum,
        counts,
    }
}

impl Walked<'_> {
    /// The answer for one system in words, with the organisations that report the case to it.
    fn told(&self, system: SystemId) -> String {
        let Some(line) = self.lines.get(&system) else {
            return "is not told".to_owned();
        };
        let answer = part_words(line).1;
        let flows: Vec<_> = line.acts.iter().map(|act| act[0]).collect();
        match self.walk.tellers(&flows) {
            tellers if tellers.is_empty() => answer.to_owned(),
            tellers if line.is_sure_way => format!("{answer} by {tellers}"),
            tellers => format!("{answer}, perhaps by {tellers}"),
        }
    }

    /// Like [`Self::told`], with the reason if there is one.
    fn told_and_why(&self, system: SystemId) -> String {
        let told = self.told(system);
        match self.lines.get(&system).map(|line| &*line.why) {
            None | Some("") => told,
            Some(why) => format!("{told}: {why}"),
        }
    }
}

/// The terms that are asked again in one case, and less often in another.
fn again_rows(graph: &FlowGraph, walked: &[Walked<'_>]) -> Vec<Row> {
    let model = graph.model();
    let all: BTreeSet<_> = walked
        .iter()
        .flat_map(|one| one.again.keys().copied())
        .collect();
    let mut rows = Vec::new();
    for (respondent, term) in all {
        let times = walked
            .iter()
            .map(|one| one.again.get(&(respondent, term)).copied());
        let times: Vec<usize> = times.map(Option::unwrap_or_default).collect();
        if times.iter().all(|count| *count == times[0]) {
            continue;
        }
        let mut cells = vec![
            Cell::from("asked again"),
            Cell::from(&*model.terms[term].name),
            Cell::from(&*model.organisations[respondent].name),
        ];
        cells.extend(times.into_iter().map(|count| match count {
            0 => Cell::from("not again"),
            count => Cell::from(format!("asked {count} times")),
        }));
        rows.push(Row {
            cells,
            path: vec![
                model.organisations[respondent].slug.to_string(),
                model.terms[term].slug.to_string(),
            ],
            place: Some(model.terms[term].span),
        });
    }
    rows
}
