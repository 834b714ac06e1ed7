//! Fields of which nobody has said what they mean.

use std::collections::BTreeMap;

use serde_json::json;

use super::facets::MOST_SHOWN;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::Origin;
use crate::read::model::SystemId;
use crate::read::model::TermId;

rule! {
    /// ## Finds
    /// Fields that have no term, and fields of a term that neither the glossary nor the field explains although other systems hold it too. One
    /// finding for each system; its fields are listed by how many comparisons wait for them, most first. `term: none` says that a field
    /// has none on purpose.
    /// ## Why it matters
    /// A field without a meaning is never compared with any other: what is collected twice or defined otherwise stays unseen.
    /// ## How to fix
    /// Give the field a `term:`, and the term a `definition:` in the owner's words.
    /// ## When it is fine
    /// While the map is being written.
    "definition-missing", Definition, Note, "fields of which nobody has said what they mean", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let holders = holders(model);
    let mut waiting: BTreeMap<SystemId, Vec<(usize, FieldId)>> = BTreeMap::new();
    for (id, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        let blocked = match field.term() {
            None if field.term.is_open() => graph.links_in(id).len() + graph.links_out(id).len(),
            Some(term) if field.definition.known().is_none() && is_bare(model, term) => {
                match holders[term.index()] {
                    0 | 1 => continue,
                    others => others - 1,
                }
            }
            _ => continue,
        };
        waiting.entry(field.system).or_default().push((blocked, id));
    }
    for (system, mut fields) in waiting {
        if model.systems[system].origin == Origin::Declared {
            fields.sort_by_key(|(blocked, field)| (std::cmp::Reverse(*blocked), *field));
            findings.push(announced(graph, system, fields));
        }
    }
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, id: SystemId, fields: Vec<(usize, FieldId)>) -> Finding {
    let model = graph.model();
    let (slug, span) = (&model.systems[id].slug, model.fields[fields[0].1].span);
    let whole = graph.clone();
    Finding::later_whole(&KIND, &[slug], span, Certainty::CannotTell, move || {
        finding(whole.model(), id, &fields)
    })
}

/// For each term, how many systems declare a field of it.
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

/// True where the glossary gives a term no definition, and no name that says more than its id.
fn is_bare(model: &Model, term: TermId) -> bool {
    let term = &model.terms[term];
    term.definition.known().is_none() && term.name == term.slug
}

fn finding(model: &Model, id: SystemId, fields: &[(usize, FieldId)]) -> Finding {
    let system = &model.systems[id];
    let blocked: usize = fields.iter().map(|(blocked, _)| blocked).sum();
    let label = |field: FieldId| match model.term_of(field) {
        Some(term) => format!("`{}` is explained nowhere", model.terms[term].slug),
        None => "no term here".to_owned(),
    };
    let what = if fields.len() == 1 { "field" } else { "fields" };
    let detail: Vec<_> = fields
        .iter()
        .map(|(blocked, field)| json!({"field": model.field_name(*field), "comparisons_waiting": blocked}))
        .collect();
    let first = fields[0].1;
    let asked: Vec<String> = fields
        .iter()
        .take(3)
        .map(|(_, field)| format!("`{}`", model.fields[*field].slug))
        .collect();
    let owner = system
        .owner()
        .map(|owner| model.organisations[owner].slug.to_string());
    let mut finding = Finding::at(
        &KIND,
        &[&system.slug],
        model.fields[first].span,
        label(first),
    )
    .message(format!(
        "nobody has said what {} {what} of `{}` mean{}",
        fields.len(),
        system.slug,
        if fields.len() == 1 { "s" } else { "" }
    ))
    .subject("system", &*system.slug)
    .subjects(
        "fields",
        fields.iter().map(|(_, field)| model.field_name(*field)),
    )
    .detail("waiting", detail)
    .detail("comparisons_waiting", blocked)
    .certainty(Certainty::CannotTell)
    .help(format!(
        "give `{}` a `term:` that the glossary defines{}",
        model.field_name(first),
        waiting(blocked)
    ))
    .ask(
        owner.unwrap_or_default(),
        format!(
            "What do these fields of `{}` mean: {}?",
            system.slug,
            asked.join(", ")
        ),
    );
    for (_, field) in fields.iter().skip(1).take(MOST_SHOWN - 1) {
        finding = finding.also(model.fields[*field].span, label(*field));
    }
    finding
}

/// How many comparisons wait, as the end of a sentence.
pub(super) fn waiting(blocked: usize) -> String {
    match blocked {
        0 => String::new(),
        1 => "; 1 comparison waits for it".to_owned(),
        blocked => format!("; {blocked} comparisons wait for it"),
    }
}
