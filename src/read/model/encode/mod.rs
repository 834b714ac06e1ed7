//! From a model back to YAML: a whole map as one document that reads back as the same model.
//!
//! Sections have the order of the format, entities that of their tables, and keys that of their record. Short forms are used wherever they
//! lose nothing. Entities that the map only refers to are not written, because the references make them again.

pub(super) mod proposal;

use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::{Axis, Dimension, DimensionValue};
use super::field::Field;
use super::flow::Flow;
use super::id::{Id, Table};
use super::map::Model;
use super::member::Keys;
use super::need::Need;
use super::organisation::Organisation;
use super::stated::Stated;
use super::system::{Origin, System};
use super::term::Term;
use crate::read::syntax;
use crate::read::syntax::{Written, close_key};

/// The canonical YAML of a whole map. Loading it gives the same model, and encoding that gives the same text.
pub fn encode(model: &Model) -> String {
    let flows = model.flows.iter().flat_map(|(_, one)| {
        let accounts = one.accounts.iter().map(|account| flow(model, account));
        let whole = one.accounts.is_empty().then(|| flow(model, one));
        whole.into_iter().chain(accounts)
    });
    let mappings = model.mappings.iter().map(|one| mapping(model, one));
    let decisions = model.decisions.iter().map(|one| decision(model, one));
    let sections = [
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
    ];
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
    let mut keys = Keys::with(model, &model.about.evidence);
    model.about.write(&mut keys);
    keys.mapping()
}

fn dimension(model: &Model, dimension: &Dimension) -> (String, Written) {
    let mut keys = Keys::with(model, &dimension.evidence);
    keys.name(&dimension.name, &dimension.slug.replace('_', " "));
    match &dimension.axis {
        Axis::Values(values) => {
            let below = match values_below(&values.values, &mut 0, values.leaves) {
                Written::Nothing => Written::List(Vec::new()),
                below => below,
            };
            keys.put("values", below.inline_if_short());
        }
        Axis::Range(unit) => keys.put("range", Written::text(unit.name())),
    }
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

/// The values from `at` whose leaves are before `end`, each with the values below it.
fn values_below(values: &[DimensionValue], at: &mut usize, end: usize) -> Written {
    let mut entries = Vec::new();
    while let Some(value) = values.get(*at).filter(|value| value.leaves.start < end) {
        *at += 1;
        let below = values_below(values, at, value.leaves.end);
        entries.push((value.slug.to_string(), below));
    }
    if entries.is_empty() {
        return Written::Nothing;
    }
    if entries.iter().all(|(_, below)| *below == Written::Nothing) {
        return Written::List(
            entries
                .into_iter()
                .map(|(slug, _)| Written::Text(slug))
                .collect(),
        );
    }
    Written::Mapping(entries)
}

fn organisation(model: &Model, organisation: &Organisation) -> Option<(String, Written)> {
    if organisation.is_placeholder {
        return None;
    }
    let mut keys = Keys::with(model, &organisation.evidence);
    keys.name(&organisation.name, &organisation.slug);
    organisation.write(&mut keys);
    Some((organisation.slug.to_string(), keys.short("name")))
}

fn term(model: &Model, term: &Term) -> Option<(String, Written)> {
    if term.is_placeholder {
        return None;
    }
    let mut keys = Keys::with(model, &term.evidence);
    keys.name(&term.name, &term.slug);
    term.write(&mut keys);
    Some((term.slug.to_string(), keys.short("name")))
}

fn code_list(model: &Model, list: &CodeList) -> Option<(String, Written)> {
    if list.is_placeholder {
        return None;
    }
    let mut keys = Keys::with(model, &list.evidence);
    keys.name(&list.name, &list.slug);
    list.write(&mut keys);
    let written = if list.is_plain() && !list.values.is_empty() {
        keys.short("values")
    } else {
        keys.mapping()
    };
    Some((list.slug.to_string(), written))
}

fn mapping(model: &Model, mapping: &Mapping) -> Written {
    let code_list = |id| Written::text(&model.code_lists[id].slug);
    let mut keys = Keys::with(model, &mapping.evidence);
    keys.put("from", code_list(mapping.from.id()));
    keys.put("to", code_list(mapping.to.id()));
    mapping.write(&mut keys);
    keys.mapping()
}

fn system(model: &Model, system: &System) -> Option<(String, Written)> {
    if system.origin != Origin::Declared {
        return None;
    }
    let mut keys = Keys::with(model, &system.evidence);
    keys.name(&system.name, &system.slug);
    system.write(&mut keys);
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

fn field(model: &Model, field: &Field) -> Written {
    let mut keys = Keys::with(model, &field.evidence);
    if let Some(name) = &field.name {
        keys.put("name", Written::text(name));
    }
    field.write(&mut keys);
    if is_implied(model, field) {
        keys.remove("term");
    }
    // `not-shared` has no short form.
    match field.term {
        Stated::NotShared(_) => keys.mapping(),
        _ => keys.short("term"),
    }
}

/// True if the field has the term of its own id without stating it.
fn is_implied(model: &Model, field: &Field) -> bool {
    let Stated::Known(term, span) = &field.term else {
        return false;
    };
    let term = &model.terms[term.id()];
    // A placeholder term comes from some field that refers to it. If its place is not that of the field's own id, this field states it.
    close_key(&term.slug) == close_key(&field.slug) && (!term.is_placeholder || *span == field.span)
}

/// One flow with resolved references.
pub(super) fn flow(model: &Model, flow: &Flow) -> Written {
    let system = |id| Written::text(&model.systems[id].slug);
    let mut keys = Keys::with(model, &flow.evidence);
    keys.put("from", system(flow.from.id()));
    keys.put("to", system(flow.to.id()));
    flow.write(&mut keys);
    keys.mapping()
}

fn need(model: &Model, need: &Need) -> (String, Written) {
    let mut keys = Keys::with(model, &need.evidence);
    need.write(&mut keys);
    (need.slug.to_string(), keys.short("question"))
}

fn case(model: &Model, case: &Case) -> Option<(String, Written)> {
    if case.is_placeholder {
        return None;
    }
    let mut keys = Keys::with(model, &case.evidence);
    keys.name(&case.name, &case.slug);
    case.write(&mut keys);
    Some((case.slug.to_string(), keys.short("name")))
}

fn decision(model: &Model, decision: &Decision) -> Written {
    let mut keys = Keys::with(model, &decision.evidence);
    keys.put("finding", Written::text(&decision.finding));
    decision.write(&mut keys);
    keys.mapping()
}

#[cfg(test)]
mod laws;
