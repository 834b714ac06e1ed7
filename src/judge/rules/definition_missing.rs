//! Fields without a definition.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::json;

use super::facets::MOST_SHOWN;
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{FieldId, Id, Model, Origin, SystemId, TermId};
use crate::words::counted;

rule! {
    /// ## Finds
    /// Fields that have no term to be compared by, and fields of a term that neither the glossary nor the field explains although other systems hold it too. One
    /// finding for each system; its fields are listed by how many comparisons wait for them, most first. `term: none` says that a field
    /// has none on purpose.
    /// ## Why it matters
    /// A field without a meaning is never compared with any other: what is collected twice or defined otherwise stays unseen.
    /// ## How to fix
    /// Give the field a `term:`, and the term a `definition:` in the owner's words.
    /// ## When it is fine
    /// While the map is being written.
    "definition-missing", Definition, Note, "fields of which nobody has said what they mean", find, tell
}

/// The fields of a system without a definition.
struct Unexplained {
    system: SystemId,
    /// The fields; those that block most comparisons come first.
    fields: Box<[FieldId]>,
    /// For each field, the number of comparisons that it blocks.
    waiting: Box<[u32]>,
}
about!(Unexplained {
    name: [system],
    subjects: [system, &fields]
});

fn find(graph: &FlowGraph) -> Vec<Found<Unexplained>> {
    let model = graph.model();
    let holders = holders(model);
    let mut unexplained: BTreeMap<SystemId, Vec<(u32, FieldId)>> = BTreeMap::new();
    for (id, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        let waiting = match field.term() {
            None if field.term.is_open() => graph.links_in(id).len() + graph.links_out(id).len(),
            Some(term) if field.definition.known().is_none() && is_bare(model, term) => {
                match holders[term.index()] {
                    0 | 1 => continue,
                    others => others - 1,
                }
            }
            _ => continue,
        };
        let fields = unexplained.entry(field.system).or_default();
        fields.push((waiting as u32, id));
    }
    let declared = unexplained.into_iter();
    let declared = declared.filter(|(id, _)| model.systems[*id].origin == Origin::Declared);
    let found = declared.map(|(system, mut fields)| {
        fields.sort_by_key(|(waiting, field)| (Reverse(*waiting), *field));
        let span = model.fields[fields[0].1].span;
        let what = Unexplained {
            system,
            fields: fields.iter().map(|(_, field)| *field).collect(),
            waiting: fields.iter().map(|(waiting, _)| *waiting).collect(),
        };
        Found::sure(span, Certainty::CannotTell, what)
    });
    found.collect()
}

/// For each term, the number of systems that declare a field of it.
fn holders(model: &Model) -> Vec<usize> {
    let mut holders = vec![0; model.terms.len()];
    let mut last: Vec<Option<SystemId>> = vec![None; model.terms.len()];
    for (_, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        let Some(term) = field.term() else {
            continue;
        };
        if last[term.index()] != Some(field.system) {
            last[term.index()] = Some(field.system);
            holders[term.index()] += 1;
        }
    }
    holders
}

/// True if the glossary gives a term no definition, and no name other than its id.
fn is_bare(model: &Model, term: TermId) -> bool {
    let term = &model.terms[term];
    term.definition.known().is_none() && term.name == term.slug
}

fn tell(found: &Found<Unexplained>, names: &Names<'_>) -> Words {
    let (model, system) = (names.model(), names.of(found.system));
    let first = found.fields[0];
    let blocked: usize = found.waiting.iter().map(|waiting| *waiting as usize).sum();
    let label = |field: FieldId| match model.term_of(field) {
        Some(term) => format!("{} is explained nowhere", names.of(term)),
        None if is_defined(model, field) => "defined here, but without a term".to_owned(),
        None => "no term here".to_owned(),
    };
    let places = found.fields.iter().take(MOST_SHOWN);
    let places = places.map(|field| (model.fields[*field].span, label(*field)));
    let detail = found.fields.iter().zip(&found.waiting);
    let detail = detail
        .map(|(field, waiting)| json!({"field": names.id(field), "comparisons_waiting": waiting}));
    let (defined, bare): (Vec<FieldId>, Vec<FieldId>) = found
        .fields
        .iter()
        .partition(|field| is_defined(model, **field));
    let (message, question) = match (bare.len(), defined.len()) {
        (0, count) => (
            format!(
                "{} of {system} {} a definition, but no term",
                counted(count, "field"),
                if count == 1 { "has" } else { "have" }
            ),
            format!("Which term of the glossary fits, in {system},"),
        ),
        (count, _) => (
            format!(
                "nothing says what {} of {system} {}",
                counted(count, "field"),
                if count == 1 { "means" } else { "mean" }
            ),
            format!("What is meant in {system} by"),
        ),
    };
    let asked = if bare.is_empty() { &defined } else { &bare };
    Words::shown(places)
        .message(message)
        .detail("waiting", detail.collect::<Vec<_>>())
        .detail("comparisons_waiting", blocked)
        .help(format!(
            "give {} a `term:` that the glossary defines{}",
            names.of(first),
            waiting(blocked)
        ))
        .ask(
            names.owner(found.system),
            format!("{question} {}?", names.few_own(asked)),
        )
}

/// True if the field has a definition of its own, and lacks only a term to be compared by.
fn is_defined(model: &Model, field: FieldId) -> bool {
    model.term_of(field).is_none() && model.fields[field].definition.known().is_some()
}

/// The number of blocked comparisons, as the end of a sentence.
pub(super) fn waiting(blocked: usize) -> String {
    match blocked {
        0 => String::new(),
        1 => ". 1 comparison waits for it".to_owned(),
        blocked => format!(". {blocked} comparisons wait for it"),
    }
}
