//! One name with different meanings in different systems.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use rustc_hash::FxHashMap;

use super::facets::{MOST_SHOWN, are_apart, is_sourced, surest_two};
use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FieldId, Model, TermId};
use crate::read::syntax::close_key;
use crate::words::{few, readable};

rule! {
    /// ## Finds
    /// An id or a name that is given to fields of different terms in different systems. Identifiers and plain context are left out.
    /// ## Why it matters
    /// Readers, and programs that join by name, take two different things for one.
    /// ## How to fix
    /// Rename one of them, or give both the same term where they do mean the same.
    /// ## When it is fine
    /// Where each name is only ever seen inside its own system.
    "same-name-other-term", Definition, Warning, "one name that means different things", find, tell
}

/// One name of fields of different terms.
struct SameName {
    /// The id as the first field with this id writes it; if the fields share only their name, the name in its compared form.
    id: Box<str>,
    /// The same id, or else the shared name.
    name: Box<str>,
    /// In the order of the model.
    fields: Box<[FieldId]>,
}
about!(SameName {
    name: [id],
    subjects: [name, &fields]
});

fn find(graph: &FlowGraph) -> Vec<Found<SameName>> {
    let model = graph.model();
    let mut known = BTreeSet::new();
    let named = named(model).into_iter();
    let found = named.filter_map(|(key, group)| {
        let (first, term) = group[0];
        if group.iter().all(|(_, other)| *other == term)
            || !group
                .iter()
                .any(|(field, _)| are_apart(model, *field, first))
        {
            return None;
        }
        let fields: Box<[FieldId]> = group.iter().map(|(field, _)| *field).collect();
        if !known.insert(fields.clone()) {
            return None;
        }
        let mut slugs = fields.iter().map(|field| &*model.fields[*field].slug);
        let slug = slugs.find(|slug| close_key(slug) == key);
        let name = slug.or(model.fields[first].name.as_deref());
        let span = model.fields[one_of_each_first(model, &fields)[0]].span;
        let sure = group.iter().copied();
        let sure = sure.filter(|(field, _)| is_sourced(model, *field));
        let certainty = surest_two(model, sure);
        let what = SameName {
            id: slug.unwrap_or(&key).into(),
            name: name.unwrap_or(&key).into(),
            fields,
        };
        Some(Found::sure(span, certainty, what))
    });
    found.collect()
}

/// The fields by id and name in compared form, with their terms, in the order of the names.
fn named(model: &Model) -> BTreeMap<String, Vec<(FieldId, TermId)>> {
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    // By spelling first: there are few spellings, and each is converted once.
    let mut spelt: Vec<(&str, Vec<(FieldId, TermId)>)> = Vec::new();
    // Most equal ids share one text in memory.
    let mut by_place: FxHashMap<usize, usize> = FxHashMap::default();
    let mut number_of = |spelling, spelt: &mut Vec<_>| {
        *numbers.entry(spelling).or_insert_with(|| {
            spelt.push((spelling, Vec::new()));
            spelt.len() - 1
        })
    };
    for (id, field) in model.fields.iter() {
        let Some(term) = field
            .term()
            .filter(|term| !model.terms[*term].is_context() && !model.terms[*term].is_placeholder)
        else {
            continue;
        };
        let place = by_place.entry(field.slug.as_ptr().addr());
        let number = *place.or_insert_with(|| number_of(&*field.slug, &mut spelt));
        spelt[number].1.push((id, term));
        if let Some(name) = field.name.as_deref() {
            let number = number_of(name, &mut spelt);
            spelt[number].1.push((id, term));
        }
    }
    let mut named: BTreeMap<String, Vec<(FieldId, TermId)>> = BTreeMap::new();
    for (spelling, fields) in spelt {
        named.entry(close_key(spelling)).or_default().extend(fields);
    }
    for fields in named.values_mut() {
        fields.sort_unstable();
        fields.dedup();
    }
    named
}

/// The fields with one of each term first, so that the places shown show the difference.
fn one_of_each_first(model: &Model, fields: &[FieldId]) -> Vec<FieldId> {
    let mut known = BTreeSet::new();
    let (mut shown, rest): (Vec<FieldId>, Vec<FieldId>) = fields
        .iter()
        .partition(|field| known.insert(model.term_of(**field)));
    shown.sort_by_key(|field| model.term_of(*field));
    shown.extend(rest);
    shown
}

fn tell(found: &Found<SameName>, names: &Names<'_>) -> Words {
    let model = names.model();
    let term = |field: FieldId| {
        let term = model.term_of(field);
        names.id(term.expect("only fields with a term are grouped"))
    };
    let terms: BTreeSet<String> = found.fields.iter().map(|field| term(*field)).collect();
    let listed: Vec<String> = terms.iter().map(|term| format!("`{term}`")).collect();
    let detail = found.fields.iter();
    let detail = detail.map(|field| json!({"field": names.id(field), "term": term(*field)}));
    let shown = one_of_each_first(model, &found.fields);
    let places = shown.iter().take(MOST_SHOWN).map(|field| {
        let label = format!("{} means `{}`", names.of(field), term(*field));
        (model.fields[*field].span, label)
    });
    let (first, second) = (names.of(shown[0]), names.of(shown[1]));
    Words::shown(places)
        .message(format!(
            "the name “{}” means {} different things: {}",
            readable(&found.name),
            terms.len(),
            few(&listed)
        ))
        .detail("terms", detail.collect::<Vec<_>>())
        .help(format!(
            "rename {first} or {second}, or give both the same term where they mean the same"
        ))
        .ask(
            names.owner_of(shown[1]),
            format!("Does {second} mean `{}`, as {first} does?", term(shown[0])),
        )
}
