//! The sheet of needs: the question and the askers of each, and whether the map meets it.

use super::words::{stated, stated_or_nothing};
use crate::analysis::{Analysis, NeedState};
use crate::ask::Cell;
use crate::judge::rules::unmet_need;
use crate::print::table::{Table, text};
use crate::read::finding::Finding;
use crate::read::model::{DataLevel, Every, Need};

/// The columns.
const COLUMNS: [(&str, u16); 14] = [
    ("need", 28),
    ("question", 60),
    ("who", 28),
    ("state", 13),
    ("why", 70),
    ("help", 50),
    ("terms", 44),
    ("covers", 40),
    ("within", 14),
    ("level", 12),
    ("every", 16),
    ("complete", 12),
    ("file", 26),
    ("line", 7),
];

/// Every need, and whether it is met.
pub(super) fn table(analysis: &Analysis) -> Table {
    Table {
        name: "needs",
        columns: Table::columns(&COLUMNS),
        rows: analysis
            .model()
            .needs
            .iter()
            .map(|(_, need)| row(analysis, need))
            .collect(),
    }
}

fn row(analysis: &Analysis, need: &Need) -> Vec<Cell> {
    let model = analysis.model();
    let name = format!("unmet-need/{}", need.slug);
    let mut findings = analysis.findings.iter();
    let finding = findings.find(|finding| finding.name == name);
    let who = need.who.iter();
    let who: Vec<&str> = who
        .map(|who| &*model.organisations[who.id()].name)
        .collect();
    let terms = need.terms().iter();
    let terms: Vec<&str> = terms.map(|term| &*model.terms[term.id()].slug).collect();
    let position = analysis.sources.position(need.span);
    let level = |level: &DataLevel| match level {
        DataLevel::Record => "record".to_owned(),
        DataLevel::Aggregate => "aggregate".to_owned(),
    };
    vec![
        (&*need.slug).into(),
        text(need.question.to_string()),
        unstated_if_empty(who.join(", ")),
        NeedState::of(finding).words().into(),
        finding.map_or(Cell::Nothing, |finding| text(reasons(finding))),
        finding.map_or(Cell::Nothing, |finding| text(finding.help.clone())),
        unstated_if_empty(terms.join(", ")),
        stated_or_nothing(&need.covers, |boxes| model.boxes_words(boxes)),
        stated_or_nothing(&need.within, ToString::to_string),
        stated(&need.level, level),
        stated_or_nothing(&need.every, Every::words),
        stated_or_nothing(&need.complete, ToString::to_string),
        text(analysis.sources.file(need.span.file).name.clone()),
        position.line.into(),
    ]
}

fn unstated_if_empty(words: String) -> Cell {
    if words.is_empty() {
        Cell::Unknown
    } else {
        Cell::Text(words)
    }
}

/// Every reason, including the open questions.
fn reasons(finding: &Finding) -> String {
    let reasons = finding.detail.get("reasons").and_then(|all| all.as_array());
    let reasons = unmet_need::reasons(reasons.map_or(&[], Vec::as_slice));
    let told = reasons.flat_map(|(text, near)| [Some(text), near.map(str::to_owned)]);
    let told: Vec<String> = told.flatten().collect();
    told.join("; ")
}
