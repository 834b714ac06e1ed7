//! Caches for reachability of fields and overlap of people.

use rustc_hash::FxHashMap;

use super::pair::serves_on;
use super::timing::Hurry;
use crate::judge::graph::{Cone, FlowGraph, MayReach, Request};
use crate::judge::rules::people::People;
use crate::read::model::{FieldId, OrganisationId};

/// Results that are kept while the rule runs.
pub(super) struct Reach<'g> {
    graph: &'g FlowGraph,
    cone: Cone<'g>,
    /// For a field, the fields of its term that its values reach, sorted.
    below: FxHashMap<FieldId, Box<[FieldId]>>,
    people: People,
    pub(super) hurry: Hurry<'g>,
    /// For a field and a respondent, the systems and fields that its values may reach by unlisted flows.
    may: FxHashMap<(FieldId, OrganisationId), MayReach>,
}

impl<'g> Reach<'g> {
    pub(super) fn over(graph: &'g FlowGraph) -> Self {
        Self {
            graph,
            cone: Cone::over(graph),
            below: FxHashMap::default(),
            people: People::of(graph.model()),
            hurry: Hurry::of(graph),
            may: FxHashMap::default(),
        }
    }

    /// The fields of its term that a field's values reach, itself included.
    fn below(&mut self, from: FieldId) -> &[FieldId] {
        let (graph, cone) = (self.graph, &mut self.cone);
        self.below.entry(from).or_insert_with(|| {
            let term = graph.model().term_of(from);
            let is_alike = |field: &FieldId| graph.model().term_of(*field) == term;
            let all = cone.down(&[from], |_| true);
            let mut below: Vec<FieldId> = all.iter().copied().filter(is_alike).collect();
            below.sort_unstable();
            below.into()
        })
    }

    /// True if values of one field reach the other, about any people.
    pub(super) fn reaches(&mut self, from: FieldId, to: FieldId) -> bool {
        from != to && self.graph.may_lead(from, to) && self.below(from).binary_search(&to).is_ok()
    }

    /// True if unlisted flows may bring values of the one request's field to the other's collection, without passing through a system of the
    /// respondent, who would then supply them, or through anyone's record.
    pub(super) fn may_reach(&mut self, from: &Request, to: &Request) -> bool {
        let graph = self.graph;
        if graph.flows_in(to.collection).len() < 2 || !graph.may_be_brought(to.field) {
            return false;
        }
        let key = (from.field, from.respondent);
        let may = self.may.entry(key).or_insert_with(|| {
            let admit = |system| serves_on(graph, system, from.respondent);
            graph.may_reach(&[from.field], admit)
        });
        may.systems.contains(&to.collection) || may.fields.contains(&to.field)
    }

    /// Whether the people of two requests overlap, and whether that rests on a dimension that one of them leaves out.
    pub(super) fn overlap(&mut self, first: &Request, second: &Request) -> (Option<bool>, bool) {
        let model = self.graph.model();
        let mut number = |request: &Request| {
            self.people
                .number_passed(model, request.flow, request.field)
        };
        let (first, second) = (number(first), number(second));
        let is_presumed = self.people.rests_on_silence(first, second);
        (self.people.overlap(first, second), is_presumed)
    }
}
