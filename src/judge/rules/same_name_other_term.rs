//! One name that means different things in different systems.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use rustc_hash::FxHashMap;

use super::different_scope::owner;
use super::facets::MOST_SHOWN;
use super::facets::certainty;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Model;
use crate::read::model::TermId;
use crate::read::syntax::matching_key;

rule! {
    /// ## Finds
    /// An id or a name that is given to fields of different terms in different systems. Identifiers and plain context are left out.
    /// ## Why it matters
    /// Readers, and programs that join by name, take two different things for one.
    /// ## How to fix
    /// Rename one of them, or give both the same term where they do mean the same.
    /// ## When it is fine
    /// Where each name is only ever seen inside its own system.
    "same-name-other-term", Definition, Warning, "one name that means different things", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut told = BTreeSet::new();
    for (name, group) in named(model) {
        let terms: BTreeSet<TermId> = group.iter().map(|(_, term)| *term).collect();
        if terms.len() < 2 {
            continue;
        }
        let fields: Vec<FieldId> = group.iter().map(|(field, _)| *field).collect();
        let systems: BTreeSet<_> = fields.iter().map(|field| model.system_of(*field)).collect();
        if systems.len() > 1 && told.insert(fields.clone()) {
            findings.push(announced(graph, &name, fields));
        }
    }
}

/// The fields of each id and name as it is compared, with their terms, in the order of the names.
fn named(model: &Model) -> BTreeMap<String, Vec<(FieldId, TermId)>> {
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    // By spelling first: there are few, and each is turned into what is compared once.
    let mut spelt: Vec<(&str, Vec<(FieldId, TermId)>)> = Vec::new();
    // Most ids of one spelling are one text in memory.
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
        named
            .entry(matching_key(spelling))
            .or_default()
            .extend(fields);
    }
    for fields in named.values_mut() {
        fields.sort_unstable();
        fields.dedup();
    }
    named
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, key: &str, fields: Vec<FieldId>) -> Finding {
    let model = graph.model();
    let span = model.fields[one_of_each_first(model, &fields)[0]].span;
    let id = written(model, key, &fields).unwrap_or(key);
    let (whole, certainty) = (graph.clone(), certainty(model, &fields));
    Finding::later_whole(&KIND, &[id], span, certainty, {
        let key = key.to_owned();
        move || finding(whole.model(), &key, &fields)
    })
}

/// The id as the first of the fields writes it that has it as its id.
fn written<'m>(model: &'m Model, key: &str, fields: &[FieldId]) -> Option<&'m str> {
    let mut slugs = fields.iter().map(|field| &*model.fields[*field].slug);
    slugs.find(|slug| matching_key(slug) == key)
}

fn finding(model: &Model, key: &str, fields: &[FieldId]) -> Finding {
    let term = |field: FieldId| {
        let term = model
            .term_of(field)
            .expect("only fields with a term are grouped");
        &*model.terms[term].slug
    };
    let terms: BTreeSet<&str> = fields.iter().map(|field| term(*field)).collect();
    let shown = one_of_each_first(model, fields);
    // The id as the first of them writes it, or else the name that they share.
    let slug = written(model, key, fields);
    let name = slug
        .or(model.fields[fields[0]].name.as_deref())
        .unwrap_or(key);
    let label = |field: FieldId| format!("`{}` means `{}`", model.field_name(field), term(field));
    let listed: Vec<String> = terms.iter().map(|term| format!("`{term}`")).collect();
    let detail: Vec<_> = fields
        .iter()
        .map(|field| json!({"field": model.field_name(*field), "term": term(*field)}))
        .collect();
    let mut finding = Finding::at(
        &KIND,
        &[slug.unwrap_or(key)],
        model.fields[shown[0]].span,
        label(shown[0]),
    )
    .message(format!(
        "`{name}` means {} different things: {}",
        terms.len(),
        listed.join(", ")
    ))
    .subject("name", name)
    .subjects(
        "fields",
        fields.iter().map(|field| model.field_name(*field)),
    )
    .detail("terms", detail)
    .certainty(certainty(model, fields))
    .help(format!(
        "rename `{}` or `{}`, or give both the same term where they mean the same",
        model.field_name(shown[0]),
        model.field_name(shown[1])
    ))
    .ask(
        owner(model, shown[1]),
        format!(
            "Does `{}` mean `{}`, as `{}` does?",
            model.field_name(shown[1]),
            term(shown[0]),
            model.field_name(shown[0])
        ),
    );
    for field in shown.iter().skip(1).take(MOST_SHOWN - 1) {
        finding = finding.also(model.fields[*field].span, label(*field));
    }
    finding
}

/// The fields with one of each term first, so that the places shown show the difference.
fn one_of_each_first(model: &Model, fields: &[FieldId]) -> Vec<FieldId> {
    let mut told = BTreeSet::new();
    let (mut shown, rest): (Vec<FieldId>, Vec<FieldId>) = fields
        .iter()
        .partition(|field| told.insert(model.term_of(**field)));
    shown.sort_by_key(|field| model.term_of(*field));
    shown.extend(rest);
    shown
}
