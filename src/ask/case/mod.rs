//! One person or event walked through the map: who must be told of it, by whom, how and when, and who is not told.

mod again;
mod beside;
mod choices;
mod lines;
mod walk;
mod words;

pub(crate) use self::choices::choices;

use self::again::{Again, Sum, is_counted};
use self::lines::{Line, Part};
use self::walk::{Verdict, Walk};
use self::words::case_words;
use super::{Answer, Cell, Misunderstanding, Row, find, named};
use crate::judge::graph::FlowGraph;
use crate::read::model::{CaseId, FlowId, Model, Ref, ScopeBox, is_scope};
use crate::words::{counted, first_few, listed, names, plural};

/// The columns of an answer about one case.
const COLUMNS: [&str; 11] = [
    "part", "answer", "what", "owner", "told by", "how", "when", "basis", "under", "why",
    "how sure",
];
/// The answers about those whom the case does not reach.
pub(crate) const EXCLUDED: [&str; 4] = [
    "is not told",
    "does not have it",
    "gets no copy",
    "does not count it",
];
/// So many systems are named in a note; the others are counted.
const MOST_NAMED: usize = 6;

/// A case to walk through the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its name; for one that is typed, what it is.
    pub(crate) name: String,
    /// What it is, in words.
    pub(crate) words: String,
    /// Its id, where the map keeps it.
    pub(crate) id: Option<CaseId>,
    boxes: Vec<ScopeBox>,
}

/// Who must be told of a case: `setting=inpatient, age=45`, or the id of a case that the map keeps. Of several, with `;` between them (of ids also with
/// commas), only what differs.
///
/// # Errors
/// Where a case, a dimension or a value is not one of the map's.
pub fn ask(graph: &FlowGraph, text: &str) -> Result<Answer, Misunderstanding> {
    let subjects = subjects(graph, text)?;
    Ok(match &subjects[..] {
        [one] => of(graph, one),
        several => beside::beside(graph, several),
    })
}

/// One case, as a form names it or says what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// The id of a kept case.
    Kept(String),
    /// Dimensions, each with its values.
    Scope(Vec<(String, String)>),
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

/// The kept case of that id.
fn named_case(model: &Model, id: &str) -> Result<Subject, Misunderstanding> {
    let slugs = model.cases.iter().map(|(_, case)| &*case.slug);
    let index = find(id, "case", slugs)?;
    let (id, _) = model.cases.iter().nth(index).expect("found a moment ago");
    Ok(kept(model, id))
}

/// A case typed as dimensions with their values.
fn typed(model: &Model, text: &str) -> Result<Subject, Misunderstanding> {
    let boxes = model.spoken(text).map_err(Misunderstanding)?.to_vec();
    let words = case_words(model, &boxes);
    let (name, id) = (words.clone(), None);
    Ok(Subject {
        name,
        words,
        id,
        boxes,
    })
}

/// True for an answer about one case.
pub(crate) fn is_walk(answer: &Answer) -> bool {
    answer.columns == COLUMNS
}

/// The cases that a text names or says, at least one.
fn subjects(graph: &FlowGraph, text: &str) -> Result<Vec<Subject>, Misunderstanding> {
    let model = graph.model();
    let mut subjects = Vec::new();
    for part in text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if is_scope(part) {
            subjects.push(typed(model, part)?);
            continue;
        }
        for name in names(part) {
            let case = named_case(model, &name).map_err(|Misunderstanding(why)| {
                Misunderstanding(format!(
                    "{why}; or say what the case is: `dimension=value`, with commas between"
                ))
            })?;
            subjects.push(case);
        }
    }
    if subjects.is_empty() {
        return Err(Misunderstanding(
            "name a case of the map, or say what it is: `dimension=value`, with commas between"
                .to_owned(),
        ));
    }
    Ok(subjects)
}

/// A case that the map keeps.
pub(crate) fn kept(model: &Model, id: CaseId) -> Subject {
    let case = &model.cases[id];
    Subject {
        name: case.name.to_string(),
        words: case_words(model, case.boxes()),
        id: Some(id),
        boxes: case.boxes().to_vec(),
    }
}

/// The case and those that the map puts beside it; nothing where it puts none.
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

/// `5 systems must be told, 2 may be, 1 cannot be told apart, 7 are not`.
fn counts_words(lines: &[Line]) -> String {
    let count = |verdict: Verdict| {
        let told = lines.iter().filter(|line| line.part == Part::Told);
        told.filter(|line| line.verdict == verdict).count()
    };
    let mut words = vec![format!(
        "{} must be told",
        counted(count(Verdict::Must), "system")
    )];
    let be = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
    words.extend(be(count(Verdict::May), "may be told"));
    words.extend(be(
        count(Verdict::CannotTell),
        "cannot be settled from the map",
    ));
    let not = count(Verdict::Not);
    words.extend((not > 0).then(|| plural(not, "is not told", "are not told")));
    words.join(", ")
}

