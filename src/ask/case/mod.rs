//! One person or event walked through the map: the systems that must be told, by whom, how and when, and the systems that are not told.

mod acts;
mod again;
mod beside;
mod choices;
mod either;
mod figures;
mod free;
mod hops;
mod lines;
mod news;
mod rows;
mod subject;
mod telling;
mod time;
mod walk;
mod way;
mod words;

pub(crate) use self::choices::choices;
pub(crate) use self::subject::{Said, Subject, kept};
pub(crate) use self::way::way;

use self::again::Sum;
use self::lines::{Line, Part};
use self::subject::{named_case, subjects, typed};
use self::walk::{Verdict, Walk};
use self::words::case_sentences;
use super::{Answer, Misunderstanding, Row, named};
use crate::judge::graph::FlowGraph;
use crate::read::model::{CaseId, Ref};
use crate::words::{counted, first_few, plural};

/// The columns of an answer about one case.
const COLUMNS: [&str; 11] = [
    "part", "answer", "what", "owner", "told by", "how", "when", "basis", "under", "why",
    "how sure",
];
/// The answers for systems that the case does not reach.
pub(crate) const EXCLUDED: [&str; 4] = [
    "is not told",
    "does not have it",
    "gets no copy",
    "does not count it",
];
/// Limit on the systems that a note names; the others are counted.
const MOST_NAMED: usize = 6;

/// The systems that must be told of a case: `setting=inpatient, age=45`, or the id of a case that the map keeps. For several cases,
/// separated by `;` (ids also by commas), only the differences.
///
/// # Errors
/// If the map has no such case, dimension or value.
pub fn ask(graph: &FlowGraph, text: &str) -> Result<Answer, Misunderstanding> {
    let subjects = subjects(graph, text)?;
    Ok(match &subjects[..] {
        [one] => of(graph, one),
        several => beside::beside(graph, several),
    })
}

/// The answer about the case that a form names.
///
/// # Errors
/// As [`ask`].
pub(crate) fn said(graph: &FlowGraph, said: &Said) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let subject = match said {
        Said::Kept(id) => named_case(model, id)?,
        Said::Scope(pairs) => {
            let pairs = pairs
                .iter()
                .map(|(dimension, value)| format!("{dimension}={value}"));
            typed(model, &pairs.collect::<Vec<_>>().join(", "))?
        }
    };
    Ok(of(graph, &subject))
}

/// True for an answer about one case.
pub(crate) fn is_walk(answer: &Answer) -> bool {
    answer.columns == COLUMNS
}

/// Compares the case with those in its `compare_with`; `None` if there are none.
pub(crate) fn compared(graph: &FlowGraph, id: CaseId) -> Option<Answer> {
    let model = graph.model();
    let others = model.cases[id].compare_with.iter().map(Ref::id);
    let subjects: Vec<Subject> = std::iter::once(id)
        .chain(others.filter(|other| *other != id))
        .map(|id| kept(model, id))
        .collect();
    (subjects.len() > 1).then(|| beside::beside(graph, &subjects))
}

/// The answer about one case.
pub(crate) fn of(graph: &FlowGraph, subject: &Subject) -> Answer {
    let walk = Walk::of(graph, &subject.boxes);
    let lines = walk.lines(&subject.boxes);
    let again = walk.again(&lines);
    let is_not = |line: &&Line| line.verdict == Verdict::Not;
    let mut rows: Vec<Row> = Vec::new();
    for line in lines
        .iter()
        .filter(|line| !is_not(line) && line.part == Part::Told)
    {
        rows.extend(walk.rows(line));
    }
    rows.extend(again.iter().map(|one| walk.again_row(one)));
    for line in lines
        .iter()
        .filter(|line| !is_not(line) && line.part != Part::Told)
    {
        rows.extend(walk.rows(line));
    }
    for line in lines.iter().filter(is_not) {
        rows.extend(walk.rows(line));
    }
    Answer {
        title: format!("{}: {}", subject.name, counts_words(&lines)),
        columns: named(&COLUMNS),
        rows,
        notes: walk.notes(subject, &lines, walk.sum(&lines, &again)),
        card: None,
    }
}

