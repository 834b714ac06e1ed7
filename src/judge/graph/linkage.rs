//! The identifying terms of each system, the terms that survive each flow, and the systems that can be linked by them.
//!
//! A system holds an identifying term if a field of the term is first captured in it. The term survives a flow that passes the field
//! unchanged, unless the flow's `identifiers` or `contains` say otherwise; a term in `identifiers` arrives whether its field is listed or
//! not. The closure is linear (Beeri, Bernstein 1979). In a `pseudonymised` flow an identifier may survive, which is not certain.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::FlowGraph;
use crate::read::model::{
    Contents, FieldId, FieldType, Flow, How, Id, Stated, SystemId, SystemKind, TermId,
};

/// The identifying terms of every system.
#[derive(Debug)]
pub struct Linkage {
    /// For each system its identifying terms; `true` if it surely holds them.
    held: Vec<BTreeMap<TermId, bool>>,
    /// For each system, whether it may hold terms that are not listed.
    may_hold_more: Vec<bool>,
    /// For each term, the number of systems that hold it as an identifier, surely or perhaps.
    holders: Vec<usize>,
    /// The identifying number that most systems hold, of equals the first.
    number: Option<TermId>,
}

/// Whether an identifying term survives a flow: `None` if it cannot be told. `is_passed` says whether its field is passed unchanged.
pub fn survives(flow: &Flow, term: TermId, is_passed: bool) -> Option<bool> {
    match &flow.identifiers {
        Stated::Known(terms, _) => Some(terms.iter().any(|known| known.id() == term)),
        Stated::Absent(_) | Stated::NotShared(_) => Some(false),
        Stated::Unknown(_) => None,
        Stated::Unstated => match flow.contains.known() {
            Some(Contents::Aggregate | Contents::Anonymous) => Some(false),
            Some(Contents::Pseudonymised) if is_passed => None,
            None if is_passed && matches!(flow.contains, Stated::Unknown(_)) => None,
            _ if is_passed => Some(true),
            _ if flow.fields.is_open() => None,
            _ => Some(false),
        },
    }
}

/// Selects the fields of linkages whose identifier other systems assign. A linkage assigns its own numbers; any other identifier is
/// missing there if no flow brings it, unless an unlisted flow may.
fn missing_in_linkages(
    graph: &FlowGraph,
    identifying: &impl Fn(FieldId) -> Option<TermId>,
) -> impl Fn(FieldId) -> bool {
    let model = graph.model();
    let mut is_given_elsewhere = vec![false; model.terms.len()];
    let mut in_linkages: Vec<(FieldId, TermId)> = Vec::new();
    for field in model.fields.ids() {
        let Some(term) = identifying(field) else {
            continue;
        };
        let is_fed = graph.values_in(field).next().is_some();
        let kind = model.systems[model.system_of(field)].kind.known();
        if kind == Some(&SystemKind::Linkage) {
            in_linkages.push((field, term));
        } else if !is_fed || model.fields[field].is_also_captured() {
            is_given_elsewhere[term.index()] = true;
        }
    }
    let missing = in_linkages.into_iter();
    let missing = missing.filter(move |(_, term)| is_given_elsewhere[term.index()]);
    let missing: FxHashSet<FieldId> = missing.map(|(field, _)| field).collect();
    move |field| missing.contains(&field)
}

/// For each system, the terms that flows into it name under `identifiers`; `true` if one of these flows surely stands.
fn named_by_flows(graph: &FlowGraph) -> Vec<BTreeMap<TermId, bool>> {
    let mut named = vec![BTreeMap::new(); graph.model().systems.len()];
    for (_, flow) in graph.flows() {
        for term in flow.identifiers.known().into_iter().flatten() {
            let of_target = &mut named[flow.to.id().index()];
            *of_target.entry(term.id()).or_insert(false) |= !flow.may_not_stand();
        }
    }
    named
}

/// Of these terms the one that most systems hold, of equals the first.
fn widest(holders: &[usize], terms: impl IntoIterator<Item = TermId>) -> Option<TermId> {
    let rank = |term: &TermId| (Reverse(holders[term.index()]), *term);
    terms.into_iter().min_by_key(rank)
}

