//! Fields of one term whose cases are put into a period by different dates.

use serde_json::json;

use super::different_scope::owner;
use super::different_scope::place;
use super::facets::MOST_SHOWN;
use super::facets::by_term;
use super::facets::certainty;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Basis;
use crate::read::model::DimensionId;
use crate::read::model::Extent;
use crate::read::model::FieldId;
use crate::read::model::Leaves;
use crate::read::model::Model;
use crate::read::model::TermId;
use crate::read::model::extent_words;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, whose cases are put into a period by different dates: by the day it happened in one, by the day
    /// it was registered in another. The dimension `counted_by` says so. `all`, for records in which no date decides, differs from none.
    /// ## Why it matters
    /// Totals of one year differ although the definitions agree: what lies between the two dates moves cases from one period to the next.
    /// How many depends on how long that takes, which is a distribution and not a number.
    /// ## How to fix
    /// Agree which date decides, or publish both with the distribution of the time between them.
    /// ## When it is fine
    /// Where each figure names its date wherever it is shown.
    "different-count-basis", Definition, Warning, "fields of one term counted by different dates", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let Some((dimension, _)) = model.count_basis() else {
        return;
    };
    let of_scope: Vec<Basis> = model
        .scopes()
        .iter()
        .map(|scope| Model::basis_of_boxes(dimension, scope))
        .collect();
    for (term, fields) in by_term(graph) {
        if !model.terms[term].is_context() {
            findings.extend(announced(graph, dimension, &of_scope, term, fields));
        }
    }
}

/// The fields of a term by the dates that count them.
type Bases = Vec<(Leaves, Vec<FieldId>)>;

/// The finding, without its words yet.
fn announced(
    graph: &FlowGraph,
    dimension: DimensionId,
    of_scope: &[Basis],
    term: TermId,
    fields: &[FieldId],
) -> Option<Finding> {
    let model = graph.model();
    let mut bases: Bases = Vec::new();
    for field in fields {
        let Basis::By(leaves) = &of_scope[model.scope_number(*field) as usize] else {
            continue;
        };
        match bases.iter_mut().find(|(known, _)| known == leaves) {
            Some((_, fields)) => fields.push(*field),
            None => bases.push((leaves.clone(), vec![*field])),
        }
    }
    let counted: Vec<FieldId> = bases
        .iter()
        .flat_map(|(_, fields)| fields.iter().copied())
        .collect();
    let system = |field: &FieldId| model.system_of(*field);
    let are_apart = counted
        .iter()
        .any(|field| system(field) != system(&counted[0]));
    if bases.len() < 2 || !are_apart {
        return None;
    }
    let certainty = certainty(model, &counted);
    let (slug, span) = (&model.terms[term].slug, place(model, bases[0].1[0]));
    let whole = graph.clone();
    Some(Finding::later_whole(
        &KIND,
        &[slug],
        span,
        certainty,
        move || told(whole.model(), dimension, term, &bases, certainty),
    ))
}

fn told(
    model: &Model,
    dimension: DimensionId,
    term: TermId,
    bases: &Bases,
    certainty: Certainty,
) -> Finding {
    let counted: Vec<FieldId> = bases
        .iter()
        .flat_map(|(_, fields)| fields.iter().copied())
        .collect();
    let words = |leaves: &Leaves| {
        let extent = Extent::Leaves(leaves.clone());
        extent_words(&model.dimensions[dimension], &extent).unwrap_or_default()
    };
    let all: Vec<String> = bases.iter().map(|(leaves, _)| words(leaves)).collect();
    let slug = &model.terms[term].slug;
    let label = |index: usize| {
        let (_, fields) = &bases[index];
        let more = match fields.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("`{}`{more}: by {}", model.field_name(fields[0]), all[index])
    };
    let names = |fields: &[FieldId]| -> Vec<String> {
        fields
            .iter()
            .map(|field| model.field_name(*field))
            .collect()
    };
    let detail: Vec<_> = bases
        .iter()
        .zip(&all)
        .map(|((_, fields), words)| json!({"counted_by": words, "fields": names(fields)}))
        .collect();
    let (first, second) = (bases[0].1[0], bases[1].1[0]);
    let mut finding = Finding::at(&KIND, &[slug], place(model, first), label(0))
        .message(format!("`{slug}` is counted by {} different dates: {}", all.len(), all.join(", ")))
        .subject("term", &**slug)
        .subjects("fields", names(&counted))
        .detail("bases", detail)
        .certainty(certainty)
        .help(format!("agree by which date `{slug}` is counted, or show both with the distribution of the time between them: a case can fall into different periods by {} and by {}, so that totals differ though each is right", all[0], all[1]))
        .ask(owner(model, second), format!("Could `{}` also be counted by {}, and how long does it take from one date to the other?", model.field_name(second), all[0]));
    for (index, (_, fields)) in bases.iter().enumerate().skip(1).take(MOST_SHOWN - 1) {
        finding = finding.also(place(model, fields[0]), label(index));
    }
    finding
}
