//! The questions for each organisation: one card each, and one page each in print.

use std::collections::BTreeMap;

use super::Block;
use super::Card;
use super::Report;
use super::Text;
use super::ThingKind;
use crate::read::finding::Finding;
use crate::words::counted;

/// The findings that one question settles, each with its number.
type Settles<'f> = Vec<(usize, &'f Finding)>;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let mut owners: BTreeMap<&str, BTreeMap<&str, Settles<'_>>> = BTreeMap::new();
    for (number, finding) in report.open() {
        if let Some(question) = &finding.question {
            let questions = owners.entry(&question.to).or_default();
            let settles = questions.entry(&question.text).or_default();
            settles.push((number, finding));
        }
    }
    if owners.is_empty() {
        return vec![Block::Sentence(Text::words("There is nothing to ask."))];
    }
    let total: usize = owners.values().map(BTreeMap::len).sum();
    let mut blocks = vec![Block::Sentence(Text::words(format!(
        "{} to {}. Those that settle most come first.",
        counted(total, "question"),
        counted(owners.len(), "organisation")
    )))];
    let mut owners: Vec<(&str, BTreeMap<&str, Settles<'_>>)> = owners.into_iter().collect();
    // Questions without an organisation to ask come last.
    owners.sort_by_key(|(owner, questions)| {
        (owner.is_empty(), std::cmp::Reverse(questions.len()), *owner)
    });
    blocks.extend(
        owners
            .into_iter()
            .map(|(owner, questions)| Block::Card(card(report, owner, questions))),
    );
    blocks
}

fn card(report: &Report<'_>, owner: &str, questions: BTreeMap<&str, Settles<'_>>) -> Card {
    let thing = (!owner.is_empty()).then(|| report.names.thing(ThingKind::Organisation, owner));
    let mut questions: Vec<(&str, Settles<'_>)> = questions.into_iter().collect();
    // Questions that settle more findings come first, then those with the more severe findings.
    questions.sort_by_key(|(text, settles)| {
        let loudest = settles.iter().map(|(_, finding)| finding.level).max();
        (std::cmp::Reverse((settles.len(), loudest)), *text)
    });
    let tally = counted(questions.len(), "question");
    let steps = questions.into_iter().map(|(text, settles)| {
        let told = report
            .names
            .told(text, settles.first().map(|(_, finding)| *finding));
        (told, settles.iter().map(|(number, _)| *number).collect())
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
            None => Text::words("Questions for the room, where no owner is named"),
        },
        tally,
        things: thing.into_iter().collect(),
        blocks: vec![Block::Steps(steps.collect())],
        is_sheet: true,
        is_folded: true,
    }
}
