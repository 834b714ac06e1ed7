//! The disputed statements: the evidence of the map, and the statement of somebody else.

use super::Block;
use super::Cell;
use super::Line;
use super::Piece;
use super::Report;
use super::Table;
use super::Text;
use super::ThingKind;
use crate::read::model::{Confidence, Dispute, Evidence, Ref, Statement};
use crate::words::{and_more, plural};

/// Limit on the sources that a cell names.
const MOST_SOURCES: usize = 2;

/// The blocks of the chapter; empty if nothing is disputed.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    let disputed: Vec<(Statement, &Evidence)> = model.disputed().collect();
    if disputed.is_empty() {
        return Vec::new();
    }
    let sentence = format!(
        "{} disputed. Other findings that rest on them are likely at most.",
        plural(disputed.len(), "statement is", "statements are")
    );
    let lines = disputed.iter().flat_map(|(statement, evidence)| {
        let disputes = evidence.disputes().iter();
        disputes.map(|dispute| line(report, *statement, evidence, dispute))
    });
    vec![
        Block::Sentence(Text::words(sentence)),
        Block::Table(Table::plain(
            "What is disputed, and what each side rests on",
            [
                "Statement",
                "The map rests on",
                "Somebody else says",
                "Who says it",
                "They rest on",
                "Written in",
            ],
            lines,
        )),
    ]
}

fn line(report: &Report<'_>, statement: Statement, evidence: &Evidence, dispute: &Dispute) -> Line {
    let analysis = report.analysis;
    let model = analysis.model();
    let by = dispute.by.map(|by| {
        let slug = &model.organisations[Ref::id(&by)].slug;
        Cell::from(report.names.thing(ThingKind::Organisation, slug))
    });
    let file = &analysis.sources.file(dispute.span.file).name;
    let place = format!("{file}:{}", analysis.sources.position(dispute.span).line);
    Line::of(vec![
        what(report, statement),
        rests_on(evidence).into(),
        format!("\u{201C}{}\u{201D}", dispute.says).into(),
        by.unwrap_or(Cell::Unknown),
        sources(&dispute.sources).map_or(Cell::Unknown, Cell::from),
        Text(vec![Piece::Code(place)]).into(),
    ])
}

/// The evidence of the map's own statement.
fn rests_on(evidence: &Evidence) -> Text {
    let words = match (evidence.confidence, evidence.sources()) {
        (Confidence::Confirmed, _) => "the word of its owner",
        (Confidence::Reported, _) => "a source",
        (Confidence::Assumed, []) => "nothing: it is assumed",
        (Confidence::Assumed, _) => "an assumption, made from a source",
    };
    let words = Text::words(words);
    match sources(evidence.sources()) {
        Some(sources) => words.and(": ").then(sources),
        None => words,
    }
}

fn sources(sources: &[String]) -> Option<Text> {
    let (first, rest) = sources.split_first()?;
    let mut text = Text(vec![Piece::Code(first.clone())]);
    for source in rest.iter().take(MOST_SOURCES - 1) {
        text.0.push(Piece::Words(", ".to_owned()));
        text.0.push(Piece::Code(source.clone()));
    }
    Some(text.and(and_more(sources.len().saturating_sub(MOST_SOURCES))))
}

/// The statement, named by its subject.
fn what(report: &Report<'_>, statement: Statement) -> Cell {
    let model = report.analysis.model();
    let thing = |kind, id: &str| Cell::from(report.names.thing(kind, id));
    let named = |words: &str, name: &str| Cell::from(format!("{words} {name}"));
    match statement {
        Statement::Map => Cell::from("The map itself"),
        Statement::Dimension(id) => named("The dimension", &model.dimensions[id].name),
        Statement::Organisation(id) => {
            thing(ThingKind::Organisation, &model.organisations[id].slug)
        }
        Statement::Term(id) => thing(ThingKind::Term, &model.terms[id].slug),
        Statement::Agreed(id) => named("The agreed definition of", &model.terms[id].name),
        Statement::CodeList(id) => named("The codes of", &model.code_lists[id].name),
        Statement::Mapping(place) => {
            let mapping = &model.mappings[place];
            let [from, to] = [&mapping.from, &mapping.to].map(|list| &model.code_lists[list.id()]);
            Cell::from(format!("The crosswalk from {} to {}", from.name, to.name))
        }
        Statement::System(id) => thing(ThingKind::System, &model.systems[id].slug),
        Statement::Field(id) => thing(ThingKind::Field, &model.field_name(id)),
        Statement::Flow(id) => thing(ThingKind::Flow, &model.flows[id].slug),
        Statement::Need(id) => {
            let need = &model.needs[id];
            if need.question.is_empty() {
                named("The question", &need.slug)
            } else {
                Cell::from(need.question.to_string())
            }
        }
        Statement::Decision(place) => {
            let name = &model.decisions[place].finding;
            Cell::from(Text::words("The decision on ").and(name.to_string()))
        }
        Statement::Case(id) => named("The case", &model.cases[id].name),
        Statement::Scenario(id) => named("The scenario", &model.scenarios[id].name),
    }
}
