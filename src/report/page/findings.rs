//! Every finding with its number, its places, its remedy and the organisation to ask.

use super::Block;
use super::FindingCard;
use super::Report;
use super::ThingKind;
use super::topics;
use crate::read::finding::{Certainty, Finding};

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let findings = report.analysis.findings.iter().enumerate();
    let cards = findings
        .map(|(index, finding)| card(report, index + 1, finding))
        .collect();
    let mut blocks = topics::others(report);
    blocks.push(Block::Findings(cards));
    blocks
}

/// The certainty in plain words.
pub(super) fn certainty_words(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::CannotTell => "cannot tell",
    }
}

fn card(report: &Report<'_>, number: usize, finding: &Finding) -> FindingCard {
    let sources = &report.analysis.sources;
    let told = |words: &str| report.names.told(words, Some(finding));
    let places = finding.places.iter().map(|place| {
        let at = format!(
            "{}:{}",
            sources.file(place.span.file).name,
            sources.position(place.span).line
        );
        (at, told(&place.label))
    });
    let question = finding.question.as_ref().map(|question| {
        let to = (!question.to.is_empty())
            .then(|| report.names.thing(ThingKind::Organisation, &question.to));
        (to, told(&question.text))
    });
    FindingCard {
        number,
        name: finding.name.clone(),
        group: finding.kind.group,
        kind: finding.kind.name,
        level: finding.level.word(),
        certainty: certainty_words(finding.certainty),
        message: told(&finding.message).capital(),
        places: places.collect(),
        help: told(&finding.help).capital(),
        question,
        verdict: finding
            .verdict
            .as_ref()
            .map_or_else(String::new, |verdict| match verdict.why.as_str() {
                "" => verdict.status.clone(),
                why => format!("{}: {why}", verdict.status),
            }),
        things: report.names.subjects(finding),
    }
}
