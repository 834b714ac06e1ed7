//! The questions for each owner, those of the heaviest topics first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find_organisation;
use super::merged::merged;
use crate::judge::graph::FlowGraph;
use crate::judge::topics::{Topic, TopicKind, readers, topics};
use crate::read::finding::{Asks, Depth, Finding, each_told};
use crate::read::model::Model;
use crate::read::source::Span;
use crate::words::{counted, plural};

/// Limit on the findings that a row names.
const MOST_NAMED: usize = 5;

/// A question and the findings that it would settle.
pub(crate) struct Open<'f> {
    pub(crate) to: String,
    pub(crate) text: String,
    pub(super) asks: Option<Asks>,
    pub(crate) findings: Vec<&'f Finding>,
    place: Span,
}

/// Every question of the findings that no decision of the map settles, each once. If `organisation` is given, only the questions to it and
/// its parts.
///
/// # Errors
/// If the map has no organisation with that id.
pub fn ask(
    graph: &FlowGraph,
    findings: &[Finding],
    organisation: Option<&str>,
) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let wanted = find_organisation(model, organisation)?;
    let is_wanted = |to: &str| {
        wanted.is_none_or(|wanted| {
            let mut bodies = model.organisations.iter();
            bodies
                .find(|(_, body)| &*body.slug == to)
                .is_some_and(|(body, _)| model.is_part_of(body, wanted))
        })
    };
    let mut open = open(model, findings, is_wanted);
    by_weight(&mut open, findings, &topics(graph, findings));
    let owners = open.iter().map(|question| &*question.to);
    let owners: BTreeSet<&str> = owners.filter(|owner| !owner.is_empty()).collect();
    let nobody = open
        .iter()
        .filter(|question| question.to.is_empty())
        .count();
    let title = match wanted {
        Some(body) => format!(
            "{} to put to `{}`",
            counted(open.len(), "question"),
            model.organisations[body].slug
        ),
        None => format!(
            "{} to {}",
            counted(open.len(), "question"),
            counted(owners.len(), "owner")
        ),
    };
    let mut notes = Vec::new();
    if nobody > 0 {
        notes.push(format!(
            "{} nobody to be put to: the map names no owner",
            plural(nobody, "question has", "questions have")
        ));
    }
    Ok(Answer {
        card: None,
        title,
        columns: super::named(&["to", "question", "settles", "findings"]),
        rows: open.iter().map(row).collect(),
        notes,
    })
}

/// Sorts questions by the weight of the heaviest topic that they belong to, then by the number of findings that they settle. A point of a to-do
/// list weighs nothing.
pub(crate) fn by_weight(open: &mut [Open<'_>], findings: &[Finding], topics: &[Topic]) {
    let mut weights: FxHashMap<&str, u32> = FxHashMap::default();
    for topic in topics.iter().filter(|topic| topic.kind != TopicKind::ToDo) {
        let names = topic.findings.iter().map(|place| &*findings[*place].name);
        weights.extend(names.map(|name| (name, topic.weight)));
    }
    let weight = |question: &Open<'_>| {
        let known = question.findings.iter();
        let known = known.filter_map(|finding| weights.get(&*finding.name));
        known.max().copied().unwrap_or_default()
    };
    open.sort_by_cached_key(|question| {
        (
            Reverse((weight(question), question.findings.len())),
            question.to.clone(),
            question.text.clone(),
        )
    });
}

/// The open questions to wanted organisations, those that belong together as one. Bodies that only receive are asked nothing.
pub(crate) fn open<'f>(
    model: &Model,
    findings: &'f [Finding],
    is_wanted: impl Fn(&str) -> bool + Sync,
) -> Vec<Open<'f>> {
    let readers: BTreeSet<&str> = readers(model)
        .into_iter()
        .map(|body| &*model.organisations[body].slug)
        .collect();
    let unsettled = findings.iter().filter(|finding| !finding.is_settled());
    let unsettled: Vec<&Finding> = unsettled.collect();
    let asked = each_told(&unsettled, Depth::Brief, |finding, words| {
        let question = words.question.as_ref();
        let question = question
            .filter(|question| is_wanted(&question.to) && !readers.contains(&*question.to))?;
        Some((finding, question.clone(), words.places[0].span))
    });
    let mut open: BTreeMap<(String, String), Open<'_>> = BTreeMap::new();
    for (finding, question, place) in asked {
        open.entry((question.to.clone(), question.text.clone()))
            .or_insert_with(|| Open {
                to: question.to,
                text: question.text,
                asks: question.asks,
                findings: Vec::new(),
                place,
            })
            .findings
            .push(finding);
    }
    let mut open = merged(open.into_values().collect());
    open.sort_by(|a, b| {
        let count = b.findings.len().cmp(&a.findings.len());
        count.then_with(|| (&a.to, &a.text).cmp(&(&b.to, &b.text)))
    });
    open
}

fn row(question: &Open<'_>) -> Row {
    let mut names: Vec<&str> = question
        .findings
        .iter()
        .take(MOST_NAMED)
        .map(|finding| &*finding.name)
        .collect();
    let more = question.findings.len() - names.len();
    let rest = format!("and {more} more");
    if more > 0 {
        names.push(&rest);
    }
    let to = match &*question.to {
        "" => Cell::Unknown,
        to => Cell::from(to),
    };
    Row {
        cells: vec![
            to,
            Cell::from(&*question.text),
            Cell::from(question.findings.len()),
            Cell::from(names.join(", ")),
        ],
        path: Vec::new(),
        place: Some(question.place),
    }
}
