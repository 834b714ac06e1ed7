//! The head of the report: the result in one sentence and three figures; and the words of the report.

use std::fmt::Write as _;

use super::Block;
use super::Chapter;
use super::Figure;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
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
    blocks
}

fn sentence(report: &Report<'_>) -> String {
    let model = report.analysis.model();
    let [duplicated, mismatched, missing] = [Group::Duplication, Group::Definition, Group::Gap]
        .map(|group| report.analysis.figures(group).0);
    let is_are = |count: usize| if count == 1 { "is" } else { "are" };
    let mut sentence = format!(
        "In {} of {}, {} {} collected more than once, {mismatched} {} defined differently and {missing} {} missing.",
        counted(model.systems.len(), "system"),
        counted(model.organisations.len(), "organisation"),
        counted(duplicated, "thing"),
        is_are(duplicated),
        is_are(mismatched),
        is_are(missing),
    );
    let typed = report.analysis.typed_again();
    if typed > 0 {
        let (fields, is_are) = (counted(typed, "field"), is_are(typed));
        let _ = write!(sentence, " By hand, {fields} {is_are} typed again.");
    }
    let of_state = |state: &str| {
        let unmet = report.open().filter(|(_, finding)| {
            finding.kind.name == "unmet-need" && finding.level > Level::Note
        });
        unmet
            .filter(|(_, finding)| finding.words().detail.get("state") == Some(&state.into()))
            .count()
    };
    let states = [
        (of_state("not met"), "not met"),
        (of_state("partly met"), "partly met"),
    ];
    let states: Vec<String> = states
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, state)| format!("{count} {} {state}", is_are(*count)))
        .collect();
    if !states.is_empty() {
        let needs = counted(model.needs.len(), "need");
        let _ = write!(sentence, " Of {needs}, {}.", states.join(" and "));
    }
    sentence
}

/// The words of the report, each with its meaning.
const OWN_WORDS: [(&str, &str); 10] = [
    (
        "System",
        "a record, form, register or data set that somebody keeps",
    ),
    ("Collection", "a system that asks others for data"),
    ("Term", "the shared meaning of fields in several systems"),
    (
        "Scope",
        "the people or cases that data covers; a window is a scope in time",
    ),
    (
        "Need",
        "a question that an organisation must be able to answer",
    ),
    (
        "Asked again",
        "one body supplies the same thing to two collections, and neither gets it from the other",
    ),
    (
        "Typed again",
        "somebody types by hand what another system already holds",
    ),
    ("Certain", "all that it rests on has a source"),
    (
        "Likely",
        "it rests on something that is only assumed or left out",
    ),
    (
        "Cannot tell",
        "something is not stated, and the question says what to ask",
    ),
];

/// The box that explains the words of the report.
pub(super) fn own_words() -> Block {
    let lines = OWN_WORDS.map(|(word, meaning)| Line::of(vec![word.into(), meaning.into()]));
    Block::Table(Table::plain(
        "The words of this report",
        ["Word", "What it means here"],
        lines,
    ))
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
        figure(
            Group::Duplication,
            "collected more than once",
            Chapter::Duplicates,
        ),
        figure(
            Group::Definition,
            "defined differently",
            Chapter::Definitions,
        ),
        figure(Group::Gap, "missing", Chapter::Needs),
    ];
    if report.analysis.figures(Group::Map).0 > 0 {
        figures.push(figure(Group::Map, "wrong in the files", Chapter::Findings));
    }
    figures
}
