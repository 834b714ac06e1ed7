//! Reachability of fields: shortest routes, one collection serving another, and the places of first capture.

use std::collections::{BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use super::FlowGraph;
use super::Link;
use super::only::lets_all_through;
use crate::read::model::{FieldId, FlowId, Mode, ScopeBox, SystemId, leaves_some};

/// Limit on the captures that are listed for one field.
const MOST_ORIGINS: usize = 16;

/// The systems and fields that unlisted flows may reach.
#[derive(Debug, Default)]
pub(crate) struct MayReach {
    /// The systems at the end of such a flow.
    pub(crate) systems: BTreeSet<SystemId>,
    /// The fields that may be filled by such a flow, or from such a field.
    pub(crate) fields: BTreeSet<FieldId>,
}

impl FlowGraph {
    /// A shortest way from field to field along links that `admit` accepts: the fields on it, both ends included.
    pub fn route(
        &self,
        from: FieldId,
        to: FieldId,
        admit: impl Fn(&Link) -> bool,
    ) -> Option<Vec<FieldId>> {
        self.route_to(from, |field| field == to, admit)
    }

    /// A shortest way from a field to one that `is_goal`.
    pub(crate) fn route_to(
        &self,
        from: FieldId,
        is_goal: impl Fn(FieldId) -> bool,
        admit: impl Fn(&Link) -> bool,
    ) -> Option<Vec<FieldId>> {
        // For each field met, the field before it; the start has itself.
        let mut before: FxHashMap<FieldId, FieldId> = FxHashMap::default();
        before.insert(from, from);
        let mut queue = VecDeque::from([from]);
        while let Some(field) = queue.pop_front() {
            if field != from && is_goal(field) {
                let mut route = vec![field];
                let mut at = field;
                while at != from {
                    at = before[&at];
                    route.push(at);
                }
                route.reverse();
                return Some(route);
            }
            for link in self.links_out(field) {
                if admit(link) && !before.contains_key(&link.to) {
                    before.insert(link.to, field);
                    queue.push_back(link.to);
                }
            }
        }
        None
    }

    /// True if values of `from` are passed on to `to` for the people in `shared`, by flows that `bears` accepts and through systems that
    /// `admit` accepts and that hold these people; `None` if the flows on the way do not say enough.
    pub(crate) fn serves(
        &self,
        from: FieldId,
        to: FieldId,
        shared: &[ScopeBox],
        bears: impl Fn(FlowId) -> bool,
        admit: impl Fn(SystemId) -> bool,
    ) -> Option<bool> {
        let model = self.model();
        let is_served = |mode: Mode| {
            let holds = |field: FieldId| {
                let held = model.scope(field).iter().map(ScopeBox::as_filter);
                field == to || !leaves_some(shared, held, model.space(), mode)
            };
            let passes = |link: &Link| {
                link.how.is_direct()
                    && bears(link.flow)
                    && (link.to == to || admit(model.system_of(link.to)))
                    && lets_all_through(model, link.flow, shared, mode)
                    && holds(link.to)
            };
            self.route(from, to, passes).is_some()
        };
        if is_served(Mode::Possible) {
            Some(true)
        } else if is_served(Mode::Certain) {
            None
        } else {
            Some(false)
        }
    }

    /// The systems and fields that values of a field, and of the fields sure to get them, may reach by at least one unlisted flow:
    /// from system to system, by any number of such flows in a row and by the flows that list their fields. A system that `admit` does not let
    /// in is reached and passes nothing on, and of those that list their fields only the ones with a field of the same term can pass it on.
    pub(crate) fn may_reach(&self, from: &[FieldId], admit: impl Fn(SystemId) -> bool) -> MayReach {
        let model = self.model();
        let mut found = MayReach::default();
        if !self.has_unlisted() || !from.iter().any(|field| self.unlisted().may_take(*field)) {
            return found;
        }
        let term = from.first().and_then(|field| model.term_of(*field));
        let is_alike = |field: &FieldId| model.term_of(*field) == term;
        let mut seen: BTreeSet<SystemId> = BTreeSet::new();
        let mut open: Vec<SystemId> = Vec::new();
        let mut enter = |system: SystemId, open: &mut Vec<SystemId>| {
            if seen.insert(system) {
                open.push(system);
            }
        };
        let onward = |field: FieldId| -> Vec<FieldId> {
            let alike = self.values_out(field).filter(|link| is_alike(&link.to));
            alike.map(|link| link.to).collect()
        };
        let mut sure: BTreeSet<FieldId> = BTreeSet::new();
        let mut fields = from.to_vec();
        while let Some(field) = fields.pop() {
            let passes_on = from.contains(&field) || admit(model.system_of(field));
            if passes_on && sure.insert(field) {
                enter(model.system_of(field), &mut open);
                fields.extend(onward(field));
            }
        }
        while let Some(system) = open.pop() {
            let flows = self.flows_out(system).iter().map(|id| &model.flows[*id]);
            for flow in flows.filter(|flow| flow.fields.is_open()) {
                let target = flow.to.id();
                if !found.systems.insert(target) {
                    continue;
                }
                let held = model.systems[target].fields.ids();
                let mut fields: Vec<FieldId> = held.filter(is_alike).collect();
                if admit(target) && (!fields.is_empty() || !model.systems[target].lists_fields) {
                    enter(target, &mut open);
                }
                while let Some(field) = fields.pop() {
                    if found.fields.insert(field) && admit(model.system_of(field)) {
                        enter(model.system_of(field), &mut open);
                        fields.extend(onward(field));
                    }
                }
            }
        }
        found
    }

    /// False if no unlisted flow can bring values to the field or to its system.
    pub(crate) fn may_be_brought(&self, field: FieldId) -> bool {
        let system = self.model().system_of(field);
        self.has_unlisted() && self.unlisted().may_bring(field, system)
    }

    /// False if values of `from` surely never reach `to`: nothing reaches `to`, or only fields that come before `from`.
    pub(crate) fn may_lead(&self, from: FieldId, to: FieldId) -> bool {
        from == to
            || (self.order().rank(from) <= self.order().rank(to)
                && self.values_in(to).next().is_some())
    }

    /// True if the field is captured: nothing reaches it, its system captures it as well, or a person types it again.
    pub(crate) fn is_captured(&self, field: FieldId) -> bool {
        let mut direct = self.values_in(field).peekable();
        direct.peek().is_none()
            || self.model().fields[field].is_also_captured()
            || direct.any(|link| self.model().flows[link.flow].is_by_hand())
    }

    /// The captures whose values reach a field, itself included if it is one: at most sixteen.
    pub fn origins(&self, field: FieldId) -> Vec<FieldId> {
        let mut origins = BTreeSet::new();
        let mut seen = BTreeSet::from([field]);
        let mut stack = vec![field];
        while let Some(field) = stack.pop() {
            let mut is_fed = false;
            for link in self.values_in(field) {
                if self.model().flows[link.flow].is_by_hand() {
                    continue;
                }
                is_fed = true;
                if seen.insert(link.from) {
                    stack.push(link.from);
                }
            }
            if !is_fed || self.is_captured(field) {
                origins.insert(field);
            }
            if origins.len() == MOST_ORIGINS {
                break;
            }
        }
        origins.into_iter().collect()
    }
}
