//! The proposal as a flow file that loads beside the map.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Element, plan};
use crate::judge::graph::{Cone, FlowGraph, requests};
use crate::read::model::{
    FieldId, Id, Model, OrganisationId, Proposal, ProposedField, ProposedFlow, ProposedSystem,
    ScopeBox, SystemId, TermId, encode_proposal,
};

/// The id of the unified data set, unless the map has a system with that id.
const SLUG: &str = "unified_data_set";

/// One system for the unified data set, with flows from its sources; one system for each organisation that needs its data; and flows to
/// these and to the collections that would otherwise ask again. All flows are proposed: nothing in the map is changed.
pub fn file(graph: &FlowGraph) -> String {
    let model = graph.model();
    let plan: Vec<Element> = plan(graph)
        .into_iter()
        .filter(|element| !element.sources.is_empty())
        .collect();
    let slug = free(model, SLUG);
    let fields: BTreeMap<TermId, ProposedField> = plan
        .iter()
        .map(|element| (element.term, field(model, element)))
        .collect();
    let mut proposal = Proposal {
        notes: "Proposed by flowmap unify.".to_owned(),
        systems: vec![ProposedSystem {
            slug: slug.clone(),
            name: "Unified data set".to_owned(),
            kind: "linkage",
            owner: None,
            fields: fields.values().cloned().collect(),
        }],
        flows: feeds(model, &plan, &slug, &fields),
    };
    for (who, terms) in wanted(model, &plan) {
        let view = free(
            model,
            &format!("{SLUG}_at_{}", model.organisations[who].slug),
        );
        proposal.systems.push(ProposedSystem {
            slug: view.clone(),
            name: format!("Unified data set at {}", model.organisations[who].name),
            kind: "analysis",
            owner: Some(who),
            fields: terms.iter().map(|term| fields[term].clone()).collect(),
        });
        let ids = terms.iter().map(|term| fields[term].slug.clone());
        proposal.flows.push(ProposedFlow {
            from: slug.clone(),
            to: view,
            fields: ids.map(|id| (id.clone(), id)).collect(),
            purpose: "Answers needs".to_owned(),
            justified: String::new(),
        });
    }
    proposal.flows.extend(returns(graph, &plan, &slug, &fields));
    encode_proposal(model, &proposal)
}

/// An id that no system of the map has.
fn free(model: &Model, wanted: &str) -> String {
    let is_taken = |slug: &str| {
        model
            .systems
            .iter()
            .any(|(_, system)| &*system.slug == slug)
    };
    let mut slug = wanted.to_owned();
    let mut number = 2;
    while is_taken(&slug) {
        slug = format!("{wanted}_{number}");
        number += 1;
    }
    slug
}

/// The field of an element, about the people of its sources.
fn field(model: &Model, element: &Element) -> ProposedField {
    let mut covers: Vec<ScopeBox> = Vec::new();
    for scope in element
        .sources
        .iter()
        .flat_map(|source| model.scope(*source))
    {
        if !covers.contains(scope) {
            covers.push(scope.clone());
        }
    }
    ProposedField {
        slug: model.terms[element.term].slug.to_string(),
        term: element.term,
        definition: element.definition.clone(),
        kind: element.kind,
        codes: element.codes,
        covers,
    }
}

/// One flow from each system that is a source.
fn feeds(
    model: &Model,
    plan: &[Element],
    slug: &str,
    fields: &BTreeMap<TermId, ProposedField>,
) -> Vec<ProposedFlow> {
    let mut by_system: BTreeMap<SystemId, Vec<(String, String)>> = BTreeMap::new();
    for element in plan {
        for source in &element.sources {
            let (from, to) = (&model.fields[*source], &fields[&element.term].slug);
            by_system
                .entry(from.system)
                .or_default()
                .push((from.slug.to_string(), to.clone()));
        }
    }
    let flow = |(system, fields): (SystemId, Vec<(String, String)>)| ProposedFlow {
        from: model.systems[system].slug.to_string(),
        to: slug.to_owned(),
        fields,
        purpose: "Authoritative source of the unified data set".to_owned(),
        justified: String::new(),
    };
    by_system.into_iter().map(flow).collect()
}

/// The terms that each organisation needs.
fn wanted(model: &Model, plan: &[Element]) -> BTreeMap<OrganisationId, BTreeSet<TermId>> {
    let mut wanted: BTreeMap<OrganisationId, BTreeSet<TermId>> = BTreeMap::new();
    for element in plan {
        for need in &element.needs {
            for who in &model.needs[*need].who {
                wanted.entry(who.id()).or_default().insert(element.term);
            }
        }
    }
    wanted
}

/// A flow to each collection that now asks for an element itself and is neither a source of it nor upstream of a source.
fn returns(
    graph: &FlowGraph,
    plan: &[Element],
    slug: &str,
    fields: &BTreeMap<TermId, ProposedField>,
) -> Vec<ProposedFlow> {
    let model = graph.model();
    let sources: BTreeSet<FieldId> = plan
        .iter()
        .flat_map(|element| element.sources.clone())
        .collect();
    let upstream: BTreeSet<FieldId> = {
        let sources: Vec<FieldId> = sources.iter().copied().collect();
        let mut cone = Cone::over(graph);
        cone.up(&sources, |_| true).iter().copied().collect()
    };
    let mut by_system: BTreeMap<SystemId, BTreeSet<(usize, FieldId)>> = BTreeMap::new();
    for request in requests(graph) {
        // A field upstream of a source is not fed from the data set in turn.
        if fields.contains_key(&request.term) && !upstream.contains(&request.field) {
            by_system
                .entry(request.collection)
                .or_default()
                .insert((request.term.index(), request.field));
        }
    }
    let flow = |(system, asked): (SystemId, BTreeSet<(usize, FieldId)>)| {
        let pair = |(_, field): &(usize, FieldId)| {
            let term = model.term_of(*field).expect("a request has a term");
            (
                fields[&term].slug.clone(),
                model.fields[*field].slug.to_string(),
            )
        };
        ProposedFlow {
            from: slug.to_owned(),
            to: model.systems[system].slug.to_string(),
            fields: asked.iter().map(pair).collect(),
            purpose: "Replaces asking again".to_owned(),
            justified: "The flows by which it is asked for directly end when this one stands"
                .to_owned(),
        }
    };
    by_system.into_iter().map(flow).collect()
}
