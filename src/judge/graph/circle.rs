//! Values in circles: fields that reach one another.
//!
//! Strongly connected components of the links that count here (see `order.rs`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::FlowGraph;
use super::Link;
use super::order::Components;
use crate::read::model::{FieldId, Stated, SystemId};

/// Fields that pass values round among themselves.
#[derive(Debug, Clone)]
pub struct Circle {
    /// The fields, in the order of the model.
    pub(crate) fields: Vec<FieldId>,
    /// A shortest round: it begins and ends at its first field. If the circle is sure, all its flows have a source.
    pub(crate) round: Vec<Link>,
    /// True if flows with a source alone pass a value round all systems of the circle.
    pub(crate) is_sure: bool,
}

impl FlowGraph {
    /// Every set of fields with values in a circle, by its first field. Identifiers and plain context are left out, because they travel
    /// with everything. So is a flow with a reason (`justified`), which excuses the rounds that need it and no others.
    pub fn circles(&self) -> Vec<Circle> {
        // A loop along some of the links is also a loop along all of them.
        if self.order().sets().all(|set| set.len() == 1) {
            return Vec::new();
        }
        let sourced = Components::of(self, |link| self.is_meant(link) && self.is_sure(link));
        let sourced: Vec<&[FieldId]> = sourced.sets().filter(|set| set.len() > 1).collect();
        let mut circles: Vec<Circle> = Components::of(self, |link| self.is_meant(link))
            .sets()
            .filter(|set| set.len() > 1)
            .map(|fields| self.circle(fields, &sourced))
            .collect();
        circles.sort_by_key(|circle| circle.fields[0]);
        circles
    }

    /// The circle of these fields. `sourced` are the circles of the flows with a source.
    fn circle(&self, fields: &[FieldId], sourced: &[&[FieldId]]) -> Circle {
        let systems = |fields: &[FieldId]| -> BTreeSet<SystemId> {
            let systems = fields.iter().map(|field| self.model().system_of(*field));
            systems.collect()
        };
        let mut within = sourced
            .iter()
            .filter(|set| fields.binary_search(&set[0]).is_ok());
        let sure = within.find(|set| systems(set) == systems(fields));
        let round = match sure {
            Some(set) => self.round(set, |link| self.is_sure(link)),
            None => self.round(fields, |_| true),
        };
        Circle {
            fields: fields.to_vec(),
            round,
            is_sure: sure.is_some(),
        }
    }

    /// True if the flow of a link has a source, and it is known whether the term of its target is an identifier.
    fn is_sure(&self, link: &Link) -> bool {
        let term = self.model().term_of(link.to);
        let is_open = |term| matches!(self.model().terms[term].identifier, Stated::Unknown(_));
        self.model().flows[link.flow].is_sourced() && !term.is_some_and(is_open)
    }

    fn is_meant(&self, link: &Link) -> bool {
        link.how.is_direct()
            && !self.is_context(link.to)
            && self.model().flows[link.flow].justified.is_none()
    }

    /// True for a field whose term is an identifier or plain context.
    pub(crate) fn is_context(&self, field: FieldId) -> bool {
        let term = self.model().term_of(field);
        term.is_some_and(|term| self.model().terms[term].is_context())
    }

    /// A shortest round through the first field of a component, along links that `admit` accepts.
    fn round(&self, fields: &[FieldId], admit: impl Fn(&Link) -> bool) -> Vec<Link> {
        let members: BTreeSet<FieldId> = fields.iter().copied().collect();
        let start = fields[0];
        let mut before: BTreeMap<FieldId, Link> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(field) = queue.pop_front() {
            for link in self.links_out(field) {
                if !self.is_meant(link)
                    || !admit(link)
                    || !members.contains(&link.to)
                    || before.contains_key(&link.to)
                {
                    continue;
                }
                before.insert(link.to, *link);
                queue.push_back(link.to);
            }
            if before.contains_key(&start) {
                break;
            }
        }
        let mut round = Vec::new();
        let mut at = start;
        while let Some(link) = before.get(&at) {
            round.push(*link);
            at = link.from;
            if at == start {
                break;
            }
        }
        round.reverse();
        round
    }
}