impl Linkage {
    /// The closure over the standing flows.
    pub fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let mut of_field: Vec<Option<bool>> = vec![None; model.fields.len()];
        let mut stack: Vec<FieldId> = Vec::new();
        let identifying = |field: FieldId| {
            let term = model.term_of(field);
            term.filter(|term| model.terms[*term].is_identifier())
        };
        let is_fed = |field: FieldId| graph.values_in(field).next().is_some();
        let is_missing = missing_in_linkages(graph, &identifying);
        let may_be_brought = |field: FieldId| {
            let mut flows = graph.flows_in(model.system_of(field)).iter();
            flows.any(|flow| model.flows[*flow].fields.is_open())
        };
        for field in model.fields.ids().filter(|id| identifying(*id).is_some()) {
            let is_captured = model.fields[field].is_also_captured();
            let sure = is_captured || (!is_fed(field) && !is_missing(field));
            if sure || (!is_fed(field) && may_be_brought(field)) {
                of_field[field.index()] = Some(sure);
                stack.push(field);
            }
        }
        let mut held = named_by_flows(graph);
        while let Some(field) = stack.pop() {
            let here = of_field[field.index()];
            for link in graph.links_out(field) {
                let Some(term) = identifying(link.to).filter(|_| link.how == How::Identity) else {
                    continue;
                };
                let arrives = match survives(&model.flows[link.flow], term, true) {
                    Some(false) => continue,
                    Some(true) => here,
                    None => Some(false),
                };
                // Certain is more than possible, which is more than none.
                if arrives > of_field[link.to.index()] {
                    of_field[link.to.index()] = arrives;
                    stack.push(link.to);
                }
            }
        }
        for field in model.fields.ids() {
            let (Some(term), Some(certain)) = (identifying(field), of_field[field.index()]) else {
                continue;
            };
            let system = &mut held[model.system_of(field).index()];
            *system.entry(term).or_insert(false) |= certain;
        }
        let may_hold_more = model.systems.iter().map(|(_, system)| !system.lists_fields);
        let mut holders = vec![0; model.terms.len()];
        for term in held.iter().flat_map(BTreeMap::keys) {
            holders[term.index()] += 1;
        }
        let numbers = model.fields.iter().filter_map(|(id, field)| {
            let is_number = field.kind.known() == Some(&FieldType::Identifier);
            identifying(id).filter(|_| is_number)
        });
        let number = widest(&holders, numbers);
        Self {
            held,
            may_hold_more: may_hold_more.collect(),
            holders,
            number,
        }
    }

    /// The identifying number that most systems hold: by it the most cases could be matched. A name is no number.
    pub(crate) fn number(&self) -> Option<TermId> {
        self.number
    }

    /// Of these identifiers the one that most systems hold, of equals the first.
    pub(crate) fn widest(&self, terms: impl IntoIterator<Item = TermId>) -> Option<TermId> {
        widest(&self.holders, terms)
    }

    /// The identifying terms of a system; `true` for those it surely holds.
    pub fn held(&self, system: SystemId) -> &BTreeMap<TermId, bool> {
        &self.held[system.index()]
    }

    /// True if its fields are not listed, so that it may hold more.
    pub(crate) fn may_hold_more(&self, system: SystemId) -> bool {
        self.may_hold_more[system.index()]
    }

    /// The identifying terms that both surely hold.
    pub(crate) fn shared(&self, a: SystemId, b: SystemId) -> Vec<TermId> {
        let both = self.held(a).iter().filter(|(term, certain)| {
            **certain && self.held(b).get(term).is_some_and(|certain| *certain)
        });
        both.map(|(term, _)| *term).collect()
    }

    /// Whether records of two systems can be linked by an identifier that both hold: `None` if it cannot be told.
    pub fn links(&self, a: SystemId, b: SystemId) -> Option<bool> {
        if a == b || !self.shared(a, b).is_empty() {
            return Some(true);
        }
        let may = self
            .held(a)
            .keys()
            .any(|term| self.held(b).contains_key(term));
        let is_open = self.may_hold_more(a) || self.may_hold_more(b);
        if may || is_open { None } else { Some(false) }
    }

    /// The groups of systems linked by a shared identifier, directly or through others of `systems`: a group number for each system. `may`
    /// also links those that perhaps share one.
    pub(crate) fn groups(&self, systems: &[SystemId], may: bool) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..systems.len()).collect();
        let mut first_with: BTreeMap<TermId, usize> = BTreeMap::new();
        let mut first_open = None;
        for (index, system) in systems.iter().enumerate() {
            for (term, certain) in self.held(*system) {
                if *certain || may {
                    let first = *first_with.entry(*term).or_insert(index);
                    unite(&mut parent, first, index);
                }
            }
            if may && self.may_hold_more(*system) {
                first_open.get_or_insert(index);
            }
        }
        // A system that may hold any identifier may be linked to each of the others.
        if let Some(open) = first_open {
            for index in 0..systems.len() {
                unite(&mut parent, open, index);
            }
        }
        (0..systems.len())
            .map(|index| root(&mut parent, index))
            .collect()
    }
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn unite(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}
