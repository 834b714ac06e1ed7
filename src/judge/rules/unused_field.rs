//! A field that is not used.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Asks, Certainty, Question, Words};
use crate::read::model::{FieldId, Id, Model, NeedId, Origin, Ref, Stated, SystemKind, TermId};
use crate::words::readable;

rule! {
    /// ## Finds
    /// A field that no stated flow passes on and whose term no need asks for, nor any broader term. Fields of publications and analyses are used by
    /// being read, and are not meant.
    /// ## Why it matters
    /// Somebody fills it in. If nobody uses it, that work can stop; if somebody does, the map lacks a flow or a need.
    /// ## How to fix
    /// Add the flow or the need that uses it, or ask its owner whether it is still wanted.
    /// ## When it is fine
    /// Where a system's data leaves it by a flow whose fields nobody has listed yet, or where the terms of a need or the broader term of the field's
    /// term are `unknown`: the finding then says that it cannot be told.
    "unused-field", Gap, Note, "a field that no flow passes on and no need asks for", find, tell
}

/// A field with no known use.
struct Unused {
    field: FieldId,
    /// A need whose terms are unknown: it may ask for the field.
    open_need: Option<NeedId>,
}
about!(Unused {
    name: [field],
    subjects: [field]
});

fn find(graph: &FlowGraph) -> Vec<Found<Unused>> {
    let model = graph.model();
    let mut needed = vec![false; model.terms.len()];
    for term in model.needs.iter().flat_map(|(_, need)| need.terms()) {
        needed[term.id().index()] = true;
    }
    let open_need = open_need(model);
    let mut found = Vec::new();
    for (id, system) in model.systems.iter() {
        let is_read = matches!(
            system.kind.known(),
            Some(SystemKind::Publication | SystemKind::Analysis)
        );
        if is_read || system.origin == Origin::Placeholder {
            continue;
        }
        let mut leaving = graph.flows_out(id).iter();
        let is_open = leaving.any(|flow| model.flows[*flow].fields.is_open());
        // Other findings report a field that is only referred to, or contradicts the system's list.
        let is_said = |field: &FieldId| model.fields[*field].is_declared || !system.lists_fields;
        for field in system.fields.ids().filter(is_said) {
            let term = model.term_of(field);
            let is_context = term.is_some_and(|term| model.terms[term].is_context());
            let is_needed =
                term.is_some_and(|term| asked_as(model, term).any(|asked| needed[asked.index()]));
            if is_needed || is_context || graph.is_passed_on(field) {
                continue;
            }
            // A field stated to have no term answers no need.
            let may_be_needed = term.is_none() && model.fields[field].term.is_open();
            let is_doubted = may_identify(model, field)
                || may_be_published(model, field)
                || open_need.is_some()
                || open_term(model, field).is_some();
            let certainty = if is_open || may_be_needed || is_doubted {
                Certainty::CannotTell
            } else {
                Certainty::Certain
            };
            let span = model.fields[field].span;
            let unused = Unused { field, open_need };
            found.push(Found::sure(span, certainty, unused));
        }
    }
    found
}

/// A term and those above it, under which a need may ask for it.
fn asked_as(model: &Model, term: TermId) -> impl Iterator<Item = TermId> {
    let above = |term: &TermId| model.terms[*term].broader.known().map(Ref::id);
    // A term that is above itself is told elsewhere.
    std::iter::successors(Some(term), above).take(model.terms.len())
}

/// True if nobody knows whether the term of a field is an identifier, which is context and needs no use.
fn may_identify(model: &Model, field: FieldId) -> bool {
    let term = model.term_of(field);
    term.is_some_and(|term| matches!(model.terms[term].identifier, Stated::Unknown(_)))
}

/// True if nobody knows the kind of a field's system: what is published is read.
fn may_be_published(model: &Model, field: FieldId) -> bool {
    matches!(
        model.systems[model.system_of(field)].kind,
        Stated::Unknown(_)
    )
}

/// The first need whose terms are unknown.
fn open_need(model: &Model) -> Option<NeedId> {
    let mut needs = model.needs.iter();
    let need = needs.find(|(_, need)| matches!(need.terms, Stated::Unknown(_)));
    need.map(|(id, _)| id)
}

/// The term of a field, or the nearest term above it, whose broader term is unknown. A need may ask for that broader term.
fn open_term(model: &Model, field: FieldId) -> Option<TermId> {
    let mut above = asked_as(model, model.term_of(field)?);
    above.find(|term| matches!(model.terms[*term].broader, Stated::Unknown(_)))
}

fn tell(found: &Found<Unused>, names: &Names<'_>) -> Words {
    let model = names.model();
    let field = &model.fields[found.field];
    let name = names.of(found.field);
    let (message, help) = match (found.certainty, field.term()) {
        (Certainty::CannotTell, Some(_)) if may_be_published(model, found.field) => (
            format!(
                "nothing passes {name} on, and nobody has said whether its system is published"
            ),
            "write the `kind` of the system",
        ),
        (Certainty::CannotTell, Some(_)) if may_identify(model, found.field) => (
            format!("nothing passes {name} on, and nobody has said whether it identifies the case"),
            "write `identifier: true` or `false` at the term",
        ),
        (Certainty::CannotTell, None) if field.term.is_open() => (
            format!("nothing passes {name} on, and what it means is not stated"),
            "add `term:` to the field, so that it can be compared with the needs",
        ),
        (Certainty::CannotTell, _) if let Some(need) = found.open_need => (
            format!(
                "nothing passes {name} on, and nobody has said what is needed to answer {}",
                names.of(need)
            ),
            "write the `terms` of the need",
        ),
        (Certainty::CannotTell, _) if let Some(term) = open_term(model, found.field) => (
            format!(
                "nothing passes {name} on, no need asks for it, and nobody has said of what {} is a kind",
                names.of(term)
            ),
            "write `broader` at the term: its broader term, or `none`",
        ),
        (Certainty::CannotTell, _) => (
            format!("no need asks for {name}, and nothing says whether a flow passes it on"),
            "list the `fields` of every flow that leaves this system",
        ),
        _ => (
            format!("nothing passes {name} on, and no need asks for it"),
            "add the flow or the need that uses it, or ask whether it is still needed",
        ),
    };
    Words::at(found.span, "held here, with no known use")
        .message(message)
        .detail("system", names.id(field.system))
        .help(help)
        .put(
            Question::new(names.owner(field.system), format!("Who uses {name}?")).about(
                Asks::Use {
                    system: names.id(field.system),
                    field: readable(&field.slug),
                },
            ),
        )
}
