//! Whom the values that reach a field are about: scopes carried along flows (methods 3.7).
//!
//! What a field states itself stands; on the dimensions it leaves open it has what its flows bring, each through its `only`. The date that
//! decides a period is left out: it says when a case counts, not whom it is about. In a loop, what comes from a field that was not reached
//! yet is not known.

use std::collections::HashMap;
use std::sync::Arc;

use super::FlowGraph;
use super::Link;
use crate::model::Boxes;
use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::Id;
use crate::model::Model;
use crate::model::ScopeBox;

/// How many boxes one scope may be made of before what a field leaves open stays open.
const MOST_BOXES: usize = 24;

/// The number of a scope: equal scopes have equal numbers.
pub type Arrival = u32;

/// The scopes of a map, stated and carried, each once.
#[derive(Debug)]
pub struct Arrivals {
    boxes: Vec<Boxes>,
    numbers: HashMap<Boxes, Arrival>,
    claimed: Vec<Arrival>,
    held: Vec<Option<Arrival>>,
    filtered: HashMap<(Arrival, FlowId), Arrival>,
    overlaid: HashMap<(Vec<Arrival>, Arrival), Arrival>,
    unknown: Arrival,
}

impl Arrivals {
    /// The scopes that reach every field of the graph.
    pub fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let mut arrivals = Self {
            boxes: Vec::new(),
            numbers: HashMap::new(),
            claimed: Vec::with_capacity(model.fields.len()),
            held: vec![None; model.fields.len()],
            filtered: HashMap::new(),
            overlaid: HashMap::new(),
            unknown: 0,
        };
        let nothing = [ScopeBox::unstated(model.dimensions.len())];
        arrivals.unknown = arrivals.number(&nothing[..]);
        let mut seen: HashMap<*const ScopeBox, Arrival> = HashMap::new();
        for field in model.fields.ids() {
            let scope = model.scope(field);
            let number = match seen.get(&scope.as_ptr()) {
                Some(number) => *number,
                None => arrivals.number(&model.people(scope)),
            };
            seen.insert(scope.as_ptr(), number);
            arrivals.claimed.push(number);
        }
        for field in graph.in_order() {
            let received = arrivals.received(graph, field);
            let held = arrivals.together(&received, arrivals.claimed[field.index()]);
            arrivals.held[field.index()] = Some(held);
        }
        arrivals
    }

    fn number(&mut self, boxes: &[ScopeBox]) -> Arrival {
        if let Some(number) = self.numbers.get(boxes) {
            return *number;
        }
        let (boxes, number): (Boxes, _) = (Arc::from(boxes), self.boxes.len() as Arrival);
        self.numbers.insert(boxes.clone(), number);
        self.boxes.push(boxes);
        number
    }

    /// The people of a scope.
    pub fn boxes(&self, arrival: Arrival) -> &[ScopeBox] {
        &self.boxes[arrival as usize]
    }

    /// Whom a field says it is about.
    pub fn claimed(&self, field: FieldId) -> Arrival {
        self.claimed[field.index()]
    }

    /// Whom a field is about: what it says, and for the rest what reaches it.
    pub fn held(&self, field: FieldId) -> Arrival {
        self.held[field.index()].unwrap_or(self.unknown)
    }

    /// Whom one link brings.
    pub fn brought(&mut self, model: &Model, link: &Link) -> Arrival {
        let held = self.held(link.from);
        let Some(only) = model.flows[link.flow].only.known() else {
            return held;
        };
        if let Some(known) = self.filtered.get(&(held, link.flow)) {
            return *known;
        }
        let only = model.people(only);
        let mut boxes: Vec<ScopeBox> = Vec::new();
        for scope in self.boxes(held) {
            for filter in &only {
                let passes = scope.overlaps(&filter.as_filter()) != Some(false);
                let part = scope.filtered(filter);
                if passes && !boxes.contains(&part) {
                    boxes.push(part);
                }
            }
        }
        let number = self.number(&boxes);
        self.filtered.insert((held, link.flow), number);
        number
    }

    /// Whom each of the links that pass values to a field brings: sorted, each scope once.
    pub fn received(&mut self, graph: &FlowGraph, field: FieldId) -> Vec<Arrival> {
        let mut received: Vec<Arrival> = graph
            .links_in(field)
            .iter()
            .filter(|link| link.how.is_direct())
            .map(|link| self.brought(graph.model(), link))
            .collect();
        received.sort_unstable();
        received.dedup();
        received
    }

    /// What is received with what is claimed laid over it.
    fn together(&mut self, received: &[Arrival], claimed: Arrival) -> Arrival {
        let is_open = |scope: &ScopeBox| scope.0.iter().any(|extent| !extent.is_stated());
        if received.is_empty() || !self.boxes(claimed).iter().any(is_open) {
            return claimed;
        }
        let key = (received.to_vec(), claimed);
        if let Some(known) = self.overlaid.get(&key) {
            return *known;
        }
        let mut boxes: Vec<ScopeBox> = Vec::new();
        'all: for arrival in received {
            for outer in self.boxes(*arrival) {
                for own in self.boxes(claimed) {
                    let scope = outer.overlaid(own);
                    if !boxes.contains(&scope) {
                        boxes.push(scope);
                    }
                    if boxes.len() > MOST_BOXES {
                        break 'all;
                    }
                }
            }
        }
        let number = if boxes.is_empty() || boxes.len() > MOST_BOXES {
            claimed
        } else {
            self.number(&boxes)
        };
        self.overlaid.insert(key, number);
        number
    }
}
