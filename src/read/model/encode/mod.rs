//! From a model back to YAML: a whole map as one document that reads back as the same model.
//!
//! Sections have the order of the format, entities that of their tables, and keys that of their record. Short forms are used wherever they
//! lose nothing. Entities that the map only refers to are not written, because the references make them again.

pub(super) mod keys;
pub(super) mod proposal;
pub(super) mod union;

use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::{Axis, Dimension};
use super::field::Field;
use super::flow::Flow;
use super::id::{Id, Table};
use super::map::Model;
use super::member::Slugs;
use super::need::Need;
use super::organisation::Organisation;
use super::scenario::Scenario;
use super::scope::ScopeBox;
use super::stated::Stated;
use super::system::{Origin, System};
use super::term::Term;
use crate::read::syntax;
use crate::read::syntax::{Written, close_key};

/// The canonical YAML of a whole map. Loading it gives the same model, and encoding that gives the same text.
pub fn encode(model: &Model) -> String {
    document(sections(model))
}

/// The name of a section, and its entries.
type Section = (&'static str, Written);

/// The sections of a map, in the order of the format.
fn sections(model: &Model) -> Vec<Section> {
    let flows = model.flows.iter().flat_map(|(_, one)| {
        let accounts = one.accounts.iter().map(|account| flow(model, account));
        let whole = one.accounts.is_empty().then(|| flow(model, one));
        whole.into_iter().chain(accounts)
    });
    let mappings = model.mappings.iter().map(|one| mapping(model, one));
    let decisions = model.decisions.iter().map(|one| decision(model, one));
    vec![
        ("map", about(model)),
        (
            "dimensions",
            entries(&model.dimensions, |one| Some(dimension(model, one))),
        ),
        (
            "organisations",
            entries(&model.organisations, |one| organisation(model, one)),
        ),
        ("terms", entries(&model.terms, |one| term(model, one))),
        (
            "code_lists",
            entries(&model.code_lists, |one| code_list(model, one)),
        ),
        ("mappings", Written::List(mappings.collect())),
        ("systems", entries(&model.systems, |one| system(model, one))),
        ("flows", Written::List(flows.collect())),
        ("needs", entries(&model.needs, |one| Some(need(model, one)))),
        ("decisions", Written::List(decisions.collect())),
        ("cases", entries(&model.cases, |one| case(model, one))),
        (
            "scenarios",
            entries(&model.scenarios, |one| Some(scenario(model, one))),
        ),
    ]
}

/// The sections as one document, without those that are empty.
fn document(sections: Vec<Section>) -> String {
    let is_empty = |section: &Written| match section {
        Written::List(items) => items.is_empty(),
        Written::Mapping(entries) => entries.is_empty(),
        _ => false,
    };
    let mut text = String::new();
    for (name, section) in sections {
        if is_empty(&section) {
            continue;
        }
        // A text may end in blank lines of its own. No further one is added to those.
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text += &syntax::write(&Written::Mapping(vec![(name.to_owned(), section)]));
    }
    text
}

/// A section that maps ids to entities. Entities for which `of` returns `None` are left out.
fn entries<I: Id, T>(table: &Table<I, T>, of: impl Fn(&T) -> Option<(String, Written)>) -> Written {
    Written::Mapping(table.iter().filter_map(|(_, one)| of(one)).collect())
}

fn about(model: &Model) -> Written {
    keys::about(model, model).mapping()
}

fn dimension(model: &Model, dimension: &Dimension) -> (String, Written) {
    let keys = keys::dimension(model, dimension);
    let is_flat = match &dimension.axis {
        Axis::Values(values) => values.leaves == values.values.len(),
        Axis::Range(_) => false,
    };
    let written = if is_flat {
        keys.short("values")
    } else {
        keys.mapping()
    };
    (dimension.slug.to_string(), written)
}

fn organisation(model: &Model, organisation: &Organisation) -> Option<(String, Written)> {
    if organisation.is_placeholder {
        return None;
    }
    let keys = keys::organisation(model, organisation);
    Some((organisation.slug.to_string(), keys.short("name")))
}

fn term(model: &Model, term: &Term) -> Option<(String, Written)> {
    if term.is_placeholder {
        return None;
    }
    Some((term.slug.to_string(), keys::term(model, term).short("name")))
}

fn code_list(model: &Model, list: &CodeList) -> Option<(String, Written)> {
    if list.is_placeholder {
        return None;
    }
    let keys = keys::code_list(model, list);
    let written = if list.is_plain() && !list.values.is_empty() {
        keys.short("values")
    } else {
        keys.mapping()
    };
    Some((list.slug.to_string(), written))
}

fn mapping(model: &Model, mapping: &Mapping) -> Written {
    keys::mapping(model, mapping).mapping()
}

fn system(model: &Model, system: &System) -> Option<(String, Written)> {
    if system.origin != Origin::Declared {
        return None;
    }
    let mut keys = keys::system(model, system);
    if system.lists_fields {
        keys.put("fields", fields(model, system));
    } else {
        keys.word("fields");
    }
    Some((system.slug.to_string(), keys.short("name")))
}

/// The fields that a system lists: only their ids if no field has other keys.
fn fields(model: &Model, system: &System) -> Written {
    let all = system.fields.ids().map(|id| &model.fields[id]);
    let fields: Vec<(String, Written)> = all
        .filter(|field| field.is_declared)
        .map(|one| (one.slug.to_string(), field(model, one)))
        .collect();
    if fields.iter().all(|(_, field)| *field == Written::Nothing) {
        Written::texts(fields.iter().map(|(slug, _)| slug))
    } else {
        Written::Mapping(fields)
    }
}

/// The statements of a field besides its id.
pub(crate) fn field(model: &Model, field: &Field) -> Written {
    let mut keys = keys::field(model, field);
    if is_implied(model, field) {
        keys.remove("term");
    }
    // `not-shared` has no short form.
    match field.term {
        Stated::NotShared(_) => keys.mapping(),
        _ => keys.short("term"),
    }
}

/// Boxes in the form of `covers`.
pub(crate) fn boxes(model: &Model, boxes: &[ScopeBox]) -> Written {
    Slugs::boxes(model, boxes)
}

/// True if the field means the term of its own id without saying so.
fn is_implied(model: &Model, field: &Field) -> bool {
    let Stated::Known(term, span) = &field.term else {
        return false;
    };
    let term = &model.terms[term.id()];
    // A placeholder term comes from some field that refers to it. If its place is not that of the field's own id, this field states it.
    close_key(&term.slug) == close_key(&field.slug) && (!term.is_placeholder || *span == field.span)
}

/// One flow, its references resolved.
pub(crate) fn flow(model: &Model, flow: &Flow) -> Written {
    keys::flow(model, flow).mapping()
}

fn need(model: &Model, need: &Need) -> (String, Written) {
    (
        need.slug.to_string(),
        keys::need(model, need).short("question"),
    )
}

fn case(model: &Model, case: &Case) -> Option<(String, Written)> {
    if case.is_placeholder {
        return None;
    }
    Some((case.slug.to_string(), keys::case(model, case).short("name")))
}

fn scenario(model: &Model, scenario: &Scenario) -> (String, Written) {
    let keys = keys::scenario(model, scenario);
    (scenario.slug.to_string(), keys.short("name"))
}

fn decision(model: &Model, decision: &Decision) -> Written {
    keys::decision(model, decision).mapping()
}

#[cfg(test)]
mod laws;
