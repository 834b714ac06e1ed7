//! The first screen: in one sentence what was found, and three figures.

use std::fmt::Write as _;

use super::Block;
use super::Chapter;
use super::Figure;
use super::Report;
use super::Text;
use super::topics;
use crate::read::finding::{Group, Level};
use crate::words::counted;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::Sentence(Text::words(sentence(report))),
        Block::Figures(figures(report)),
    ];
    let model = report.analysis.model();
    let mut small = Vec::new();
    if let Some(day) = report.analysis.graph.when().as_of.or(model.about.as_of) {
        small.push(format!("The map as of {day}."));
    }
    if !model.about.about.is_empty() {
        small.push(model.about.about.clone());
    }
    if !small.is_empty() {
        blocks.push(Block::Note(Text::words(small.join(" "))));
    }
    blocks.extend(topics::blocks(report));
    blocks
}

fn sentence(report: &Report<'_>) -> String {
    let model = report.analysis.model();
    let [duplicated, mismatched, missing] = [Group::Duplication, Group::Definition, Group::Gap]
        .map(|group| report.analysis.figures(group).0);
    let is_are = |count: usize| if count == 1 { "is" } else { "are" };
    let mut sentence = format!(
        "In {} of {}, {} {} collected more than once, {mismatched} {} defined differently and {missing} {} missing",
        counted(model.systems.len(), "system"),
        counted(model.organisations.len(), "organisation"),
        counted(duplicated, "thing"),
        is_are(duplicated),
        is_are(mismatched),
        is_are(missing),
    );
    let typed = report.analysis.typed_again();
    if typed > 0 {
        let is_are = is_are(typed);
        let _ = write!(
            sentence,
            "; {} {is_are} typed again by hand",
            counted(typed, "field")
        );
    }
    let unmet = report
        .open()
        .filter(|(_, finding)| finding.kind.name == "unmet-need" && finding.level > Level::Note);
    let unmet = unmet.count();
    if unmet > 0 {
        let _ = write!(
            sentence,
            "; {unmet} of {} that must be answered cannot be",
            counted(model.needs.len(), "question")
        );
    }
    sentence + "."
}

fn figures(report: &Report<'_>) -> Vec<Figure> {
    let figure = |group, words, chapter| {
        let (firm, asked) = report.analysis.figures(group);
        let also = match asked {
            0 => String::new(),
            asked => format!("and {asked} worth asking"),
        };
        Figure {
            number: firm,
            words,
            also,
            group,
            chapter,
        }
    };
    let mut figures = vec![
        figure(Group::Duplication, "duplicated", Chapter::Duplicates),
        figure(Group::Definition, "mismatched", Chapter::Definitions),
        figure(Group::Gap, "missing", Chapter::Needs),
    ];
    if report.analysis.figures(Group::Map).0 > 0 {
        figures.push(figure(Group::Map, "wrong in the files", Chapter::Findings));
    }
    figures
}