/// Such as `5 systems must be told, 2 may be, 1 cannot be told apart, 7 are not`.
fn counts_words(lines: &[Line]) -> String {
    let count = |verdict: Verdict| {
        let told = lines.iter().filter(|line| line.part == Part::Told);
        told.filter(|line| line.verdict == verdict).count()
    };
    let held = lines.iter().filter(|line| line.is_untold()).count();
    let must = count(Verdict::Must) - held;
    let mut words = vec![format!("{} must be told", counted(must, "system"))];
    let be = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
    words.extend(be(count(Verdict::May), "may be told"));
    let mut told = words.join(", ");
    let open = be(count(Verdict::CannotTell), "cannot be settled from the map");
    let not = count(Verdict::Not);
    let not = (not > 0).then(|| plural(not, "is not told", "are not told"));
    let held = (held > 0).then(|| {
        let hold = plural(held, "more holds such cases", "more hold such cases");
        format!(
            "{hold}, and who tells {} is assumed or not stated",
            if held == 1 { "it" } else { "them" }
        )
    });
    for sentence in held.into_iter().chain(open).chain(not) {
        told = format!("{told}. {sentence}");
    }
    told
}

/// The words of the first two columns for a line.
fn part_words(line: &Line) -> (&'static str, &'static str) {
    if line.is_untold() {
        return ("told", "holds such cases");
    }
    let words = |words: [&'static str; 4]| match line.verdict {
        Verdict::Must => words[0],
        Verdict::May => words[1],
        Verdict::CannotTell => words[2],
        Verdict::Not => words[3],
    };
    match line.part {
        Part::Told => (
            "told",
            words(["must be told", "may be told", "cannot tell", EXCLUDED[0]]),
        ),
        Part::FirstHand => (
            "at first hand",
            words(["has it", "may have it", "cannot tell", EXCLUDED[1]]),
        ),
        Part::Copy => (
            "copies",
            words(["gets a copy", "may get a copy", "cannot tell", EXCLUDED[2]]),
        ),
        Part::Figures => (
            "figures",
            words(["counts it", "may count it", "cannot tell", EXCLUDED[3]]),
        ),
    }
}

impl Walk<'_> {
    fn notes(&self, subject: &Subject, lines: &[Line], sum: Sum) -> Vec<String> {
        let model = self.graph.model();
        let mut notes = Vec::new();
        if subject.words != subject.name {
            notes.push(format!(
                "the case. {}",
                case_sentences(model, &subject.boxes)
            ));
        }
        for [one, other] in self.pairs(lines) {
            let [one, other] = [one, other].map(|line| &model.systems[line.system].name);
            notes.push(format!(
                "one of two must be told of each such case: {one} or {other}"
            ));
        }
        if let Some(sum) = sum_words(sum) {
            notes.push(sum);
        }
        let untold = lines
            .iter()
            .filter(|line| line.is_untold() && line.acts.is_empty());
        let untold: Vec<&str> = untold
            .map(|line| &*model.systems[line.system].name)
            .collect();
        if !untold.is_empty() {
            notes.push(format!(
                "nobody is named who tells {}: {}",
                plural(
                    untold.len(),
                    "system that holds such cases",
                    "systems that hold such cases"
                ),
                first_few(untold, MOST_NAMED)
            ));
        }
        notes.push(
            "\"must\" means that a flow with a source brings every such case. What the map leaves out of a scope is presumed unrestricted"
                .to_owned(),
        );
        let others = subject.id.map(|id| &model.cases[id].compare_with);
        if let Some(others) = others.filter(|others| !others.is_empty()) {
            let slugs = others.iter().map(|other| &*model.cases[other.id()].slug);
            let own = subject.id.map(|id| &*model.cases[id].slug);
            let all: Vec<&str> = own.into_iter().chain(slugs).collect();
            notes.push(format!(
                "to see only what differs: flowmap case \"{}\"",
                all.join(", ")
            ));
        }
        notes
    }
}

/// `must be told 5 times, by 2 bodies. 3 items are asked of the same body again`; `None` if neither ever happens.
fn sum_words(sum: Sum) -> Option<String> {
    let told = format!(
        "must be told {}, by {}",
        counted(sum.tellings, "time"),
        plural(sum.tellers, "body", "bodies"),
    );
    let items = if sum.is_again_sure {
        plural(sum.again, "item is asked", "items are asked")
    } else {
        plural(sum.again, "item is likely asked", "items are likely asked")
    };
    let again = format!("{items} of the same body again");
    let said = [(sum.tellings, told), (sum.again, again)].into_iter();
    let said: Vec<String> = said
        .filter(|(count, _)| *count > 0)
        .map(|(_, said)| said)
        .collect();
    (!said.is_empty()).then(|| said.join(". "))
}
