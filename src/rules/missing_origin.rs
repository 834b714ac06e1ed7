//! A field that is neither captured nor fed.

use serde_json::json;

use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::FlowGraph;
use crate::model::Contents;
use crate::model::DataLevel;
use crate::model::FieldId;
use crate::model::FieldType;
use crate::model::Origin;
use crate::model::SystemId;
use crate::model::SystemKind;

rule! {
    /// ## Finds
    /// A field that no stated flow fills, in a system where nothing is first captured: a publication, an analysis or a linkage. A number that
    /// totals count from the cases they receive is made there, and not meant. Where a flow reaches the
    /// system and lists no fields, it cannot be told; such fields are then counted together, one finding a system.
    /// ## Why it matters
    /// The figure comes from somewhere. While that is not known nobody can say what it means, how old it is or whom it covers.
    /// ## How to fix
    /// Add the flow that brings it, or list the field in the flow that does.
    /// ## When it is fine
    /// Where the system does capture it: give it the kind that fits, such as `collection`.
    "missing-origin", Gap, Warning, "a field that is neither captured nor fed", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    for (id, system) in model.systems.iter() {
        if system.origin != Origin::Declared || system.is_filled_by_others() {
            continue;
        }
        let is_fed = |field: FieldId| {
            graph
                .links_in(field)
                .iter()
                .any(|link| link.how.is_direct())
        };
        let is_context = |field: FieldId| {
            let term = model.fields[field].term();
            term.is_some_and(|term| model.terms[term].is_context())
        };
        let fields: Vec<FieldId> = system
            .fields
            .ids()
            .filter(|field| !is_context(*field) && !is_fed(*field))
            .filter(|field| !is_counted_here(graph, *field))
            .filter(|field| !is_misspelt(graph, *field))
            .collect();
        if fields.is_empty() {
            continue;
        }
        let open = graph
            .flows_in(id)
            .iter()
            .find(|flow| model.flows[**flow].fields.is_open());
        match open {
            Some(flow) => {
                let (span, slug) = (model.flows[*flow].from.span, &model.flows[*flow].slug);
                let finding = finding(graph, id, &fields)
                    .message(format!(
                        "where {} of `{}` come from cannot be told: the flow `{slug}` lists no fields",
                        counted(fields.len()),
                        system.slug
                    ))
                    .also(span, "this flow lists no fields")
                    .certainty(Certainty::CannotTell)
                    .help(format!("list the `fields` of `{slug}`"));
                findings.push(finding);
            }
            None => findings.push(finding(graph, id, &fields)),
        }
    }
}

/// True for a number in totals that single cases reach: it is counted from them, and no flow could bring it.
fn is_counted_here(graph: &FlowGraph, id: FieldId) -> bool {
    let model = graph.model();
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    let holds_totals = match system.level.known() {
        Some(level) => *level == DataLevel::Aggregate,
        None => system.kind.known() == Some(&SystemKind::Publication),
    };
    let brings_cases = |flow: &crate::model::FlowId| {
        let flow = &model.flows[*flow];
        let source = model.systems[flow.from.id()].level.known();
        flow.contains.known() != Some(&Contents::Aggregate) && source != Some(&DataLevel::Aggregate)
    };
    holds_totals
        && field.kind.known() == Some(&FieldType::Number)
        && graph.flows_in(field.system).iter().any(brings_cases)
}

/// True for a field that is not declared, and for one that a flow seems to name by another spelling: both are told already.
fn is_misspelt(graph: &FlowGraph, id: FieldId) -> bool {
    let model = graph.model();
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    if !system.lists_fields {
        return false;
    }
    let fields = system.fields.ids().map(|id| &model.fields[id]);
    let others = fields.filter(|field| !field.is_declared);
    let others: Vec<&str> = others.map(|field| &*field.slug).collect();
    !field.is_declared || !crate::syntax::nearest(&field.slug, others.iter().copied()).is_empty()
}

fn word(kind: SystemKind) -> &'static str {
    match kind {
        SystemKind::Publication => "publication",
        SystemKind::Linkage => "linkage",
        _ => "analysis",
    }
}

fn counted(fields: usize) -> String {
    if fields == 1 {
        "1 field".to_owned()
    } else {
        format!("{fields} fields")
    }
}

fn finding(graph: &FlowGraph, id: SystemId, fields: &[FieldId]) -> Finding {
    let model = graph.model();
    let system = &model.systems[id];
    let names: Vec<String> = fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    let kind = system.kind.known().map_or("", |kind| word(*kind));
    let owner = system
        .owner()
        .map_or("", |owner| &*model.organisations[owner].slug);
    let (place, message) = match fields {
        [field] => (
            model.fields[*field].span,
            format!(
                "nothing fills `{}`, and a system of kind `{kind}` captures nothing",
                names[0]
            ),
        ),
        _ => (
            model.fields[fields[0]].span,
            format!(
                "nothing fills {} of `{}`, and a system of kind `{kind}` captures nothing",
                counted(fields.len()),
                system.slug
            ),
        ),
    };
    let shown: Vec<&str> = fields
        .iter()
        .map(|field| &*model.fields[*field].slug)
        .collect();
    Finding::at(&KIND, &[&system.slug], place, "neither captured nor fed")
        .message(message)
        .subject("system", &*system.slug)
        .subjects("fields", names.clone())
        .detail("kind", json!(kind))
        .help("add the flow that brings it, or list the field in the flow that does")
        .ask(
            owner,
            format!(
                "Where do `{}` of `{}` come from?",
                shown.join("`, `"),
                system.slug
            ),
        )
}