/// The words of the first two columns.
fn part_words(line: &Line) -> (&'static str, &'static str) {
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
    /// The rows of a system: one for each act of telling it.
    fn rows(&self, line: &Line) -> Vec<Row> {
        if line.acts.is_empty() {
            return vec![self.row(line, &[])];
        }
        line.acts.iter().map(|act| self.row(line, act)).collect()
    }

    fn row(&self, line: &Line, act: &[FlowId]) -> Row {
        let model = self.graph.model();
        let system = &model.systems[line.system];
        let (part, answer) = part_words(line);
        let owner = system.owner().map_or(Cell::Unknown, |owner| {
            Cell::from(&*model.organisations[owner].name)
        });
        let is_told = !act.is_empty();
        let flows: Vec<_> = act.iter().map(|flow| &model.flows[*flow]).collect();
        let each = |words: Vec<String>, or: Cell| {
            let mut known: Vec<String> = Vec::new();
            for one in words {
                if !known.contains(&one) {
                    known.push(one);
                }
            }
            match is_told {
                false => Cell::Nothing,
                true if known.is_empty() => or,
                true => Cell::from(known.join("; ")),
            }
        };
        let method = flows.iter().filter_map(|flow| flow.method.known());
        let basis = flows.iter().filter_map(|flow| flow.basis.known());
        let under = match self.identifiers(act).filter(|_| is_told) {
            Some(terms) if terms.is_empty() => Cell::from("no identifier"),
            Some(terms) => Cell::from(listed(
                &terms
                    .iter()
                    .map(|term| model.terms[*term].name.to_string())
                    .collect::<Vec<_>>(),
            )),
            None if is_told => Cell::Unknown,
            None => Cell::Nothing,
        };
        let cells = vec![
            Cell::from(part),
            Cell::from(answer),
            Cell::from(&*system.name),
            owner,
            each(
                act.iter().take(1).map(|_| self.from_words(act)).collect(),
                Cell::Unknown,
            ),
            each(
                method.map(|method| method.word().to_owned()).collect(),
                Cell::Unknown,
            ),
            each(vec![self.when(act)], Cell::Unknown),
            each(basis.map(ToString::to_string).collect(), Cell::Unknown),
            under,
            self.why(line, act),
            sureness(line),
        ];
        let ids = flows
            .iter()
            .map(|flow| &*model.systems[flow.from.id()].slug);
        let mut path: Vec<String> = ids.chain([&*system.slug]).map(str::to_owned).collect();
        path.dedup();
        Row {
            cells,
            path,
            place: Some(flows.first().map_or(line.place, |flow| flow.from.span)),
        }
    }

    /// Who tells, and from which of its systems.
    fn from_words(&self, act: &[FlowId]) -> String {
        let model = self.graph.model();
        let teller = self.teller(act[0]);
        let mut systems: Vec<String> = Vec::new();
        for flow in act {
            let name = model.systems[model.flows[*flow].from.id()].name.to_string();
            let is_who = name == teller
                || self.respondent(act).is_some_and(|who| {
                    model.systems[model.flows[*flow].from.id()].slug
                        == model.organisations[who].slug
                });
            if !is_who && !systems.contains(&name) {
                systems.push(name);
            }
        }
        match systems.is_empty() {
            true => teller.to_owned(),
            false => format!("{teller}, from {}", listed(&systems)),
        }
    }

    /// Why so; of one way among several, what must hold for it.
    fn why(&self, line: &Line, act: &[FlowId]) -> Cell {
        let mut why = line.why.clone();
        if !line.is_sure_way && line.acts.len() > 1 {
            let mut on: Vec<String> = Vec::new();
            for one in act.iter().flat_map(|flow| self.conditions(*flow)) {
                if !on.contains(&one) {
                    on.push(one);
                }
            }
            if !on.is_empty() && line.verdict == Verdict::Must {
                why = format!("by one of these ways; by this one if {}", on.join(", and "));
            } else if !on.is_empty() {
                let this = format!("by this way if {}", on.join(", and "));
                if this.trim_start_matches("by this way ") != why {
                    why = format!("{why}; {this}");
                }
            }
        }
        if why.is_empty() {
            Cell::Nothing
        } else {
            Cell::from(why)
        }
    }

    fn again_row(&self, again: &Again) -> Row {
        let model = self.graph.model();
        let collections: Vec<String> = again
            .collections
            .iter()
            .map(|(system, _)| model.systems[*system].name.to_string())
            .collect();
        let mut cells = vec![
            Cell::from("asked again"),
            Cell::from(format!("asked {} times", again.collections.len())),
            Cell::from(&*model.terms[again.term].name),
            Cell::Nothing,
            Cell::from(&*model.organisations[again.respondent].name),
        ];
        cells.extend([Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::Nothing]);
        cells.push(Cell::from(format!("for {}", listed(&collections))));
        cells.push(Cell::Nothing);
        let ids = again
            .collections
            .iter()
            .map(|(system, _)| &*model.systems[*system].slug);
        let first = again.collections.first();
        Row {
            cells,
            path: ids.map(str::to_owned).collect(),
            place: first.map(|(_, flow)| model.flows[*flow].from.span),
        }
    }

    fn notes(&self, subject: &Subject, lines: &[Line], sum: Sum) -> Vec<String> {
        let model = self.graph.model();
        let mut notes = Vec::new();
        if subject.words != subject.name {
            notes.push(format!("the case: {}", subject.words));
        }
        notes.push(sum_words(sum));
        let untold: Vec<&str> = lines
            .iter()
            .filter(|line| is_counted(line) && line.acts.is_empty())
            .map(|line| &*model.systems[line.system].name)
            .collect();
        if !untold.is_empty() {
            notes.push(format!(
                "no stated flow brings it to {}: {}",
                plural(
                    untold.len(),
                    "system that covers it",
                    "systems that cover it"
                ),
                first_few(untold, MOST_NAMED)
            ));
        }
        notes.push(
            "\"must\" means that the people a system covers include every such case; a dimension that the map leaves out is presumed unrestricted"
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

/// `told 5 times by 2 bodies; 3 items are asked of the same body again`.
fn sum_words(sum: Sum) -> String {
    format!(
        "told {} by {}; {} of the same body again",
        counted(sum.tellings, "time"),
        plural(sum.tellers, "body", "bodies"),
        plural(sum.again, "item is asked", "items are asked"),
    )
}

fn sureness(line: &Line) -> Cell {
    Cell::from(match line.verdict {
        Verdict::CannotTell => "cannot tell",
        _ if line.is_certain => "certain",
        _ => "likely",
    })
}
