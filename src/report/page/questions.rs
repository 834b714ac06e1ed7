//! The questions for each organisation: one card each, and one page each in print.

use std::collections::BTreeMap;

use super::Block;
use super::Card;
use super::Report;
use super::Text;
use super::ThingKind;
use crate::ask::questions::{Open, by_weight, open};
use crate::words::counted;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let analysis = report.analysis;
    let mut all = open(analysis.model(), &analysis.findings, |_| true);
    by_weight(&mut all, &analysis.findings, analysis.topics());
    if all.is_empty() {
        return vec![Block::Sentence(Text::words("There is nothing to ask."))];
    }
    let total = all
        .iter()
        .filter(|question| !question.to.is_empty())
        .count();
    let mut owners: BTreeMap<String, Vec<Open<'_>>> = BTreeMap::new();
    for question in all {
        owners
            .entry(question.to.clone())
            .or_default()
            .push(question);
    }
    let room = owners.get("").map_or(0, Vec::len);
    let mut blocks = vec![Block::Sentence(Text::words(format!(
        "{} to {}{}. Those of the heaviest topics come first.",
        counted(total, "question"),
        counted(owners.len() - usize::from(room > 0), "organisation"),
        match room {
            0 => String::new(),
            room => format!(", and {room} for the room"),
        }
    )))];
    let mut owners: Vec<(String, Vec<Open<'_>>)> = owners.into_iter().collect();
    // Questions without an organisation to ask come last.
    owners.sort_by_key(|(owner, questions)| {
        (
            owner.is_empty(),
            std::cmp::Reverse(questions.len()),
            owner.clone(),
        )
    });
    let numbers = report
        .open()
        .map(|(number, finding)| (&*finding.name, number));
    let numbers: BTreeMap<&str, usize> = numbers.collect();
    blocks.extend(
        owners
            .into_iter()
            .map(|(owner, questions)| Block::Card(card(report, &owner, &questions, &numbers))),
    );
    blocks
}

fn card(
    report: &Report<'_>,
    owner: &str,
    questions: &[Open<'_>],
    numbers: &BTreeMap<&str, usize>,
) -> Card {
    let thing = (!owner.is_empty()).then(|| report.names.thing(ThingKind::Organisation, owner));
    let steps = questions.iter().map(|question| {
        let first = question.findings.first().copied();
        let settled = question.findings.iter();
        let settled = settled.filter_map(|finding| numbers.get(&*finding.name).copied());
        (report.names.told(&question.text, first), settled.collect())
    });
    Card {
        sort: "ask",
        of: if owner.is_empty() {
            "-".to_owned()
        } else {
            owner.to_owned()
        },
        heading: match &thing {
            Some(thing) => Text::words(thing.name.clone()),
            None => {
                Text::words("Questions for the room: no owner is named, or no one owner can say")
            }
        },
        tally: counted(questions.len(), "question"),
        things: thing.into_iter().collect(),
        blocks: vec![Block::Steps(steps.collect())],
        is_sheet: true,
        is_folded: true,
    }
}
