//! A proposed unified data set: for each element the definition, the authoritative source, the changes for each owner, and the decisions
//! needed first.

mod file;
mod plan;

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::Cell;
use super::Row;
use crate::judge::graph::{FlowGraph, Request, requests};
use crate::read::finding::{Depth, Finding, Group, Subject, each_told};
use crate::read::model::{FieldId, Model, TermId};
use crate::words::{counted, plural};

pub use file::file;

use self::plan::{Element, plan};

/// Limit on the changes and decisions that a row names.
const MOST_NAMED: usize = 6;

/// Returns one row for each term that a need takes. `findings` give the clashes of definition to decide first.
pub fn ask(graph: &FlowGraph, findings: &[Finding]) -> Answer {
    let model = graph.model();
    let plan = plan(graph);
    let mut asked = requests(graph);
    asked.sort_by_key(|request| (request.term, *request));
    let lacking = plan
        .iter()
        .filter(|element| element.sources.is_empty())
        .count();
    let clashes = clashes(findings);
    let rows: Vec<Row> = plan
        .iter()
        .map(|element| row(graph.model(), element, &asked, &clashes))
        .collect();
    let undecided = rows
        .iter()
        .filter(|row| row.cells[6] != Cell::Nothing)
        .count();
    Answer {
        card: None,
        title: format!(
            "{} {}; {} for a decision, {} no source",
            plural(plan.len(), "element serves", "elements serve"),
            counted(model.needs.len(), "need"),
            plural(undecided, "waits", "wait"),
            plural(lacking, "has", "have")
        ),
        columns: super::named(&[
            "element",
            "definition",
            "authoritative source",
            "why",
            "people left out",
            "who changes what",
            "decide first",
            "needs",
        ]),
        rows,
        notes: vec![
            "sources are weighed in this order: people covered, single cases rather than totals, collected already, hops from where it is first captured, \
             drawn rather than typed again, an identifier, a stated source; which version is the final one is not stated in the map and has to be decided"
                .to_owned(),
            "`flowmap unify --yaml` writes the proposal as a flow file; put it beside the map and run `flowmap check --with proposed`"
                .to_owned(),
        ],
    }
}

fn row(model: &Model, element: &Element, asked: &[Request], clashes: &Clashes) -> Row {
    let term = &model.terms[element.term];
    let names = |fields: &[FieldId]| -> Vec<String> {
        fields
            .iter()
            .map(|field| model.field_name(*field))
            .collect()
    };
    let or_nothing = |words: Vec<String>| {
        if words.is_empty() {
            Cell::Nothing
        } else {
            Cell::from(few(words))
        }
    };
    let definition = if element.definition.is_empty() {
        Cell::Unknown
    } else {
        let state = if term.agreed.is_some() {
            "agreed"
        } else {
            "proposed"
        };
        Cell::from(format!("{state}: {}", element.definition))
    };
    let source = if element.sources.is_empty() {
        Cell::from("none")
    } else {
        Cell::from(names(&element.sources).join(", then "))
    };
    let needs = element
        .needs
        .iter()
        .map(|need| model.needs[*need].slug.to_string());
    Row {
        cells: vec![
            Cell::from(&*term.slug),
            definition,
            source,
            Cell::from(element.why.as_str()),
            if element.left_out.is_empty() {
                Cell::Nothing
            } else {
                Cell::from(element.left_out.as_str())
            },
            or_nothing(changes(model, element, asked)),
            or_nothing(decisions(model, element, clashes)),
            Cell::from(needs.collect::<Vec<_>>().join(", ")),
        ],
        path: names(&element.sources),
        place: Some(term.span),
    }
}

/// The change for each owner of another collection of the element; `asked` is sorted by term.
fn changes(model: &Model, element: &Element, asked: &[Request]) -> Vec<String> {
    let is_source = |system| {
        element
            .sources
            .iter()
            .any(|field| model.system_of(*field) == system)
    };
    let start = asked.partition_point(|request| request.term < element.term);
    let mut changes: Vec<String> = asked[start..]
        .iter()
        .take_while(|request| request.term == element.term)
        .filter(|request| !is_source(request.collection))
        .map(|request| {
            let collection = &model.systems[request.collection];
            let owner = collection
                .owner()
                .map_or("nobody named", |owner| &*model.organisations[owner].slug);
            format!(
                "{owner}: `{}` takes it from here instead of asking `{}`",
                collection.slug, model.organisations[request.respondent].slug
            )
        })
        .collect();
    changes.sort();
    changes.dedup();
    changes
}

/// For each id of a term, the names of the open clashes of definition about it.
type Clashes = BTreeMap<String, Vec<String>>;

fn clashes(findings: &[Finding]) -> Clashes {
    let mut clashes = Clashes::new();
    let is_meant =
        |finding: &&Finding| finding.kind.group == Group::Definition && !finding.is_settled();
    let meant: Vec<&Finding> = findings.iter().filter(is_meant).collect();
    let named = each_told(&meant, Depth::Full, |finding, words| {
        let mut terms: BTreeSet<&str> = BTreeSet::new();
        if let Some(Subject::One(term)) = words.subjects.get("term") {
            terms.insert(term);
        }
        // One finding may be about further terms.
        let also = words.detail.get("also").and_then(|also| also.as_array());
        terms.extend(also.into_iter().flatten().filter_map(|term| term.as_str()));
        let terms: Vec<String> = terms.into_iter().map(str::to_owned).collect();
        Some((terms, &finding.name))
    });
    for (terms, name) in named {
        for term in terms {
            clashes.entry(term).or_default().push(name.clone());
        }
    }
    clashes
}

/// The clashes of definition about the term, and what its definition lacks.
fn decisions(model: &Model, element: &Element, clashes: &Clashes) -> Vec<String> {
    let slug = &*model.terms[element.term].slug;
    let mut decisions: Vec<String> = clashes.get(slug).cloned().unwrap_or_default();
    if element.definition.is_empty() {
        decisions.insert(0, "write a definition".to_owned());
    }
    if element.types > 1 {
        decisions.push(format!("choose one of {} types", element.types));
    }
    if element.code_lists > 1 {
        decisions.push(format!("choose one of {} code lists", element.code_lists));
    }
    decisions
}

fn few(mut words: Vec<String>) -> String {
    let more = words.len().saturating_sub(MOST_NAMED);
    words.truncate(MOST_NAMED);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join("; ")
}

/// The definition of the term itself: the agreed one first.
fn definition(model: &Model, term: TermId) -> String {
    let term = &model.terms[term];
    let agreed = term.agreed.as_ref();
    agreed
        .and_then(|agreed| agreed.definition.known())
        .or(term.definition.known())
        .map(ToString::to_string)
        .unwrap_or_default()
}
