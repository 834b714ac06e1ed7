//! A field that is neither captured nor fed.

use serde_json::json;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::Contents;
use crate::read::model::DataLevel;
use crate::read::model::FieldId;
use crate::read::model::FieldType;
use crate::read::model::Flow;
use crate::read::model::FlowId;
use crate::read::model::Model;
use crate::read::model::Origin;
use crate::read::model::Ref;
use crate::read::model::SystemId;
use crate::read::model::SystemKind;
use crate::read::model::overlap;

rule! {
    /// ## Finds
    /// A field that no stated flow fills, in a system where nothing is first captured: a publication, an analysis or a linkage. One finding a
    /// system, with all such fields. A number in totals is made where they are made: where flows bring cases or figures about the same people it is
    /// counted or worked out from them, and not meant. It cannot be told where a flow reaches the system and lists no fields; nor where the
    /// system gives a field a definition of its own, and what it receives may do to work it out: a class of cases, a rate, a yes or no.
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
            let term = model.term_of(field);
            term.is_some_and(|term| model.terms[term].is_context())
        };
        let fields: Vec<FieldId> = system
            .fields
            .ids()
            .filter(|field| !is_context(*field) && !is_fed(*field))
            .filter(|field| !is_misspelt(graph, *field))
            .collect();
        let open = graph
            .flows_in(id)
            .iter()
            .find(|flow| model.flows[**flow].fields.is_open());
        let made = |field: &FieldId| made_here(graph, *field);
        let mut fields: Vec<FieldId> = fields
            .into_iter()
            .filter(|field| made(field) != Made::Surely)
            .collect();
        if fields.is_empty() {
            continue;
        }
        if let Some(flow) = open {
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
            continue;
        }
        let perhaps: Vec<FieldId> = fields
            .iter()
            .copied()
            .filter(|field| made(field) == Made::Perhaps)
            .collect();
        if perhaps.len() == fields.len() {
            findings.push(undecided(graph, id, &fields));
            continue;
        }
        fields.retain(|field| !perhaps.contains(field));
        let mut told = finding(graph, id, &fields);
        if !perhaps.is_empty() {
            told = told
                .detail("perhaps_made_here", names(model, &perhaps))
                .help(format!(
                    "add the flow that brings it, or list the field in the flow that does; and say from what {} more may be worked out there",
                    counted(perhaps.len())
                ));
        }
        findings.push(told);
    }
}

/// Whether the values of a field are made in its system.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Surely,
    /// The system says in its own words what it takes for it, and receives what may do to work it out.
    Perhaps,
    /// Nothing says so.
    Unsaid,
}

/// What reaches a system with its fields listed, and is about the same people, is what its numbers can be counted or worked out from.
fn made_here(graph: &FlowGraph, id: FieldId) -> Made {
    let model = graph.model();
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    let brings = |flow: &FlowId| {
        let flow = &model.flows[*flow];
        let passages = flow.passages().iter();
        let values = passages.filter(|passage| passage.how.is_direct());
        let mut sources = values.flat_map(|passage| &passage.from).map(Ref::id);
        let is_open = flow.fields.is_open();
        let is_same =
            |source: FieldId| overlap(model.scope(source), model.scope(id)) != Some(false);
        is_open && brings_cases(graph, flow) || sources.any(is_same)
    };
    if !graph.flows_in(field.system).iter().any(brings) {
        return Made::Unsaid;
    }
    let holds_totals = match system.level.known() {
        Some(level) => *level == DataLevel::Aggregate,
        None => system.kind.known() == Some(&SystemKind::Publication),
    };
    match field.kind.known() {
        Some(FieldType::Number) if holds_totals => Made::Surely,
        // What a person wrote, or a day, is not worked out.
        Some(FieldType::Text | FieldType::Date | FieldType::Datetime | FieldType::Identifier) => {
            Made::Unsaid
        }
        _ if field.definition.known().is_some() => Made::Perhaps,
        _ => Made::Unsaid,
    }
}

/// The names of fields, sorted.
fn names(model: &Model, fields: &[FieldId]) -> Vec<String> {
    let mut names: Vec<String> = fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    names.sort();
    names
}

/// True where nothing says that a flow brings totals.
fn brings_cases(graph: &FlowGraph, flow: &Flow) -> bool {
    let source = graph.model().systems[flow.from.id()].level.known();
    flow.contains.known() != Some(&Contents::Aggregate) && source != Some(&DataLevel::Aggregate)
}

/// The finding on fields that their system may itself work out.
fn undecided(graph: &FlowGraph, id: SystemId, fields: &[FieldId]) -> Finding {
    let model = graph.model();
    let system = &model.systems[id];
    let (verb, them) = if fields.len() == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let owner = system
        .owner()
        .map_or("", |owner| &*model.organisations[owner].slug);
    let shown: Vec<&str> = fields
        .iter()
        .map(|field| &*model.fields[*field].slug)
        .collect();
    let shown = shown.join("`, `");
    finding(graph, id, fields)
        .message(format!(
            "whether {} of `{}` {verb} worked out there cannot be told: no flow brings {them}",
            counted(fields.len()),
            system.slug
        ))
        .certainty(Certainty::CannotTell)
        .help("say what it is worked out from: `{from: […], to: …, how: derived}` in the flow that brings that")
        .ask(
            owner,
            format!(
                "Does `{}` work out `{shown}` itself, and from what?",
                system.slug
            ),
        )
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
    !field.is_declared
        || !crate::read::syntax::nearest(&field.slug, others.iter().copied()).is_empty()
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
                "Where {} `{}` of `{}` come from?",
                if shown.len() == 1 { "does" } else { "do" },
                shown.join("`, `"),
                system.slug
            ),
        )
}
