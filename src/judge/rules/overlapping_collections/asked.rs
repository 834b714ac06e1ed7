//! The terms that each collection asks, and the rarity of each term among all collections.

use crate::judge::graph::{Cone, FlowGraph};
use crate::read::model::{FieldId, FlowId, Id, Model, Origin, Ref, SystemId, SystemKind, TermId};

/// The collections of a map and the terms they ask. A term is known by its rank: its index among all terms, rarest first.
pub(super) struct Asked {
    pub(super) collections: Vec<Collection>,
    /// The term of each rank.
    pub(super) terms: Vec<TermId>,
    /// For each rank, the number of collections that ask the term.
    pub(super) counts: Vec<u32>,
    /// For each rank, the weight of the term: its inverse document frequency (Spärck Jones 1972), zero for a term that every collection asks.
    pub(super) weights: Vec<f64>,
    /// The sum of the counts.
    pub(super) total: usize,
}

/// One collection.
pub(super) struct Collection {
    pub(super) system: SystemId,
    /// Its fields with their terms, without identifiers and context, sorted.
    fields: Vec<(TermId, FieldId)>,
    /// The ranks of these terms, sorted.
    pub(super) ranks: Vec<u32>,
    /// The sum of the weights of its terms.
    pub(super) weight: f64,
}

impl Collection {
    /// Its fields that ask a term.
    fn asking(&self, term: TermId) -> Vec<FieldId> {
        let start = self.fields.partition_point(|(other, _)| *other < term);
        let own = self.fields[start..].iter();
        let own = own.take_while(|(other, _)| *other == term);
        own.map(|(_, field)| *field).collect()
    }
}

/// Every data set that others are asked to fill, with the terms it asks.
pub(super) fn asked(graph: &FlowGraph) -> Asked {
    let model = graph.model();
    let mut collections = Vec::new();
    let mut counts: Vec<u32> = vec![0; model.terms.len()];
    for (id, system) in model.systems.iter() {
        let is_asking = match system.kind.known() {
            Some(kind) => *kind == SystemKind::Collection,
            None => is_filled_from_outside(graph, id),
        };
        if !is_asking || system.origin != Origin::Declared {
            continue;
        }
        let asked = |field: FieldId| {
            let term = model.term_of(field)?;
            (!model.terms[term].is_context()).then_some((term, field))
        };
        let mut fields: Vec<(TermId, FieldId)> = system.fields.ids().filter_map(asked).collect();
        fields.sort_unstable();
        for same in fields.chunk_by(|a, b| a.0 == b.0) {
            counts[same[0].0.index()] += 1;
        }
        if !fields.is_empty() {
            collections.push(Collection {
                system: id,
                fields,
                ranks: Vec::new(),
                weight: 0.0,
            });
        }
    }
    let mut terms: Vec<TermId> = model
        .terms
        .ids()
        .filter(|term| counts[term.index()] > 0)
        .collect();
    terms.sort_by_key(|term| counts[term.index()]);
    let mut ranks = vec![0; counts.len()];
    for (rank, term) in (0..).zip(&terms) {
        ranks[term.index()] = rank;
    }
    let counts: Vec<u32> = terms.iter().map(|term| counts[term.index()]).collect();
    let all = collections.len() as f64;
    let weights: Vec<f64> = counts
        .iter()
        .map(|count| (all / f64::from(*count)).ln())
        .collect();
    for collection in &mut collections {
        let own = &mut collection.ranks;
        own.extend(
            collection
                .fields
                .iter()
                .map(|(term, _)| ranks[term.index()]),
        );
        own.sort_unstable();
        own.dedup();
        collection.weight = own.iter().map(|rank| weights[*rank as usize]).sum();
    }
    Asked {
        total: counts.iter().map(|count| *count as usize).sum(),
        collections,
        terms,
        counts,
        weights,
    }
}

fn is_filled_from_outside(graph: &FlowGraph, system: SystemId) -> bool {
    let model = graph.model();
    let owner = model.systems[system].owner();
    graph.flows_in(system).iter().any(|flow| {
        let from = model.systems[model.flows[*flow].from.id()].owner();
        owner.is_some() && from.is_some() && from != owner
    })
}

/// The shared terms of two collections that a respondent is asked for twice: neither collection passes the value on to the other, no act of
/// supplying fills both or may fill both, and no flow that fills one is `justified`. Empty if one collection is part of the other.
pub(super) fn apart(
    graph: &FlowGraph,
    cone: &mut Cone<'_>,
    asked: &Asked,
    [first, second]: [&Collection; 2],
    shared: &[u32],
) -> Vec<u32> {
    let model = graph.model();
    let systems = [first.system, second.system];
    if is_within(model, systems[0], systems[1]) || is_within(model, systems[1], systems[0]) {
        return Vec::new();
    }
    let order = graph.order();
    let mut passes_on = |from: &[FieldId], to: &[FieldId]| {
        // Fields after the last target in the order of values lead to no target.
        let last = to.iter().map(|field| order.rank(*field)).max().unwrap_or(0);
        let from: Vec<FieldId> = from
            .iter()
            .copied()
            .filter(|field| order.rank(*field) <= last)
            .collect();
        let reached = cone.down(&from, |field| order.rank(field) <= last);
        reached.iter().any(|field| to.contains(field))
    };
    let is_apart = |rank: &u32| {
        let term = asked.terms[*rank as usize];
        let (a, b) = (first.asking(term), second.asking(term));
        let (by_a, by_b) = (filling(graph, &a), filling(graph, &b));
        let justified = |flow: &FlowId| model.flows[*flow].justified.is_some();
        let may_be_one_act = by_a.iter().any(|first| {
            let flow = &model.flows[*first];
            by_b.iter().any(|second| {
                first == second || flow.shares_submission(&model.flows[*second]) != Some(false)
            })
        });
        let is_on_purpose = by_a.iter().chain(&by_b).any(justified);
        !may_be_one_act && !is_on_purpose && !passes_on(&a, &b) && !passes_on(&b, &a)
    };
    shared.iter().copied().filter(is_apart).collect()
}

/// The flows that bring values to the fields.
fn filling(graph: &FlowGraph, fields: &[FieldId]) -> Vec<FlowId> {
    let links = fields.iter().flat_map(|field| graph.links_in(*field));
    links
        .filter(|link| link.how.is_direct())
        .map(|link| link.flow)
        .collect()
}

/// True if a system is another one or part of it.
fn is_within(model: &Model, part: SystemId, whole: SystemId) -> bool {
    let mut at = Some(part);
    while let Some(id) = at {
        if id == whole {
            return true;
        }
        at = model.systems[id].part_of.known().map(Ref::id);
    }
    false
}
