//! The fields that a field's values reach, found without new memory for each walk, and the least time of a way.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::Direction;
use rustc_hash::FxHashMap;

use super::FlowGraph;
use super::Link;
use crate::read::model::{FieldId, Id, SystemId};

/// A walker that marks the fields it has seen with the number of the walk, so that the marks need no clearing.
#[derive(Debug)]
pub(crate) struct Cone<'g> {
    graph: &'g FlowGraph,
    seen: Vec<u32>,
    walk: u32,
    found: Vec<FieldId>,
    /// For each field found, the number of links to it.
    distances: Vec<u32>,
}

impl<'g> Cone<'g> {
    /// A walker over this graph.
    pub(crate) fn over(graph: &'g FlowGraph) -> Self {
        Self {
            graph,
            seen: vec![0; graph.model().fields.len()],
            walk: 0,
            found: Vec::new(),
            distances: Vec::new(),
        }
    }

    /// The fields that values from `starts` reach, nearest first, including `starts`; `admit` decides which fields the walk may enter. The
    /// `only` of the flows is ignored, so a field outside the cone is surely not reached.
    pub(crate) fn down(
        &mut self,
        starts: &[FieldId],
        admit: impl Fn(FieldId) -> bool,
    ) -> &[FieldId] {
        self.walk(starts, Direction::Outgoing, admit)
    }

    /// The fields whose values reach `starts`, nearest first, including `starts`.
    pub(crate) fn up(&mut self, starts: &[FieldId], admit: impl Fn(FieldId) -> bool) -> &[FieldId] {
        self.walk(starts, Direction::Incoming, admit)
    }

    /// The fields whose values reach `start`, including `start`, each with the least number of links between.
    pub(crate) fn distances_up(
        &mut self,
        start: FieldId,
        admit: impl Fn(FieldId) -> bool,
    ) -> impl Iterator<Item = (FieldId, u32)> {
        self.walk(&[start], Direction::Incoming, admit);
        let distances = self.distances.iter().copied();
        self.found.iter().copied().zip(distances)
    }

    fn walk(
        &mut self,
        starts: &[FieldId],
        direction: Direction,
        admit: impl Fn(FieldId) -> bool,
    ) -> &[FieldId] {
        self.walk += 1;
        self.found.clear();
        self.distances.clear();
        for start in starts {
            self.mark(*start, 0);
        }
        let mut at = 0;
        while let Some(field) = self.found.get(at).copied() {
            let distance = self.distances[at] + 1;
            at += 1;
            // The last flow first.
            for link in self.graph.0.links.towards(field, direction).iter().rev() {
                if !link.how.is_direct() {
                    continue;
                }
                let next = match direction {
                    Direction::Outgoing => link.to,
                    Direction::Incoming => link.from,
                };
                if admit(next) {
                    self.mark(next, distance);
                }
            }
        }
        &self.found
    }

    fn mark(&mut self, field: FieldId, distance: u32) {
        if self.seen[field.index()] != self.walk {
            self.seen[field.index()] = self.walk;
            self.found.push(field);
            self.distances.push(distance);
        }
    }
}

impl FlowGraph {
    /// The least time in minutes of any way by values from field to field, and the fields on that way. A time that is not stated counts as
    /// zero, so the true time is this or more. The way passes only systems that `admit` accepts. `None` if there is no way.
    pub(crate) fn least_time(
        &self,
        from: FieldId,
        to: FieldId,
        admit: impl Fn(SystemId) -> bool,
    ) -> Option<(i64, Vec<FieldId>)> {
        let mut best: FxHashMap<FieldId, (i64, FieldId)> = FxHashMap::default();
        best.insert(from, (0, from));
        let mut queue = BinaryHeap::from([Reverse((0_i64, from))]);
        while let Some(Reverse((time, field))) = queue.pop() {
            if best[&field].0 < time {
                continue;
            }
            if field == to {
                let mut way = vec![to];
                while *way.last().expect("a way has a field") != from {
                    way.push(best[way.last().expect("a way has a field")].1);
                }
                way.reverse();
                return Some((time, way));
            }
            let admitted = |link: &&Link| link.to == to || admit(self.model().system_of(link.to));
            for link in self.values_out(field).filter(admitted) {
                let lag = self.model().flows[link.flow].lag.known();
                let later = time.saturating_add(lag.map_or(0, |lag| lag.shortest));
                if best.get(&link.to).is_none_or(|(known, _)| later < *known) {
                    best.insert(link.to, (later, field));
                    queue.push(Reverse((later, link.to)));
                }
            }
        }
        None
    }
}
