//! A field that is typed again by hand though its source holds it in a system.

use serde_json::json;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Flow;
use crate::read::model::How;
use crate::read::model::Origin;
use crate::read::model::Passage;

rule! {
    /// ## Finds
    /// A field that a person types again (method `form`, `email` or `manual`) although the system it comes from holds it
    /// as it is. What a person works out or counts up on the way is not meant.
    /// ## Why it matters
    /// It costs somebody's time at every supply, and each typing can go wrong.
    /// ## How to fix
    /// Draw it from the system: the finding names an electronic way that exists already, or the one to build.
    /// ## When it is fine
    /// Where it is typed twice on purpose, to check one against the other: write `justified:` on the flow.
    "retyped-field", Duplication, Warning, "a field typed again by hand though its source holds it in a system", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    for (id, flow) in graph
        .flows()
        .filter(|(_, flow)| flow.is_by_hand() && flow.justified.is_none())
    {
        if model.systems[flow.from.id()].origin != Origin::Declared {
            continue;
        }
        let certainty = if flow.evidence.is_sourced() {
            Certainty::Certain
        } else {
            Certainty::Likely
        };
        let passages = flow.passages().iter().enumerate();
        for (index, passage) in passages.filter(|(_, passage)| passage.how == How::Identity) {
            let is_context = model
                .term_of(passage.to.id())
                .is_some_and(|term| model.terms[term].is_context());
            if !is_context {
                let whole = graph.clone();
                findings.push(Finding::later_whole(
                    &KIND,
                    &[&model.field_name(passage.to.id())],
                    passage.span,
                    certainty,
                    move || {
                        let flow = &whole.model().flows[id];
                        finding(&whole, flow, &flow.passages()[index], certainty)
                    },
                ));
            }
        }
    }
}

fn finding(graph: &FlowGraph, flow: &Flow, passage: &Passage, certainty: Certainty) -> Finding {
    let model = graph.model();
    let (source, target) = (passage.from[0].id(), passage.to.id());
    let (from, to) = (model.field_name(source), model.field_name(target));
    let system = model.system_of(target);
    let is_electronic = |flow: &Flow| !flow.is_by_hand() && flow.method.known().is_some();
    let route = graph.route_to(
        source,
        |field| model.system_of(field) == system,
        |link| is_electronic(&model.flows[link.flow]),
    );
    let supplies = model.supplies_a_year(flow);
    let method = flow.method.known().map_or("", |method| method.word());
    let often = supplies.map_or_else(String::new, |supplies| format!(", {supplies} times a year"));
    let owner = model.systems[system].owner();
    let help = match &route {
        Some(route) => format!(
            "take it by the electronic way that exists: {}",
            names(graph, route).join(" -> ")
        ),
        None => format!(
            "replace the {method} by an extract or an interface from `{}`",
            model.systems[flow.from.id()].slug
        ),
    };
    Finding::at(
        &KIND,
        &[&to],
        passage.span,
        format!("typed again ({method}){often}"),
    )
    .message(format!(
        "`{to}` is typed again by hand, though `{from}` holds it"
    ))
    .also(model.fields[source].span, "held here")
    .subject("field", &to)
    .detail("source", from.clone())
    .detail("method", method)
    .detail(
        "supplies_a_year",
        supplies.map_or(serde_json::Value::Null, |supplies| json!(supplies)),
    )
    .detail(
        "electronic_route",
        route
            .as_ref()
            .map_or(serde_json::Value::Null, |route| json!(names(graph, route))),
    )
    .certainty(certainty)
    .via([from.clone(), to.clone()])
    .help(help)
    .ask(
        owner.map_or("", |owner| &*model.organisations[owner].slug),
        format!("Could `{to}` be drawn from `{from}` instead of being typed again?"),
    )
}

fn names(graph: &FlowGraph, route: &[FieldId]) -> Vec<String> {
    route
        .iter()
        .map(|field| graph.model().field_name(*field))
        .collect()
}
