//! The head of the report: the result in one sentence and three figures; and the words of the report.

use std::fmt::Write as _;

use super::Block;
use super::Chapter;
use super::Figure;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use crate::read::finding::{Certainty, Group, Level};
use crate::words::{counted, plural};

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
    let declared = report.analysis.declared();
    let mut sentence = format!(
        "In {} of {}, {} of data collected more than once, {mismatched} of different definitions and {missing} of something missing.",
        counted(declared.systems, "system"),
        counted(model.organisations.len(), "organisation"),
        plural(duplicated, "finding tells", "findings tell"),
    );
    let certain = [Group::Duplication, Group::Definition, Group::Gap].map(|group| {
        let firm = report.analysis.counted(group);
        let firm = firm.filter(|one| one.level > Level::Note);
        firm.filter(|one| one.certainty == Certainty::Certain)
            .count()
    });
    if duplicated + mismatched + missing > 0 {
        let [duplicates, definitions, gaps] = certain;
        let _ = write!(
            sentence,
            " Of these {duplicates}, {definitions} and {gaps} are certain; the others are likely."
        );
    }
    let typed = report.analysis.typed_again();
    if typed > 0 {
        let more = plural(
            typed,
            "more finding tells of a field",
            "more findings tell of fields",
        );
        let _ = write!(sentence, " {more} typed again by hand.");
    }
    if let Some(bodies) = declared.unnamed_words() {
        let _ = write!(sentence, " Beside them stand {bodies}.");
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
        let sure = report.analysis.how_certain(group).to_owned();
        let asked = (asked > 0).then(|| format!("and {asked} worth asking"));
        let also = [sure, asked.unwrap_or_default()].join(", ");
        let also = also.trim_matches([',', ' ']).to_owned();
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
