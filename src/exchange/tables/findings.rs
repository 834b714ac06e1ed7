//! The tables of findings, and of the things that each is about.

use std::io;

use super::{Out, Resolved, Table, is, text, truth, whole};
use crate::escape::record;
use crate::read::finding::{Finding, Subject, Words, each_told_in_turn};

pub(super) static FINDINGS: Table = Table {
    name: "findings",
    about: "What flowmap found, in the order printed.",
    has_evidence: false,
    columns: &[
        whole("number", "its number in the report"),
        text(
            "name",
            "its name: stays the same while files are split or lines move",
        ),
        text("rule", "the kind of finding"),
        text("family", "`map`, `duplication`, `definition` or `gap`"),
        text("level", "`error`, `warning` or `note`"),
        text("certainty", "`certain`, `likely` or `cannot-tell`"),
        truth("is_settled", "true where a decision has settled it"),
        text("message", "what was found"),
        text("file", "the file of its main place"),
        whole("line_number", "the line"),
        whole("column_number", "the column"),
        text("help", "a way out"),
        text("ask", "the organisation to ask"),
        text("question", "the question"),
        text("decision", "the status of the decision about it"),
    ],
    rows: findings,
};

fn findings(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    each_told_in_turn(
        &map.analysis.findings,
        |number, finding, words| record(cells(map, number, finding, words)),
        |row| out.write_all(row.as_bytes()),
    )
}

fn cells(map: &Resolved<'_>, number: usize, finding: &Finding, words: &Words) -> [String; 15] {
    let sources = &map.analysis.sources;
    let place = words
        .places
        .first()
        .expect("every finding has a place")
        .span;
    let position = sources.position(place);
    let question = words.question.as_ref();
    let verdict = finding.verdict.as_ref();
    [
        (number + 1).to_string(),
        finding.name.clone(),
        finding.kind.name.to_owned(),
        finding.kind.group.word().to_owned(),
        finding.level.word().to_owned(),
        finding.certainty.word().to_owned(),
        is(finding.is_settled()),
        words.message.clone(),
        sources.file(place.file).name.clone(),
        position.line.to_string(),
        position.column.to_string(),
        words.help.clone(),
        question.map_or_else(String::new, |question| question.to.clone()),
        question.map_or_else(String::new, |question| question.text.clone()),
        verdict.map_or_else(String::new, |verdict| verdict.status.clone()),
    ]
}

pub(super) static SUBJECTS: Table = Table {
    name: "finding_subjects",
    about: "The things that each finding is about.",
    has_evidence: false,
    columns: &[
        whole("number", "the number of the finding"),
        text(
            "role",
            "what the thing is in it, such as `respondent` or `term`",
        ),
        text("subject", "the id of the thing"),
    ],
    rows: subjects,
};

fn subjects(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    each_told_in_turn(
        &map.analysis.findings,
        |number, _, words| {
            let number = (number + 1).to_string();
            let mut rows = String::new();
            for (role, subject) in &words.subjects {
                let ids = match subject {
                    Subject::One(id) => std::slice::from_ref(id),
                    Subject::Many(ids) => ids,
                };
                rows.extend(ids.iter().map(|id| record([&*number, role, id])));
            }
            rows
        },
        |rows| out.write_all(rows.as_bytes()),
    )
}
