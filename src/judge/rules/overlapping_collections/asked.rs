//! The terms that each collection asks, and how rare each term is among all collections.

use crate::judge::graph::Cone;
use crate::judge::graph::FlowGraph;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::Origin;
use crate::read::model::Ref;
use crate::read::model::SystemId;
use crate::read::model::SystemKind;
use crate::read::model::TermId;

/// The collections of a map and the terms they ask.
pub(super) struct Asked {
    pub(super) collections: Vec<Collection>,
    /// For each term, how many collections ask it.
    counts: Vec<u32>,
    /// The weight of each term.
    weights: Vec<f64>,
    /// How many terms are asked at all.
    pub(super) terms: usize,
    /// The sum of the counts.
    pub(super) total: usize,
}

/// One collection.
pub(super) struct Collection {
    pub(super) system: SystemId,
    /// The terms it asks, without identifiers and context, rarest first.
    pub(super) terms: Vec<TermId>,
    /// Its fields with their terms, sorted.
    fields: Vec<(TermId, FieldId)>,
    /// The places of these terms among all, rarest first: sorted.
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

impl Asked {
    /// How many collections ask the term.
    pub(super) fn count(&self, term: TermId) -> u32 {
        self.counts[term.index()]
    }

    /// Inverse document frequency (Spärck Jones 1972): zero for a term that every collection asks.
    pub(super) fn weight(&self, term: TermId) -> f64 {
        self.weights[term.index()]
    }
}

/// Every data set that others are asked to fill, with the terms it asks.
pub(super) fn asked(graph: &FlowGraph) -> Asked {
    let model = graph.model();
    let mut collections = Vec::new();
    let mut counts = vec![0; model.terms.len()];
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
        let mut terms: Vec<TermId> = fields.iter().map(|(term, _)| *term).collect();
        terms.dedup();
        for term in &terms {
            counts[term.index()] += 1;
        }
        if !terms.is_empty() {
            collections.push(Collection {
                system: id,
                terms,
                fields,
                ranks: Vec::new(),
                weight: 0.0,
            });
        }
    }
    let ranks = ranks(&counts);
    let count = collections.len() as f64;
    let weight = |askers: &u32| (count / f64::from((*askers).max(1))).ln();
    let weights: Vec<f64> = counts.iter().map(weight).collect();
    for collection in &mut collections {
        let terms = &mut collection.terms;
        terms.sort_by_key(|term| (counts[term.index()], term.index()));
        collection.weight = terms.iter().map(|term| weights[term.index()]).sum();
        collection.ranks = terms.iter().map(|term| ranks[term.index()]).collect();
    }
    Asked {
        terms: counts.iter().filter(|count| **count > 0).count(),
        total: counts.iter().map(|count| *count as usize).sum(),
        collections,
        weights,
        counts,
    }
}

/// For each term its place among all, rarest first.
fn ranks(counts: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..counts.len() as u32).collect();
    order.sort_by_key(|term| counts[*term as usize]);
    let mut ranks = vec![0; counts.len()];
    for (rank, term) in (0..).zip(order) {
        ranks[term as usize] = rank;
    }
    ranks
}

fn is_filled_from_outside(graph: &FlowGraph, system: SystemId) -> bool {
    let model = graph.model();
    let owner = model.systems[system].owner();
    graph.flows_in(system).iter().any(|flow| {
        let from = model.systems[model.flows[*flow].from.id()].owner();
        owner.is_some() && from.is_some() && from != owner
    })
}

/// The shared terms of two collections that are asked of somebody twice: neither collection passes the value on to the other, no one act of
/// supplying fills both, and no flow that fills one is `justified`. None where one collection is part of the other.
pub(super) fn apart(
    graph: &FlowGraph,
    cone: &mut Cone<'_>,
    [first, second]: [&Collection; 2],
    shared: &[TermId],
) -> Vec<TermId> {
    let model = graph.model();
    let systems = [first.system, second.system];
    if is_within(model, systems[0], systems[1]) || is_within(model, systems[1], systems[0]) {
        return Vec::new();
    }
    let order = graph.order();
    let mut passes_on = |from: &[FieldId], to: &[FieldId]| {
        // Fields behind the last of them in the order of values lead to none of them.
        let last = to.iter().map(|field| order.rank(*field)).max().unwrap_or(0);
        let from: Vec<FieldId> = from
            .iter()
            .copied()
            .filter(|field| order.rank(*field) <= last)
            .collect();
        let reached = cone.down(&from, |field| order.rank(field) <= last);
        reached.iter().any(|field| to.contains(field))
    };
    let is_apart = |term: &TermId| {
        let (a, b) = (first.asking(*term), second.asking(*term));
        let (by_a, by_b) = (filling(graph, &a), filling(graph, &b));
        let justified = |flow: &FlowId| model.flows[*flow].justified.is_some();
        let submission = |flow: &FlowId| model.flows[*flow].same_submission.as_deref();
        let is_one_act = by_a.iter().any(|first| {
            let word = submission(first);
            by_b.iter()
                .any(|second| first == second || (word.is_some() && submission(second) == word))
        });
        let is_on_purpose = by_a.iter().chain(&by_b).any(justified);
        !is_one_act && !is_on_purpose && !passes_on(&a, &b) && !passes_on(&b, &a)
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

/// True where a system is another or part of it.
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
