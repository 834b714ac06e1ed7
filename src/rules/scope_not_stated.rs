//! Systems that do not say whom their data is about, where others of the same terms do.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use super::different_scope::place;
use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::FlowGraph;
use crate::model::DimensionId;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Model;
use crate::model::Origin;
use crate::model::SystemId;

rule! {
    /// ## Finds
    /// A system that says nothing on a dimension on which another system restricts the same term, or on which a need asks for it. One finding for
    /// each system; the dimensions are listed by how many comparisons wait for them, most first.
    /// ## Why it matters
    /// What is not stated is neither all nor none, so whether the two are about the same people cannot be told.
    /// ## How to fix
    /// State the dimension under `covers:`, with `all` where it restricts nothing.
    /// ## When it is fine
    /// Where the dimension can have no meaning for the system.
    "scope-not-stated", Definition, Note, "a system that does not say whom its data is about", check
}

/// Who restricts a term on a dimension.
#[derive(Default, Clone)]
struct Restriction {
    /// The systems that do, each once, in order.
    systems: Vec<SystemId>,
    /// How many needs do.
    needs: usize,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.dimensions.is_empty() {
        return;
    }
    let restrictions = restrictions(model);
    let mut waiting: BTreeMap<SystemId, BTreeMap<DimensionId, (usize, BTreeSet<FieldId>)>> =
        BTreeMap::new();
    for (id, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        let Some(of_term) = field
            .term()
            .and_then(|term| restrictions.get(&term.index()))
        else {
            continue;
        };
        for (dimension, restriction) in of_term {
            let is_open = model
                .scope(id)
                .iter()
                .any(|scope| !scope.0[dimension.index()].is_stated());
            let own = usize::from(restriction.systems.binary_search(&field.system).is_ok());
            let blocked = restriction.systems.len() - own + restriction.needs;
            if is_open && blocked > 0 {
                let entry = waiting
                    .entry(field.system)
                    .or_default()
                    .entry(*dimension)
                    .or_default();
                entry.0 += blocked;
                entry.1.insert(id);
            }
        }
    }
    for (system, dimensions) in waiting {
        if model.systems[system].origin == Origin::Declared {
            findings.push(finding(model, system, &dimensions));
        }
    }
}

/// For each term that is more than context, by index: the dimensions on which somebody restricts it.
fn restrictions(model: &Model) -> BTreeMap<usize, BTreeMap<DimensionId, Restriction>> {
    let mut restrictions: BTreeMap<usize, BTreeMap<DimensionId, Restriction>> = BTreeMap::new();
    let restricted = |boxes: &[crate::model::ScopeBox]| -> Vec<DimensionId> {
        let ids = model.dimensions.ids();
        ids.filter(|id| {
            boxes.iter().any(|scope| {
                let extent = &scope.0[id.index()];
                extent.is_stated()
                    && *extent != Extent::All
                    && *extent != model.space().0[id.index()]
            })
        })
        .collect()
    };
    for (id, field) in model.fields.iter() {
        let Some(term) = field.term().filter(|term| !model.terms[*term].is_context()) else {
            continue;
        };
        for dimension in restricted(model.scope(id)) {
            let of_term = restrictions.entry(term.index()).or_default();
            let systems = &mut of_term.entry(dimension).or_default().systems;
            if systems.last() != Some(&field.system) {
                systems.push(field.system);
            }
        }
    }
    for (_, need) in model.needs.iter() {
        let Some(boxes) = need.covers.known() else {
            continue;
        };
        for term in need.terms.iter().map(crate::model::Ref::id) {
            if model.terms[term].is_context() {
                continue;
            }
            for dimension in restricted(boxes) {
                let of_term = restrictions.entry(term.index()).or_default();
                of_term.entry(dimension).or_default().needs += 1;
            }
        }
    }
    restrictions
}

fn waiting_detail(
    model: &Model,
    dimension: DimensionId,
    blocked: usize,
    fields: &BTreeSet<FieldId>,
) -> serde_json::Value {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    json!({
        "dimension": model.dimensions[dimension].slug,
        "comparisons_waiting": blocked,
        "fields": fields,
    })
}

fn finding(
    model: &Model,
    id: SystemId,
    dimensions: &BTreeMap<DimensionId, (usize, BTreeSet<FieldId>)>,
) -> Finding {
    let system = &model.systems[id];
    let mut sorted: Vec<_> = dimensions.iter().collect();
    sorted.sort_by_key(|(dimension, (blocked, _))| (std::cmp::Reverse(*blocked), **dimension));
    let blocked: usize = sorted.iter().map(|(_, (blocked, _))| blocked).sum();
    let fields: BTreeSet<FieldId> = dimensions
        .values()
        .flat_map(|(_, fields)| fields.clone())
        .collect();
    let slugs: Vec<String> = sorted
        .iter()
        .map(|(dimension, _)| format!("`{}`", model.dimensions[**dimension].slug))
        .collect();
    let detail: Vec<_> = sorted
        .iter()
        .map(|(dimension, (blocked, fields))| waiting_detail(model, **dimension, *blocked, fields))
        .collect();
    let first = *fields
        .first()
        .expect("a dimension waits because of a field");
    let span = if system.covers.is_open() && model.fields[first].covers.is_open() {
        system.span
    } else {
        place(model, first)
    };
    let owner = system
        .owner()
        .map(|owner| model.organisations[owner].slug.to_string());
    let names = sorted
        .iter()
        .take(3)
        .map(|(dimension, _)| model.dimensions[**dimension].name.to_string());
    Finding::at(
        &KIND,
        &[&system.slug],
        span,
        format!("nothing here on {}", slugs[0]),
    )
    .message(format!(
        "`{}` does not say whom it is about on {}",
        system.slug,
        few(&slugs)
    ))
    .subject("system", &*system.slug)
    .subjects(
        "fields",
        fields.iter().map(|field| model.field_name(*field)),
    )
    .detail("waiting", detail)
    .detail("comparisons_waiting", blocked)
    .certainty(Certainty::CannotTell)
    .help(format!(
        "state {} in `covers:` of `{}`, with `all` where it restricts nothing{}",
        slugs[0],
        system.slug,
        super::definition_missing::waiting(blocked)
    ))
    .ask(
        owner.unwrap_or_default(),
        format!(
            "Whom is `{}` about, by {}?",
            system.slug,
            names.collect::<Vec<_>>().join(", ")
        ),
    )
}

/// Three of the names, the others counted.
fn few(names: &[String]) -> String {
    match names.len() {
        0..=3 => names.join(", "),
        count => format!("{} and {} more", names[..3].join(", "), count - 3),
    }
}
