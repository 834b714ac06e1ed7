//! What the requests of a group share: which fields reach which, and which people overlap, each worked out once.

use std::collections::BTreeMap;

use super::pair::passed;
use crate::graph::Cone;
use crate::graph::FlowGraph;
use crate::graph::MayReach;
use crate::graph::Request;
use crate::model::FieldId;
use crate::model::OrganisationId;
use crate::model::ScopeBox;
use crate::model::overlap;

/// Answers kept for a whole run of the rule.
pub(super) struct Reach<'g> {
    graph: &'g FlowGraph,
    cone: Cone<'g>,
    /// For a field, the fields of its term that its values reach, sorted.
    below: BTreeMap<FieldId, Vec<FieldId>>,
    /// For a field and a respondent, what its values may reach by flows that do not.
    may: BTreeMap<(FieldId, OrganisationId), MayReach>,
    /// The people that occur in the group at hand, each once, and the number of each request's.
    people: Vec<Vec<ScopeBox>>,
    of_request: BTreeMap<Request, usize>,
    overlaps: BTreeMap<(usize, usize), Option<bool>>,
}

impl<'g> Reach<'g> {
    pub(super) fn over(graph: &'g FlowGraph) -> Self {
        Self {
            graph,
            cone: Cone::over(graph),
            below: BTreeMap::new(),
            may: BTreeMap::new(),
            people: Vec::new(),
            of_request: BTreeMap::new(),
            overlaps: BTreeMap::new(),
        }
    }

    /// Turns to the next group.
    pub(super) fn turn(&mut self) {
        self.people.clear();
        self.of_request.clear();
        self.overlaps.clear();
    }

    /// True where values of the one field reach the other, whoever they are about.
    pub(super) fn reaches(&mut self, from: FieldId, to: FieldId) -> bool {
        let (graph, cone) = (self.graph, &mut self.cone);
        let below = self.below.entry(from).or_insert_with(|| {
            let term = graph.model().fields[from].term();
            let is_alike = |field: &FieldId| graph.model().fields[*field].term() == term;
            let all = cone.down(&[from], |_| true);
            let mut below: Vec<FieldId> = all.iter().copied().filter(is_alike).collect();
            below.sort_unstable();
            below
        });
        from != to && below.binary_search(&to).is_ok()
    }

    /// True where flows of which nobody has said what they pass may bring values of the one request's field to the other's collection. What
    /// goes back to the respondent, who then supplies it, serves nobody.
    pub(super) fn may_reach(&mut self, from: &Request, to: &Request) -> bool {
        let graph = self.graph;
        if graph.flows_in(to.collection).len() < 2 {
            return false;
        }
        self.reaches(from.field, to.field);
        let below = &self.below[&from.field];
        let model = graph.model();
        let may = self
            .may
            .entry((from.field, from.respondent))
            .or_insert_with(|| {
                let mut starts = vec![from.field];
                starts.extend(below.iter().copied().filter(|field| *field != from.field));
                graph.may_reach(&starts, |system| {
                    let owner = model.systems[system].owner();
                    !owner.is_some_and(|owner| model.is_part_of(owner, from.respondent))
                })
            });
        may.systems.contains(&to.collection) || may.fields.contains(&to.field)
    }

    /// Whether the people of two requests overlap.
    pub(super) fn overlap(&mut self, first: &Request, second: &Request) -> Option<bool> {
        let (a, b) = (self.number(first), self.number(second));
        let people = &self.people;
        *self
            .overlaps
            .entry((a.min(b), a.max(b)))
            .or_insert_with(|| overlap(&people[a], &people[b]))
    }

    fn number(&mut self, request: &Request) -> usize {
        let (graph, people) = (self.graph, &mut self.people);
        *self.of_request.entry(*request).or_insert_with(|| {
            let passed = passed(graph, request);
            people
                .iter()
                .position(|known| *known == passed)
                .unwrap_or_else(|| {
                    people.push(passed);
                    people.len() - 1
                })
        })
    }
}
